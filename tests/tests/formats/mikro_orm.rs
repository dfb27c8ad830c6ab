//! MikroORM, by its command, over what tsc makes of the migration.

use anyhow::Result;
use hnswkit_tests::{Migrator, Project};

pub(crate) static MIGRATOR: Migrator =
    Migrator { format: "mikro-orm", install: "mikro-orm", setup, up, down, applied };

const TSCONFIG: &str = r#"{
  "compilerOptions": {
    "target": "es2022",
    "module": "nodenext",
    "strict": true,
    "noImplicitOverride": true,
    "skipLibCheck": true,
    "rootDir": ".",
    "outDir": "dist"
  },
  "include": ["migrations"]
}
"#;

const PACKAGE: &str = r#"{
  "private": true,
  "type": "module",
  "dependencies": { "@mikro-orm/cli": "6.6.16" },
  "mikro-orm": { "configPaths": ["./mikro-orm.config.js"] }
}
"#;

const CONFIG: &str = "import { Migrator } from '@mikro-orm/migrations';
import { defineConfig } from '@mikro-orm/postgresql';

export default defineConfig({
  clientUrl: process.env.DATABASE_URL,
  entities: [],
  discovery: { warnWhenNoEntities: false },
  extensions: [Migrator],
  migrations: { path: 'dist/migrations', allOrNothing: false, snapshot: false },
});
";

fn setup(project: &Project) -> Result<()> {
    project.link_node_modules()?;
    project.write("package.json", PACKAGE)?;
    project.write("tsconfig.json", TSCONFIG)?;
    project.write("mikro-orm.config.js", CONFIG)
}

fn up(project: &Project) -> Result<()> {
    project.run("tsc", &[])?;
    project.run("mikro-orm", &["migration:up"]).map(drop)
}

fn down(project: &Project) -> Result<()> {
    project.run("mikro-orm", &["migration:down"]).map(drop)
}

fn applied(project: &Project) -> Result<bool> {
    let said = project.run("mikro-orm", &["migration:list"])?;
    let name = project.files.iter().filter_map(|it| it.path.split(['/', '.']).nth(1)).next();
    Ok(name.is_some_and(|it| said.contains(it)))
}
