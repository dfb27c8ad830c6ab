//! TypeORM, by its command over ts-node, which checks the types of what it runs.

use anyhow::Result;
use hnswkit_core::plan::Mode;
use hnswkit_tests::{Migrator, Project};

pub(crate) static MIGRATOR: Migrator =
    Migrator { format: "typeorm", install: "typeorm", setup, up, down, applied };

const TSCONFIG: &str = r#"{
  "compilerOptions": {
    "target": "es2022",
    "module": "commonjs",
    "strict": true,
    "skipLibCheck": true,
    "experimentalDecorators": true,
    "emitDecoratorMetadata": true
  }
}
"#;

const DATA_SOURCE: &str = "import { DataSource } from 'typeorm';

export default new DataSource({
  type: 'postgres',
  url: process.env.DATABASE_URL,
  migrations: ['src/migrations/*.ts'],
  migrationsTransactionMode: 'each',
});
";

const COMMAND: &str = "typeorm-ts-node-commonjs";

fn setup(project: &Project) -> Result<()> {
    project.link_node_modules()?;
    project.write("tsconfig.json", TSCONFIG)?;
    project.write("src/data-source.ts", DATA_SOURCE)
}

fn up(project: &Project) -> Result<()> {
    project.run(COMMAND, &["migration:run", "-d", "src/data-source.ts"]).map(drop)
}

fn down(project: &Project) -> Result<()> {
    let mut args = vec!["migration:revert", "-d", "src/data-source.ts"];
    if project.plan.request.mode == Mode::Online {
        args.extend(["-t", "none"]);
    }
    project.run(COMMAND, &args).map(drop)
}

fn applied(project: &Project) -> Result<bool> {
    Ok(project.run(COMMAND, &["migration:show", "-d", "src/data-source.ts"])?.contains("[X]"))
}
