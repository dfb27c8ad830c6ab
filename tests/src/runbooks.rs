//! Runbooks as their readers use them: a part at a time, its blocks pasted into psql.

use std::{fmt::Write as _, fs, path::Path};

use anyhow::{Context, Result, anyhow};
use hnswkit_core::{
    plan::{Mode, Plan, Request, plan},
    runbook::{RUNBOOKS, Runbook},
    sql::Statement,
};

use crate::{
    blocks::Page,
    database::Database,
    server::Server,
    specs::{Example, plan_of},
    tools::{run_in, tool},
    vectors::{Element, fill_vectors},
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

/// Pastes one block of a part.
pub fn ask(database: &Database, id: &str, plan: &Plan, name: &str, nth: usize) -> Result<String> {
    let Part { blocks, .. } = part(id, plan, name)?;
    let block = blocks.get(nth).with_context(|| format!("{id}: {name} has no block {nth}"))?;
    paste(database, block).with_context(|| format!("{id}, {name}"))
}

/// A database with the tables of the story, 2,000 messages and 200 atoms; without indexes.
pub fn story_with_rows(server: &Server, name: &str) -> Result<(Database, Plan)> {
    let example = Example::named("task-tracker")?;
    let database = Database::create(server, name)?;
    let mut session = database.connect()?;
    session.batch_execute(example.schema)?;
    for (table, n_rows) in [("messages", 2000), ("atoms", 200)] {
        fill_vectors(&mut session, table, "embedding", Element::Vector(1536), n_rows, None)?;
    }
    Ok((database, plan_for(example, server.pgvector)?))
}

/// The plan's indexes as `CREATE INDEX`, which may stand in one message.
pub fn plain_builds(it: &Plan) -> Result<String> {
    let request = Request { mode: Mode::Transactional, ..it.request.clone() };
    let it = plan(request).map_err(|it| anyhow!("{it:?}"))?;
    let mut sql = String::new();
    for step in &it.up {
        if let Statement::CreateIndex(create) = &step.statement {
            writeln!(sql, "{create}")?;
        }
    }
    Ok(sql)
}
