//! sqlx's own `Migrator`, by the program of `tests/tools/sqlx`.

use anyhow::Result;
use hnswkit_core::render::Role;
use hnswkit_tests::{Migrator, Project, run_in};

use super::connection::url;

pub(crate) static MIGRATOR: Migrator =
    Migrator { format: "sqlx", install: "sqlx", setup, up, down, applied };

fn setup(_: &Project) -> Result<()> {
    Ok(())
}

fn run(project: &Project, what: &str) -> Result<String> {
    let mut program = project.program("run-sqlx");
    program.args(["migrations", what]).env("DATABASE_URL", url(project, ""));
    run_in(project.folder(), &mut program)
}

fn up(project: &Project) -> Result<()> {
    run(project, "up").map(drop)
}

fn down(project: &Project) -> Result<()> {
    run(project, "down").map(drop)
}

fn applied(project: &Project) -> Result<bool> {
    Ok(run(project, "applied")?.lines().count() == project.paths(Role::Up).count())
}
