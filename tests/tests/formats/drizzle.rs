//! Drizzle's own migrator.

use std::fs;

use anyhow::{Result, ensure};
use hnswkit_core::render::{Format, Options, Role};
use hnswkit_tests::{Migrator, Project};

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
