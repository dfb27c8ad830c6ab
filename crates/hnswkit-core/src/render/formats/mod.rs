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

/// The formats of the first visit to the browser page, which loads the others when it needs them.
#[cfg(not(feature = "every-format"))]
pub static FORMATS: &[&Format] = &[&alembic::ALEMBIC, &psql::PSQL, &sql::SQL];

/// Every format, in the order of the documentation.
#[cfg(feature = "every-format")]
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
