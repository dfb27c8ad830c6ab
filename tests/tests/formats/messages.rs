//! Each tool's own wrapping of what the server says: the messages are found in it all the same.

use anyhow::{Context, Result, ensure};
use hnswkit_core::explain::explain;
use hnswkit_tests::{Database, Example, Migrator, OwnTest, Project, Server, output_in, text};

/// An index of the planned name stands in the way.
const IN_THE_WAY: &str = "CREATE INDEX \"idx_atoms_embedding_hnsw\" ON atoms (id)";

/// A name with quotes around it in the message.
const DIFFERENT: &str = "index {index} is there with another definition";

macro_rules! wrappings {
    ($($name:ident)+) => {
        pub(crate) const OWN: &[OwnTest] = &[
            $(OwnTest {
                name: concat!("what_the_server_says_is_found_in_", stringify!($name)),
                install: super::$name::MIGRATOR.install,
                run: |server| wrapped(server, &super::$name::MIGRATOR),
            },)+
            OwnTest {
                name: "what_the_server_says_is_found_in_liquibase",
                install: "liquibase",
                run: |server| wrapped(server, &super::liquibase::SQL),
            },
            OwnTest {
                name: "a_server_that_is_not_there_is_explained",
                install: "knex",
                run: a_server_that_is_not_there_is_explained,
            },
        ];
    };
}

wrappings! {
    alembic django tortoise aerich sea_orm rails laravel dbmate drizzle postgrator
    graphile_migrate sqlx diesel refinery sql_migrate sqitch supabase yoyo knex typeorm sequelize
    node_pg_migrate kysely mikro_orm db_migrate
}

/// The tool's output is explained by the one message of the server in it, and by nothing else.
fn wrapped(server: &Server, migrator: &Migrator) -> Result<()> {
    let example = Example::named("task-tracker")?;
    let database = Database::create(server, &format!("{} says", migrator.format))?;
    database.connect()?.batch_execute(&format!("{}; {IN_THE_WAY}", example.schema))?;
    let project = Project::create(migrator.install, migrator.format, example.plan()?, &database)?;
    (migrator.setup)(&project)?;
    project.write_files()?;
    let said = (migrator.up)(&project).err().context("it went through")?;
    let said = format!("{said:#}");
    let explained = explain(&said);
    let mut found: Vec<&str> = explained.found.iter().map(|it| it.pattern).collect();
    found.dedup();
    ensure!(found == [DIFFERENT], "{said}\n{found:?}");
    let index = explained.found[0].value("index");
    ensure!(index.is_some_and(|it| it.ends_with("idx_atoms_embedding_hnsw")), "{index:?}\n{said}");
    ensure!(explained.unknown.is_empty(), "{said}\n{:?}", explained.unknown);
    Ok(())
}

/// node-postgres at a port on which nothing listens.
fn a_server_that_is_not_there_is_explained(server: &Server) -> Result<()> {
    let database = Database::create(server, "knex nowhere")?;
    let plan = Example::named("task-tracker")?.plan()?;
    let project = Project::create("knex", "knex", plan, &database)?;
    (super::knex::MIGRATOR.setup)(&project)?;
    project.write_files()?;
    let nowhere = format!("postgresql://postgres@127.0.0.1:{}/x", hnswkit_tests::free_port()?);
    let mut knex = project.program("knex");
    knex.arg("migrate:latest").env("DATABASE_URL", nowhere);
    let said = text(&output_in(project.folder(), &mut knex)?);
    let explained = explain(&said);
    let found: Vec<&str> = explained.found.iter().map(|it| it.pattern).collect();
    ensure!(found == ["connect ECONNREFUSED {address}"], "{said}\n{found:?}");
    Ok(())
}
