//! Sqitch; its plan knows the change by `sqitch add`, which leaves the files alone.

use anyhow::{Context, Result, ensure};
use hnswkit_tests::{Migrator, OwnTest, Project, output_in, tool};

use super::switches::refused;

pub(crate) static MIGRATOR: Migrator =
    Migrator { format: "sqitch", install: "sqitch", setup, up, down, applied };

/// With the `BEGIN` of Sqitch's own template.
pub(crate) const OWN: &[OwnTest] = &[OwnTest {
    name: "a_transaction_of_ones_own_is_in_the_way",
    install: "sqitch",
    run: |it| refused(it, &MIGRATOR, "-- Remembers the settings", "BEGIN;\n--"),
}];

fn setup(project: &Project) -> Result<()> {
    project.run("sqitch", &["init", "test", "--engine", "pg"])?;
    let psql = tool("psql")?;
    let psql = psql.get_program().to_str().context("a path in UTF-8")?;
    let settings =
        [("core.pg.client", psql), ("user.name", "Test"), ("user.email", "test@example.com")];
    for (name, value) in settings {
        project.run("sqitch", &["config", name, value])?;
    }
    Ok(())
}

/// What Sqitch calls the database.
fn target(project: &Project) -> String {
    format!("db:{}", project.url().replacen("postgresql:", "pg:", 1))
}

fn up(project: &Project) -> Result<()> {
    let name = &project.plan.request.name;
    if !std::fs::read_to_string(project.folder().join("sqitch.plan"))?.contains(name) {
        let said = project.run("sqitch", &["add", name, "--note", "indexes"])?;
        ensure!(said.matches("already exists").count() == 3, "{said}");
    }
    project.run("sqitch", &["deploy", "--verify", &target(project)]).map(drop)
}

fn down(project: &Project) -> Result<()> {
    project.run("sqitch", &["revert", "-y", &target(project)]).map(drop)
}

fn applied(project: &Project) -> Result<bool> {
    let output =
        output_in(project.folder(), project.program("sqitch").args(["status", &target(project)]))?;
    Ok(output.status.success())
}
