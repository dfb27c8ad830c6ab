//! Kysely, by kysely-ctl; its types are checked by tsc.

use anyhow::Result;
use hnswkit_core::plan::Mode;
use hnswkit_tests::{Migrator, Project};

pub(crate) static MIGRATOR: Migrator =
    Migrator { format: "kysely", install: "kysely", setup, up, down, applied };

const TSCONFIG: &str = r#"{
  "compilerOptions": {
    "target": "es2022",
    "module": "nodenext",
    "strict": true,
    "skipLibCheck": true,
    "noEmit": true
  },
  "include": ["migrations"]
}
"#;

const CONFIG: &str = "import { PostgresDialect } from 'kysely';
import { defineConfig } from 'kysely-ctl';
import { Pool } from 'pg';

export default defineConfig({
  dialect: new PostgresDialect({
    pool: new Pool({ connectionString: process.env.DATABASE_URL }),
  }),
  migrations: { migrationFolder: 'migrations' },
});
";

fn setup(project: &Project) -> Result<()> {
    project.link_node_modules()?;
    project.write("package.json", "{ \"private\": true, \"type\": \"module\" }\n")?;
    project.write("tsconfig.json", TSCONFIG)?;
    project.write("kysely.config.ts", CONFIG)
}

fn up(project: &Project) -> Result<()> {
    project.run("tsc", &[])?;
    run(project, "migrate:latest")
}

fn down(project: &Project) -> Result<()> {
    run(project, "migrate:down")
}

fn run(project: &Project, command: &str) -> Result<()> {
    let mut args = vec![command];
    if project.plan.request.mode == Mode::Online {
        args.push("--no-transaction");
    }
    project.run("kysely", &args).map(drop)
}

fn applied(project: &Project) -> Result<bool> {
    Ok(project.run("kysely", &["migrate:list"])?.contains('✓'))
}
