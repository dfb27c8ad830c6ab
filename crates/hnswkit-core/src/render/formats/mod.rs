//! The migration tools, one file each, with its page beside it.

mod alembic;
mod db_migrate;
mod knex;
mod kysely;
mod mikro_orm;
mod node_pg_migrate;
mod psql;
mod sequelize;
mod sql;
mod typeorm;

use super::Format;

/// Every format, in the order of the documentation.
pub static FORMATS: &[&Format] = &[
    // The most asked for.
    &alembic::ALEMBIC,
    // Files of SQL for no tool in particular.
    &psql::PSQL,
    &sql::SQL,
    // JavaScript and TypeScript.
    &knex::KNEX,
    &typeorm::TYPEORM,
    &sequelize::SEQUELIZE,
    &node_pg_migrate::NODE_PG_MIGRATE,
    &kysely::KYSELY,
    &mikro_orm::MIKRO_ORM,
    &db_migrate::DB_MIGRATE,
];
