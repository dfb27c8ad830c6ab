//! postgrator, by its command.

use anyhow::{Context, Result};
use hnswkit_core::render::Role;
use hnswkit_tests::{Migrator, Project, Session, run_in};

use super::connection::pgoptions;

pub(crate) static MIGRATOR: Migrator =
    Migrator { format: "postgrator", install: "postgrator", setup, up, down, applied };

fn setup(project: &Project) -> Result<()> {
    // The tool looks for the driver beside the project.
    project.link_node_modules()
}

fn run(project: &Project, version: &str) -> Result<String> {
    let rest = project.url().strip_prefix("postgresql://postgres@").context("the URL")?;
    let (place, database) = rest.split_once('/').context("the URL")?;
    let (host, port) = place.split_once(':').context("the URL")?;
    let mut program = project.program("postgrator");
    program.args([version, "--migration-pattern", "migrations/*", "--driver", "pg"]);
    program.args(["--host", host, "--port", port, "--database", database]);
    program.args(["--username", "postgres", "--password", "unused"]);
    program.env("PGOPTIONS", pgoptions(project));
    run_in(project.folder(), &mut program)
}

fn up(project: &Project) -> Result<()> {
    run(project, "max").map(drop)
}

fn down(project: &Project) -> Result<()> {
    run(project, "0").map(drop)
}

fn applied(project: &Project) -> Result<bool> {
    // The tool has no status; its table does.
    let version = "SELECT max(version) FROM schemaversion";
    let version = Session::connect(project.url())?.value(version)?;
    Ok(version == project.paths(Role::Up).count().to_string())
}
