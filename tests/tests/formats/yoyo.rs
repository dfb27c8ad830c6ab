//! yoyo.

use anyhow::{Result, ensure};
use hnswkit_tests::{
    Database, Example, Migrator, OwnTest, Project, Server, hnsw_indexes, output_in, text,
};

use super::switches::refused;

pub(crate) static MIGRATOR: Migrator =
    Migrator { format: "yoyo", install: "yoyo", setup, up, down, applied };

pub(crate) static OWN: &[OwnTest] = &[
    OwnTest {
        name: "it_needs_the_switch",
        install: "yoyo",
        run: |it| refused(it, &MIGRATOR, "__transactional__ = False", ""),
    },
    OwnTest {
        name: "a_refused_change_drops_nothing",
        install: "yoyo",
        run: a_refused_change_drops_nothing,
    },
];

fn setup(_: &Project) -> Result<()> {
    Ok(())
}

fn run(project: &Project, command: &str) -> Result<String> {
    project.run("yoyo", &args(project, command))
}

fn args<'a>(project: &'a Project, command: &'a str) -> [&'a str; 6] {
    [command, "--batch", "--no-config-file", "--database", project.url(), "migrations"]
}

fn up(project: &Project) -> Result<()> {
    run(project, "apply").map(drop)
}

fn down(project: &Project) -> Result<()> {
    run(project, "rollback").map(drop)
}

fn applied(project: &Project) -> Result<bool> {
    let said = run(project, "list")?;
    Ok(said.lines().any(|it| it.trim_start().starts_with('A')))
}

/// The second index is there with another definition: its guard refuses, and the first one, which
/// somebody built before, stays.
fn a_refused_change_drops_nothing(server: &Server) -> Result<()> {
    let example = Example::named("task-tracker")?;
    let database = Database::create(server, "yoyo_refused")?;
    let mut session = database.connect()?;
    session.batch_execute(example.schema)?;
    session.batch_execute(
        "CREATE INDEX idx_messages_embedding_hnsw ON messages
             USING hnsw (embedding vector_cosine_ops) WITH (m = 16, ef_construction = 64);
         CREATE INDEX idx_atoms_embedding_hnsw ON atoms USING hnsw (embedding vector_l2_ops)",
    )?;
    let before = hnsw_indexes(&mut session)?;
    let project = Project::create("yoyo", "yoyo", example.plan()?, &database)?;
    project.write_files()?;
    let output =
        output_in(project.folder(), project.program("yoyo").args(args(&project, "apply")))?;
    ensure!(!output.status.success(), "{}", text(&output));
    ensure!(text(&output).contains("is there with another definition"), "{}", text(&output));
    ensure!(hnsw_indexes(&mut session)? == before);
    ensure!(!applied(&project)?);
    Ok(())
}
