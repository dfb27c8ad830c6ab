//! The tools, one file each.

mod aerich;
mod alembic;
mod alembic_autogenerate;
mod connection;
mod db_migrate;
mod dbmate;
mod diesel;
mod django;
mod django_state;
mod doctrine_diff;
mod drizzle;
mod graphile_migrate;
mod knex;
mod kysely;
mod laravel;
mod liquibase;
mod messages;
mod mikro_orm;
mod node_pg_migrate;
mod outside;
mod pooled;
mod postgrator;
mod prisma;
mod rails;
mod read_back;
mod refinery;
mod sea_orm;
mod sequelize;
mod snippets;
mod sqitch;
mod sql_migrate;
mod sqlx;
mod supabase;
mod switches;
mod tortoise;
mod typeorm;
mod yoyo;

use hnswkit_core::render::{FORMATS, Proof};
use hnswkit_tests::{Migrator, OwnTest};

/// Every tool that runs here.
pub(crate) static MIGRATORS: &[&Migrator] = &[
    &alembic::MIGRATOR,
    &django::MIGRATOR,
    &tortoise::MIGRATOR,
    &aerich::MIGRATOR,
    &sea_orm::MIGRATOR,
    &rails::MIGRATOR,
    &laravel::MIGRATOR,
    &dbmate::MIGRATOR,
    &drizzle::MIGRATOR,
    &postgrator::MIGRATOR,
    &graphile_migrate::MIGRATOR,
    &sqlx::MIGRATOR,
    &diesel::MIGRATOR,
    &refinery::MIGRATOR,
    &liquibase::SQL,
    &liquibase::XML,
    &liquibase::YAML,
    &sql_migrate::MIGRATOR,
    &sqitch::MIGRATOR,
    &supabase::MIGRATOR,
    &yoyo::MIGRATOR,
    &knex::MIGRATOR,
    &typeorm::MIGRATOR,
    &sequelize::MIGRATOR,
    &node_pg_migrate::MIGRATOR,
    &kysely::MIGRATOR,
    &mikro_orm::MIGRATOR,
    &db_migrate::MIGRATOR,
];

/// What a tool is asked beside the examples.
pub(crate) static OWN: &[&[OwnTest]] = &[
    alembic_autogenerate::OWN,
    django_state::OWN,
    doctrine_diff::OWN,
    messages::OWN,
    pooled::OWN,
    read_back::OWN,
    snippets::OWN,
    switches::OWN,
    dbmate::OWN,
    drizzle::OWN,
    prisma::OWN,
    refinery::OWN,
    liquibase::OWN,
    sql_migrate::OWN,
    sqitch::OWN,
    supabase::OWN,
    yoyo::OWN,
    knex::OWN,
    typeorm::OWN,
    sequelize::OWN,
    mikro_orm::OWN,
];

/// Formats that are executed elsewhere: `servers/psql.rs`, `servers/plans.rs`.
const ELSEWHERE: &[&str] = &["psql", "sql"];

/// "executed" is said of those formats that a tool executes here, and of no others.
pub(crate) fn holds() {
    pooled::holds();
    for it in FORMATS.iter().filter(|it| !ELSEWHERE.contains(&it.id)) {
        let here = MIGRATORS.iter().any(|migrator| migrator.format == it.id);
        let said = matches!(it.proof, Proof::Executed { .. });
        assert_eq!(here, said, "{}: executed here: {here}, said so: {said}", it.id);
    }
}
