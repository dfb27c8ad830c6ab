//! refinery's own runner, by the program of `tests/tools/refinery`.

use anyhow::{Result, ensure};
use hnswkit_core::render::{Format, Options, Role};
use hnswkit_tests::{
    Database, Example, Migrator, OwnTest, Project, Server, hnsw_indexes, output_in, text,
};

use super::outside::{move_back, run_scripts};

pub(crate) static MIGRATOR: Migrator =
    Migrator { format: "refinery", install: "refinery", setup, up, down, applied };

fn setup(_: &Project) -> Result<()> {
    Ok(())
}

fn up(project: &Project) -> Result<()> {
    if std::fs::read_dir(project.folder().join("migrations"))?.count() > 1 {
        // There is no way back but forward: the second time it is a new migration.
        let format: &Format = "refinery".parse()?;
        let options = Options { revision: Some("3".to_owned()), ..Options::default() };
        let files = format.render(&project.plan, &options);
        for it in files.iter().filter(|it| it.role == Role::Up) {
            project.write(&it.path, &it.content)?;
        }
    }
    run_scripts(project, ".up.sql")?;
    project.run("run-refinery", &["migrations", "up"]).map(drop)
}

fn down(project: &Project) -> Result<()> {
    run_scripts(project, ".down.sql")?;
    let moved = move_back(project, "migrations", "migrations_rollback")?;
    ensure!(moved == 1, "{moved} files moved");
    project.run("run-refinery", &["migrations", "up"]).map(drop)
}

fn applied(project: &Project) -> Result<bool> {
    let last = last(project)?;
    Ok(!last.is_empty() && !last.contains(" undo_"))
}

/// The last line of the tool's list.
fn last(project: &Project) -> Result<String> {
    let list = project.run("run-refinery", &["migrations", "applied"])?;
    Ok(list.lines().last().unwrap_or_default().to_owned())
}

pub(crate) const OWN: &[OwnTest] = &[OwnTest {
    name: "it_builds_in_empty_tables_and_asks_for_the_script_in_others",
    install: "refinery",
    run: it_builds_in_empty_tables_and_asks_for_the_script_in_others,
}];

fn it_builds_in_empty_tables_and_asks_for_the_script_in_others(server: &Server) -> Result<()> {
    let example = Example::named("task-tracker")?;
    let row = "INSERT INTO messages (embedding) VALUES (array_fill(1, ARRAY[1536])::vector)";
    let run = |project: &Project| -> Result<(bool, String)> {
        let mut program = project.program("run-refinery");
        let output = output_in(project.folder(), program.args(["migrations", "up"]))?;
        Ok((output.status.success(), text(&output)))
    };

    let fresh = Database::create(server, "refinery fresh")?;
    fresh.connect()?.batch_execute(example.schema)?;
    let project = Project::create("refinery", "refinery", example.plan()?, &fresh)?;
    project.write_files()?;
    let (done, said) = run(&project)?;
    ensure!(done, "{said}");
    ensure!(hnsw_indexes(&mut fresh.connect()?)?.len() == 2);
    // Neither does it drop where there are rows.
    fresh.connect()?.batch_execute(row)?;
    move_back(&project, "migrations", "migrations_rollback")?;
    let (done, said) = run(&project)?;
    ensure!(!done && said.contains("would stop all reads and writes"), "{said}");
    run_scripts(&project, ".down.sql")?;
    let (done, said) = run(&project)?;
    ensure!(done, "{said}");

    let used = Database::create(server, "refinery used")?;
    used.connect()?.batch_execute(example.schema)?;
    used.connect()?.batch_execute(row)?;
    let project = Project::create("refinery", "refinery", example.plan()?, &used)?;
    project.write_files()?;
    let (done, said) = run(&project)?;
    ensure!(!done && said.contains("would stop all writes to it"), "{said}");
    ensure!(said.contains("Run migrations_outside/add_hnsw_vector_indexes.up.sql"), "{said}");
    ensure!(hnsw_indexes(&mut used.connect()?)?.is_empty());
    run_scripts(&project, ".up.sql")?;
    let (done, said) = run(&project)?;
    ensure!(done, "{said}");
    ensure!(applied(&project)?, "not applied");
    Ok(())
}
