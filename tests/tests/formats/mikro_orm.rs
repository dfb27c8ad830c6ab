//! MikroORM, by its command, over what tsc makes of the migration.

use anyhow::{Result, ensure};
use hnswkit_core::render::{Format, Options};
use hnswkit_tests::{Database, Example, Migrator, OwnTest, Project, Server};

pub(crate) static MIGRATOR: Migrator =
    Migrator { format: "mikro-orm", install: "mikro-orm", setup, up, down, applied };

pub(crate) const OWN: &[OwnTest] = &[OwnTest {
    name: "the_snippet_keeps_the_indexes",
    install: "mikro-orm",
    run: the_snippet_keeps_the_indexes,
}];

const TSCONFIG: &str = r#"{
  "compilerOptions": {
    "target": "es2022",
    "module": "nodenext",
    "strict": true,
    "noImplicitOverride": true,
    "skipLibCheck": true,
    "experimentalDecorators": true,
    "rootDir": ".",
    "outDir": "dist"
  },
  "include": ["migrations", "entities"]
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
  entities: ['dist/entities/*.js'],
  discovery: { warnWhenNoEntities: false, requireEntitiesArray: false },
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

/// `schema:update --dump` prints what it would run.
fn the_snippet_keeps_the_indexes(server: &Server) -> Result<()> {
    let example = Example::named("task-tracker")?;
    let database = Database::create(server, "mikro-orm own")?;
    database.connect()?.batch_execute(example.schema)?;
    let project = Project::create("mikro-orm", "mikro-orm", example.plan()?, &database)?;
    setup(&project)?;
    project.write_files()?;
    up(&project)?;
    let format: &Format = "mikro-orm".parse()?;
    let snippets = format.snippets(&project.plan, &Options::default());
    for guarded in [false, true] {
        for table in ["messages", "atoms"] {
            let guards = snippets.iter().filter(|it| it.path.ends_with(table));
            let guards: String = guards.map(|it| it.content.as_str()).collect();
            let guards = if guarded { guards } else { String::new() };
            let source = format!(
                "import {{ Entity, Index, PrimaryKey, Property }} from '@mikro-orm/core';\n
@Entity({{ tableName: '{table}' }})\n{guards}export class {table}Entity {{
  @PrimaryKey({{ type: 'bigint' }}) id!: string;
  @Property({{ type: 'string', columnType: 'vector(1536)', nullable: true }}) embedding?: string;
}}\n"
            );
            project.write(&format!("entities/{table}.ts"), &source)?;
        }
        project.run("tsc", &[])?;
        let said = project.run("mikro-orm", &["schema:update", "--dump"])?;
        let dropped = said.contains("drop index \"idx_messages_embedding_hnsw\"");
        ensure!(dropped != guarded, "guarded: {guarded}\n{said}");
    }
    Ok(())
}
