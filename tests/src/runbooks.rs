//! Runbooks as their readers use them: a part at a time, its blocks pasted into psql.

use std::{fs, path::Path};

use anyhow::{Context, Result};
use hnswkit_core::{
    plan::Plan,
    runbook::{RUNBOOKS, Runbook},
};

use crate::{
    blocks::Page,
    database::Database,
    specs::{Example, plan_of},
    tools::{run_in, tool},
    version::Version,
};

/// The blocks of one part of a runbook.
pub struct Part {
    /// Each block of SQL or for psql.
    pub blocks: Vec<String>,
    /// Each command of the shell.
    pub commands: Vec<String>,
}

/// The plan of an example for a server with that pgvector.
pub fn plan_for(example: &Example, pgvector: Version) -> Result<Plan> {
    let version = format!("pgvector = \"{pgvector}\"");
    let others = example.toml.lines().filter(|it| !it.starts_with("pgvector = "));
    let toml = others.collect::<Vec<_>>().join("\n");
    plan_of(&match toml.contains("[target]\n") {
        true => toml.replacen("[target]\n", &format!("[target]\n{version}\n"), 1),
        false => format!("[target]\n{version}\n{toml}"),
    })
}

/// A part of a runbook: `Check`, `Do` and so on.
pub fn part(id: &str, plan: &Plan, part: &str) -> Result<Part> {
    let runbook: &Runbook = id.parse()?;
    let text = runbook.render(plan);
    let (_, text) = text.split_once(&format!("\n## {part}\n")).context("no such part")?;
    let text = text.split_once("\n## ").map_or(text, |(text, _)| text);
    let page = Page::read(id, text)?;
    let commands = text.lines().filter_map(|it| it.strip_prefix("$ "));
    Ok(Part {
        blocks: page.blocks.into_iter().map(|it| it.text).collect(),
        commands: commands.map(str::to_owned).collect(),
    })
}

/// Every runbook of a plan, as pages.
pub fn pages(plan: &Plan) -> Result<Vec<Page>> {
    RUNBOOKS.iter().map(|it| Page::read(it.id, &it.render(plan))).collect()
}

/// Pastes text into psql; its rows, with `|` between columns.
pub fn paste(database: &Database, text: &str) -> Result<String> {
    let folder = tempfile::tempdir()?;
    fs::write(folder.path().join("pasted.sql"), text)?;
    let mut psql = tool("psql")?;
    psql.args([database.url(), "--no-psqlrc", "--set", "ON_ERROR_STOP=1", "--tuples-only"]);
    psql.args(["--no-align", "--quiet", "--file", "pasted.sql"]);
    run_in(Path::new(folder.path()), &mut psql).with_context(|| text.to_owned())
}
