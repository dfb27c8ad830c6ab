//! Sequelize, by sequelize-cli and by umzug.

use anyhow::{Context, Result, ensure};
use hnswkit_tests::{Database, Example, Migrator, OwnTest, Project, Server, hnsw_indexes};

pub(crate) static MIGRATOR: Migrator =
    Migrator { format: "sequelize", install: "sequelize", setup, up, down, applied };

pub(crate) const OWN: &[OwnTest] =
    &[OwnTest { name: "umzug_runs_it_too", install: "sequelize", run: umzug_runs_it_too }];

const CONFIG: &str = "module.exports = {
  development: { url: process.env.DATABASE_URL, dialect: 'postgres', pool: { max: 1 } },
};
";

const UMZUG: &str = "const { Sequelize } = require('sequelize');
const { Umzug, SequelizeStorage } = require('umzug');

const sequelize = new Sequelize(process.env.DATABASE_URL, { pool: { max: 1 }, logging: false });
const umzug = new Umzug({
  migrations: { glob: 'migrations/*.js' },
  context: sequelize.getQueryInterface(),
  storage: new SequelizeStorage({ sequelize }),
  logger: console,
});
umzug.runAsCLI().finally(() => sequelize.close());
";

fn setup(project: &Project) -> Result<()> {
    project.link_node_modules()?;
    project.write("config/config.js", CONFIG)
}

fn up(project: &Project) -> Result<()> {
    project.run("sequelize-cli", &["db:migrate"]).map(drop)
}

fn down(project: &Project) -> Result<()> {
    project.run("sequelize-cli", &["db:migrate:undo"]).map(drop)
}

fn applied(project: &Project) -> Result<bool> {
    let said = project.run("sequelize-cli", &["db:migrate:status"])?;
    Ok(said.lines().any(|it| it.starts_with("up ")))
}

fn umzug_runs_it_too(server: &Server) -> Result<()> {
    for name in ["task-tracker", "task-tracker-transactional"] {
        let example = Example::named(name)?;
        let database = Database::create(server, &format!("umzug {name}"))?;
        let mut session = database.connect()?;
        session.batch_execute(example.schema)?;
        let project = Project::create("sequelize", "sequelize", example.plan()?, &database)?;
        project.link_node_modules()?;
        project.write("migrate.js", UMZUG)?;
        project.write_files()?;
        let expected = project.plan.request.indexes.len();
        for (direction, indexes) in [("up", expected), ("down", 0), ("up", expected)] {
            project.run("node", &["migrate.js", direction]).context(name)?;
            let built = hnsw_indexes(&mut session)?;
            ensure!(built.len() == indexes, "{name} {direction}: {built:?}");
        }
    }
    Ok(())
}
