//! node-pg-migrate, by its command.

use anyhow::Result;
use hnswkit_tests::{Migrator, Project};

pub(crate) static MIGRATOR: Migrator =
    Migrator { format: "node-pg-migrate", install: "node-pg-migrate", setup, up, down, applied };

fn setup(project: &Project) -> Result<()> {
    project.link_node_modules()?;
    project.write("package.json", "{ \"private\": true, \"type\": \"module\" }\n")
}

fn up(project: &Project) -> Result<()> {
    project.run("node-pg-migrate", &["up"]).map(drop)
}

fn down(project: &Project) -> Result<()> {
    project.run("node-pg-migrate", &["down"]).map(drop)
}

/// It has no command for a status; a dry run says what is pending.
fn applied(project: &Project) -> Result<bool> {
    Ok(project.run("node-pg-migrate", &["up", "--dry-run"])?.contains("No migrations to run"))
}
