//! Drizzle's own migrator.

use std::fs;

use anyhow::{Context, Result, ensure};
use hnswkit_core::{
    domain::IndexKey,
    render::{Format, Options, Role},
};
use hnswkit_tests::{Database, EXAMPLES, Migrator, OwnTest, Project, Server, run_in};
use serde_json::{Value, json};

use super::outside::{move_back, run_scripts};

pub(crate) static MIGRATOR: Migrator =
    Migrator { format: "drizzle", install: "drizzle", setup, up, down, applied };

/// Runs what is pending, and says which migration was the last.
const MIGRATE: &str = r"import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';

const db = drizzle(process.env.DATABASE_URL);
await migrate(db, { migrationsFolder: 'drizzle' });
const { rows } = await db.execute(
  'SELECT hash FROM drizzle.__drizzle_migrations ORDER BY created_at DESC LIMIT 1');
for (const file of readdirSync('drizzle').filter((it) => it.endsWith('.sql'))) {
  const hash = createHash('sha256').update(readFileSync(`drizzle/${file}`)).digest('hex');
  if (hash === rows[0].hash) console.log(`last: ${file}`);
}
await db.$client.end();
";

fn setup(project: &Project) -> Result<()> {
    project.link_node_modules()?;
    project.write("migrate.mjs", MIGRATE)
}

/// The journal that drizzle-kit keeps, then the migrator.
fn migrate(project: &Project) -> Result<String> {
    let mut tags = vec![];
    for entry in fs::read_dir(project.folder().join("drizzle"))? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        tags.extend(name.strip_suffix(".sql").map(str::to_owned));
    }
    tags.sort();
    let entries: Vec<_> = tags
        .iter()
        .enumerate()
        .map(|(n, tag)| {
            let when = 1_700_000_000_000_u64 + n as u64;
            format!(r#"{{"idx":{n},"version":"7","when":{when},"tag":"{tag}","breakpoints":true}}"#)
        })
        .collect();
    let journal =
        format!(r#"{{"version":"7","dialect":"postgresql","entries":[{}]}}"#, entries.join(","));
    project.write("drizzle/meta/_journal.json", &journal)?;
    project.run("node", &["migrate.mjs"])
}

fn up(project: &Project) -> Result<()> {
    if project.folder().join("drizzle/meta").exists() {
        // There is no way back but forward: the second time it is a new migration.
        let format: &Format = "drizzle".parse()?;
        let options = Options { revision: Some("0003".to_owned()), ..Options::default() };
        let files = format.render(&project.plan, &options);
        for it in files.iter().filter(|it| it.role == Role::Up) {
            project.write(&it.path, &it.content)?;
        }
    }
    run_scripts(project, ".up.sql")?;
    migrate(project).map(drop)
}

fn down(project: &Project) -> Result<()> {
    run_scripts(project, ".down.sql")?;
    let moved = move_back(project, "drizzle", "drizzle_rollback")?;
    ensure!(moved == 1, "{moved} files moved");
    migrate(project).map(drop)
}

fn applied(project: &Project) -> Result<bool> {
    let said = migrate(project)?;
    ensure!(said.contains("last: "), "{said}");
    Ok(!said.contains("_undo_"))
}

pub(crate) const OWN: &[OwnTest] = &[OwnTest {
    name: "the_schema_snippet_declares_the_planned_indexes",
    install: "drizzle",
    run: the_schema_snippet_declares_the_planned_indexes,
}];

/// Takes the snippet into a schema of columns that are named as in the database.
const SCHEMA: &str = r"import { getTableConfig, pgTable, vector } from 'drizzle-orm/pg-core';

const columns = (name) => vector(name, { dimensions: 3 });
for (const [n, extra] of extras.entries()) {
  const names = JSON.parse(process.env.COLUMNS)[n];
  const fields = Object.fromEntries(names.map((it) => [it, columns(it)]));
  for (const { config } of getTableConfig(pgTable('t', fields, extra)).indexes) {
    console.log(JSON.stringify([config.name, config.method, config.with]));
  }
}
";

fn the_schema_snippet_declares_the_planned_indexes(server: &Server) -> Result<()> {
    let database = Database::create(server, "drizzle snippet")?;
    for example in EXAMPLES {
        let project = Project::create("drizzle", "drizzle", example.plan()?, &database)?;
        project.link_node_modules()?;
        let format: &Format = "drizzle".parse()?;
        let snippets = format.snippets(&project.plan, &Options::default());
        let snippet = &snippets.first().context("a snippet")?.content;
        let extras = snippet.replace("\n(table) => [", "\nextras.push((table) => [");
        let extras = extras.replace("\n]\n", "\n]);\n");
        project.write("schema.mjs", &format!("const extras = [];\n{extras}\n{SCHEMA}"))?;

        let mut tables: Vec<(String, Vec<String>)> = vec![];
        for it in project.plan.definitions() {
            let (table, column) = (it.table.to_string(), &it.key);
            let columns = match column {
                IndexKey::Column(it) => vec![it.as_str().to_owned()],
                IndexKey::Expression(_) => vec![],
            };
            match tables.iter_mut().find(|(known, _)| *known == table) {
                Some((_, known)) => known.extend(columns),
                None => tables.push((table, columns)),
            }
        }
        let columns: Vec<_> = tables.iter().map(|(_, columns)| columns).collect();
        let mut node = project.program("node");
        node.arg("schema.mjs").env("COLUMNS", serde_json::to_string(&columns)?);
        let said = run_in(project.folder(), &mut node)?;

        let mut expected = vec![];
        for (table, _) in &tables {
            let ours = project.plan.definitions().filter(|it| it.table.to_string() == *table);
            expected.extend(ours.map(|it| {
                let (m, ef_construction) = (it.hnsw.m().to_string(), it.hnsw.ef_construction());
                let with = json!({ "m": m, "ef_construction": ef_construction.to_string() });
                json!([it.name.as_str(), "hnsw", with])
            }));
        }
        let said: Vec<Value> = said.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
        ensure!(said == expected, "{}: {said:?} instead of {expected:?}", example.name);
    }
    Ok(())
}
