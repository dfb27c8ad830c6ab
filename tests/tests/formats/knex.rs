//! Knex, by its command.

use anyhow::Result;
use hnswkit_tests::{Migrator, Project};

pub(crate) static MIGRATOR: Migrator =
    Migrator { format: "knex", install: "knex", setup, up, down, applied };

const KNEXFILE: &str = "module.exports = { client: 'pg', connection: process.env.DATABASE_URL };\n";

fn setup(project: &Project) -> Result<()> {
    project.link_node_modules()?;
    project.write("knexfile.js", KNEXFILE)
}

fn up(project: &Project) -> Result<()> {
    project.run("knex", &["migrate:latest"]).map(drop)
}

fn down(project: &Project) -> Result<()> {
    project.run("knex", &["migrate:down"]).map(drop)
}

fn applied(project: &Project) -> Result<bool> {
    let said = project.run("knex", &["migrate:list"])?;
    Ok(said.contains("Found 1 Completed Migration") && said.contains("No Pending Migration"))
}
