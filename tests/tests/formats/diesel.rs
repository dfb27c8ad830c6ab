//! diesel's own harness, by the program of `tests/tools/diesel`.

use anyhow::Result;
use hnswkit_core::render::Role;
use hnswkit_tests::{Migrator, Project, run_in};

use super::connection::pgoptions;

pub(crate) static MIGRATOR: Migrator =
    Migrator { format: "diesel", install: "diesel", setup, up, down, applied };

fn setup(_: &Project) -> Result<()> {
    Ok(())
}

fn run(project: &Project, what: &str) -> Result<String> {
    let mut program = project.program("run-diesel");
    program.args(["migrations", what]).env("PGOPTIONS", pgoptions(project));
    run_in(project.folder(), &mut program)
}

fn up(project: &Project) -> Result<()> {
    run(project, "up").map(drop)
}

fn down(project: &Project) -> Result<()> {
    run(project, "down").map(drop)
}

fn applied(project: &Project) -> Result<bool> {
    // Where nothing was ever applied it makes the table of versions, and says so in a notice.
    let versions = run(project, "applied")?;
    let n = versions.lines().filter(|it| it.starts_with("20")).count();
    Ok(n == project.paths(Role::Up).count())
}
