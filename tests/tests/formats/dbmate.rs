//! dbmate.

use anyhow::{Context, Result, ensure};
use hnswkit_core::render::{Format, Options, Role};
use hnswkit_tests::{
    Database, Example, Migrator, OwnTest, Project, Server, hnsw_indexes, output_in, refusal,
    run_in, text,
};

use super::connection::url;

pub(crate) static MIGRATOR: Migrator =
    Migrator { format: "dbmate", install: "dbmate", setup, up, down, applied };

fn setup(_: &Project) -> Result<()> {
    Ok(())
}

fn run(project: &Project, what: &str) -> Result<String> {
    let mut program = project.program("dbmate");
    program.args(["--no-dump-schema", what]);
    program.env("DATABASE_URL", url(project, "sslmode=disable"));
    run_in(project.folder(), &mut program)
}

fn up(project: &Project) -> Result<()> {
    run(project, "migrate").map(drop)
}

fn down(project: &Project) -> Result<()> {
    project.paths(Role::Migration).try_for_each(|_| run(project, "rollback").map(drop))
}

fn applied(project: &Project) -> Result<bool> {
    Ok(run(project, "status")?.contains("Pending: 0"))
}

pub(crate) const OWN: &[OwnTest] = &[OwnTest {
    name: "a_failed_build_is_cured_as_the_files_say",
    install: "dbmate",
    run: a_failed_build_is_cured_as_the_files_say,
}];

/// A build that fails late leaves an INVALID index, and the tool does not repeat the guard.
fn a_failed_build_is_cured_as_the_files_say(server: &Server) -> Result<()> {
    let example = Example::named("task-tracker")?;
    let database = Database::create(server, "dbmate failed build")?;
    let mut session = database.connect()?;
    session.batch_execute(example.schema)?;
    let project = Project::create("dbmate", "dbmate", example.plan()?, &database)?;
    project.write_files()?;
    let fails = |parameters: &str| -> Result<String> {
        let mut program = project.program("dbmate");
        program.args(["--no-dump-schema", "migrate"]);
        program.env("DATABASE_URL", url(&project, parameters));
        let output = output_in(project.folder(), &mut program)?;
        ensure!(!output.status.success(), "it went on: {}", text(&output));
        Ok(text(&output))
    };

    // Not the settings that the files ask for: a lock_timeout, and an old snapshot to wait for.
    let mut reader = database.connect()?;
    reader.batch_execute("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT 1 FROM atoms")?;
    let hasty = format!("{}?sslmode=disable&lock_timeout=500ms", project.url());
    let mut program = project.program("dbmate");
    program.args(["--no-dump-schema", "migrate"]).env("DATABASE_URL", hasty);
    let output = output_in(project.folder(), &mut program)?;
    ensure!(text(&output).contains("canceling statement due to lock timeout"), "{}", text(&output));
    drop(reader);

    // The build is repeated, finds the name taken and is recorded; the gate stops.
    let said = fails("sslmode=disable")?;
    ensure!(said.contains("index idx_messages_embedding_hnsw is INVALID"), "{said}");
    let said = fails("sslmode=disable")?;
    ensure!(said.contains("index idx_messages_embedding_hnsw is INVALID"), "{said}");

    // The gate's hint, word by word; dbmate shows the message alone.
    let pairs: &Format = "golang-migrate".parse()?;
    let gate = pairs.render(&project.plan, &Options::default());
    let gate = gate.iter().find(|it| it.path.ends_with("_verify.up.sql")).context("a gate")?;
    let hint = refusal(&mut session, &gate.content)?.hint().unwrap_or_default().to_owned();
    let cure = "REINDEX INDEX CONCURRENTLY idx_messages_embedding_hnsw";
    ensure!(hint.contains(cure), "{hint}");
    session.batch_execute("ROLLBACK")?;
    session.batch_execute(cure)?;
    up(&project)?;
    ensure!(applied(&project)?, "not applied");
    ensure!(hnsw_indexes(&mut session)?.iter().all(|it| it.contains(" t t ")), "not valid");

    // The other cure, before the build is repeated.
    down(&project)?;
    let mut reader = database.connect()?;
    reader.batch_execute("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT 1 FROM atoms")?;
    let output = output_in(project.folder(), &mut program)?;
    ensure!(!output.status.success(), "it went on: {}", text(&output));
    drop(reader);
    session.batch_execute("DROP INDEX CONCURRENTLY idx_messages_embedding_hnsw")?;
    up(&project)?;
    ensure!(applied(&project)?, "not applied");
    ensure!(hnsw_indexes(&mut session)?.iter().all(|it| it.contains(" t t ")), "not valid");
    Ok(())
}
