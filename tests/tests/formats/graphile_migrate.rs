//! graphile-migrate: each text becomes `current.sql`, and is committed.

use anyhow::{Context, Result};
use hnswkit_core::render::{File, Role};
use hnswkit_tests::{EXAMPLES, Migrator, Project, Session, operations, run_in};

use super::connection::pgoptions;

pub(crate) static MIGRATOR: Migrator =
    Migrator { format: "graphile-migrate", install: "graphile-migrate", setup, up, down, applied };

/// The shadow database starts as the test's database did.
fn setup(project: &Project) -> Result<()> {
    let operations = operations()?;
    let mut examples = EXAMPLES.iter().chain(&operations);
    let ours = examples.find(|it| it.plan().is_ok_and(|it| it == project.plan));
    let schema = ours.context("an example")?.schema;
    project.write("migrations/baseline.sql", &format!("CREATE EXTENSION vector;\n{schema}"))?;
    project.write("migrations/committed/.keep", "")?;
    project.write(".gmrc", r#"{ "afterReset": ["!baseline.sql"] }"#)
}

fn run(project: &Project, args: &[&str]) -> Result<String> {
    let (server, name) = project.url().rsplit_once('/').context("the URL")?;
    let mut program = project.program("graphile-migrate");
    program.args(args).env("PGOPTIONS", pgoptions(project));
    program.env("SHADOW_DATABASE_URL", format!("{server}/{name}_shadow"));
    program.env("ROOT_DATABASE_URL", format!("{server}/postgres"));
    run_in(project.folder(), &mut program)
}

/// What a developer does with each file; the second time the text is committed once more.
fn commit(project: &Project, file: &File) -> Result<()> {
    project.write("migrations/current.sql", &file.content)?;
    run(project, &["commit", "--message", "part"]).with_context(|| file.path.clone()).map(drop)
}

fn all(project: &Project, role: Role) -> Result<()> {
    project.files.iter().filter(|it| it.role == role).try_for_each(|it| commit(project, it))?;
    let (server, name) = project.url().rsplit_once('/').context("the URL")?;
    let mut admin = Session::connect(&format!("{server}/postgres"))?;
    admin.batch_execute(&format!("DROP DATABASE {name}_shadow"))?;
    project.write("last", role.id())
}

fn up(project: &Project) -> Result<()> {
    all(project, Role::Up)
}

fn down(project: &Project) -> Result<()> {
    all(project, Role::Down)
}

/// Nothing is pending, and the last that was committed is the change.
fn applied(project: &Project) -> Result<bool> {
    run(project, &["status", "--skipDatabase"]).map(drop)?;
    run(project, &["migrate"])?;
    let last = std::fs::read_to_string(project.folder().join("last"))?;
    Ok(last == Role::Up.id())
}
