//! TypeORM, by its command over ts-node; tsc checks the types once.

use anyhow::{Result, ensure};
use hnswkit_core::{
    plan::Mode,
    render::{Format, Options},
};
use hnswkit_tests::{
    Database, Example, Migrator, OwnTest, Project, Server, output_in, run_in, text,
};

pub(crate) static MIGRATOR: Migrator =
    Migrator { format: "typeorm", install: "typeorm", setup, up, down, applied };

pub(crate) const OWN: &[OwnTest] = &[
    OwnTest { name: "revert_wants_its_flag", install: "typeorm", run: revert_wants_its_flag },
    OwnTest {
        name: "the_snippet_keeps_the_indexes",
        install: "typeorm",
        run: the_snippet_keeps_the_indexes,
    },
];

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
    project.run("tsc", &["--noEmit"])?;
    run(project, &["migration:run", "-d", "src/data-source.ts"]).map(drop)
}

/// Without a check of types, which takes most of the time.
fn run(project: &Project, args: &[&str]) -> Result<String> {
    let mut command = project.program(COMMAND);
    run_in(project.folder(), command.env("TS_NODE_TRANSPILE_ONLY", "true").args(args))
}

fn down(project: &Project) -> Result<()> {
    let mut args = vec!["migration:revert", "-d", "src/data-source.ts"];
    if project.plan.request.mode == Mode::Online {
        args.extend(["-t", "none"]);
    }
    run(project, &args).map(drop)
}

fn applied(project: &Project) -> Result<bool> {
    Ok(run(project, &["migration:show", "-d", "src/data-source.ts"])?.contains("[X]"))
}

/// A project of the first example with its indexes built.
fn built(server: &Server) -> Result<(Database, Project)> {
    let example = Example::named("task-tracker")?;
    let database = Database::create(server, "typeorm own")?;
    database.connect()?.batch_execute(example.schema)?;
    let project = Project::create("typeorm", "typeorm", example.plan()?, &database)?;
    setup(&project)?;
    project.write_files()?;
    up(&project)?;
    Ok((database, project))
}

fn revert_wants_its_flag(server: &Server) -> Result<()> {
    let (_database, project) = built(server)?;
    let mut revert = project.program(COMMAND);
    revert.args(["migration:revert", "-d", "src/data-source.ts"]);
    let said = text(&output_in(project.folder(), &mut revert)?);
    ensure!(
        said.contains("DROP INDEX CONCURRENTLY cannot run inside a transaction block"),
        "{said}"
    );
    ensure!(applied(&project)?, "reverted nevertheless");
    Ok(())
}

/// `schema:log` prints what `schema:sync` would run.
fn the_snippet_keeps_the_indexes(server: &Server) -> Result<()> {
    let (_database, project) = built(server)?;
    let format: &Format = "typeorm".parse()?;
    let snippets = format.snippets(&project.plan, &Options::default());
    for guarded in [false, true] {
        let mut source = String::from(
            "import { Column, DataSource, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';\n",
        );
        for table in ["messages", "atoms"] {
            let guards = snippets.iter().filter(|it| it.path.ends_with(table));
            let guards: String = guards.map(|it| it.content.as_str()).collect();
            let guards = if guarded { guards } else { String::new() };
            source += &format!(
                "\n@Entity('{table}')\n{guards}export class {table}Entity {{
  @PrimaryGeneratedColumn({{ type: 'bigint' }}) id!: string;
  @Column({{ type: 'text', default: '' }}) body!: string;
  @Column({{ type: 'vector', length: 1536, nullable: true }}) embedding!: string;
}}\n"
            );
        }
        source += "\nexport default new DataSource({
  type: 'postgres',
  url: process.env.DATABASE_URL,
  entities: [messagesEntity, atomsEntity],
});\n";
        project.write("src/compared.ts", &source)?;
        let said = run(&project, &["schema:log", "-d", "src/compared.ts"])?;
        let dropped = said.contains("DROP INDEX \"public\".\"idx_messages_embedding_hnsw\"");
        ensure!(dropped != guarded, "guarded: {guarded}\n{said}");
    }
    Ok(())
}
