//! db-migrate, by its command.

use anyhow::Result;
use hnswkit_core::plan::Mode;
use hnswkit_tests::{Migrator, Project};

pub(crate) static MIGRATOR: Migrator =
    Migrator { format: "db-migrate", install: "db-migrate", setup, up, down, applied };

fn setup(project: &Project) -> Result<()> {
    project.link_node_modules()
}

fn up(project: &Project) -> Result<()> {
    run(project, "up")
}

fn down(project: &Project) -> Result<()> {
    run(project, "down")
}

fn run(project: &Project, command: &str) -> Result<()> {
    let mut args = vec![command];
    if project.plan.request.mode == Mode::Online {
        args.push("--non-transactional");
    }
    project.run("db-migrate", &args).map(drop)
}

fn applied(project: &Project) -> Result<bool> {
    Ok(project.run("db-migrate", &["check"])?.contains("Migrations to run: []"))
}
