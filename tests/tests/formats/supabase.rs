//! Supabase's command line, on a server that is not Supabase's.

use anyhow::{Context, Result};
use hnswkit_core::render::Role;
use hnswkit_tests::{Migrator, OwnTest, Project, run_in};

use super::{outside::run_scripts, switches::refused};

pub(crate) static MIGRATOR: Migrator =
    Migrator { format: "supabase", install: "supabase", setup, up, down, applied };

pub(crate) const OWN: &[OwnTest] = &[OwnTest {
    name: "a_transaction_of_ones_own_is_in_the_way",
    install: "supabase",
    run: |it| refused(it, &MIGRATOR, "-- Remembers the settings", "BEGIN;\n--"),
}];

/// The file that somebody would make with `supabase migration new`.
const DROP: &str = "supabase/migrations/20270101000000_drop.sql";

fn setup(project: &Project) -> Result<()> {
    project.write("supabase/config.toml", "project_id = \"test\"\n")
}

fn supabase(project: &Project, args: &[&str]) -> Result<String> {
    let remote = format!("--remote={}", project.url());
    let mut all = vec!["migration"];
    all.extend(args);
    all.extend([&*remote, "--yes"]);
    let program = project.install().join("node_modules/@supabase/cli-linux-x64/bin/supabase");
    let mut command = project.program(program.to_str().context("a path in UTF-8")?);
    command.env("SUPABASE_TELEMETRY_DISABLED", "1").env("HOME", project.folder());
    run_in(project.folder(), command.args(all))
}

fn up(project: &Project) -> Result<()> {
    run_scripts(project, ".up.sql")?;
    supabase(project, &["up"]).map(drop)
}

/// Forward, as the file says; then both are struck out of the history, so that the next way up
/// begins anew.
fn down(project: &Project) -> Result<()> {
    if let Some(file) = project.files.iter().find(|it| it.role == Role::Down) {
        project.write(DROP, &file.content)?;
    }
    run_scripts(project, ".down.sql")?;
    supabase(project, &["up"])?;
    std::fs::remove_file(project.folder().join(DROP))?;
    let both = ["repair", "--status", "reverted", "20260101000000", "20270101000000"];
    supabase(project, &both).map(drop)
}

/// The list has a column for what is local and one for what the server has.
fn applied(project: &Project) -> Result<bool> {
    let said = supabase(project, &["list"])?;
    Ok(said.lines().any(|it| it.matches("`20260101000000`").count() == 2))
}
