//! sql-migrate.

use anyhow::Result;
use hnswkit_tests::{Migrator, OwnTest, Project};

use super::switches::refused;

pub(crate) static MIGRATOR: Migrator =
    Migrator { format: "sql-migrate", install: "sql-migrate", setup, up, down, applied };

pub(crate) const OWN: &[OwnTest] = &[OwnTest {
    name: "it_needs_the_switch",
    install: "sql-migrate",
    run: |it| refused(it, &MIGRATOR, " notransaction", ""),
}];

fn setup(project: &Project) -> Result<()> {
    let config = format!(
        "development:\n  dialect: postgres\n  datasource: {}?sslmode=disable\n  dir: migrations\n",
        project.url()
    );
    project.write("dbconfig.yml", &config)
}

fn up(project: &Project) -> Result<()> {
    project.run("sql-migrate", &["up"]).map(drop)
}

fn down(project: &Project) -> Result<()> {
    project.run("sql-migrate", &["down"]).map(drop)
}

fn applied(project: &Project) -> Result<bool> {
    let said = project.run("sql-migrate", &["status"])?;
    Ok(said.lines().any(|it| it.contains(&project.plan.request.name) && !it.contains("| no")))
}
