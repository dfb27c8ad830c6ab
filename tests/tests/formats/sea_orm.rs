//! SeaORM: a migrator that was compiled from the golden files.

use anyhow::{Context, Result};
use hnswkit_tests::{Migrator, Project, run_in};

pub(crate) static MIGRATOR: Migrator =
    Migrator { format: "sea-orm", install: "sea-orm", setup, up, down, applied };

/// Those that `tests/tools/sea-orm` is compiled from.
const EXAMPLES: &[&str] =
    &["task-tracker", "task-tracker-transactional", "hostile", "operations", "change-type-expand"];

fn setup(_: &Project) -> Result<()> {
    Ok(())
}

/// The migrator of the example whose golden file is what this project got.
fn migrator(project: &Project, args: &[&str]) -> Result<String> {
    let wanted = &project.files.first().context("no file")?.content;
    let run = |example: &str, args: &[&str]| {
        let mut program = project.program("hnswkit-sea-orm");
        run_in(project.folder(), program.args(args).env("HNSWKIT_EXAMPLE", example))
    };
    for example in EXAMPLES {
        if run(example, &["source"])? == *wanted {
            return run(example, args);
        }
    }
    anyhow::bail!("the golden files have changed: cargo xtask formats --all compiles them anew")
}

fn up(project: &Project) -> Result<()> {
    migrator(project, &["up"]).map(drop)
}

fn down(project: &Project) -> Result<()> {
    migrator(project, &["down"]).map(drop)
}

fn applied(project: &Project) -> Result<bool> {
    Ok(migrator(project, &["status"])?.contains("Applied"))
}
