//! The migration tools, one file each, with its page beside it.

mod alembic;
mod dbmate;
mod diesel;
mod drizzle;
mod golang_migrate;
mod graphile_migrate;
mod postgrator;
mod prisma;
pub(super) mod psql;
mod refinery;
mod sql;
mod sqlx;

use super::Format;

/// Every format, in the order of the documentation.
pub static FORMATS: &[&Format] = &[
    // The most asked for.
    &alembic::ALEMBIC,
    // Files of SQL for no tool in particular.
    &psql::PSQL,
    &sql::SQL,
    // SQL files for any language.
    &dbmate::DBMATE,
    // JavaScript and TypeScript.
    &prisma::PRISMA,
    &drizzle::DRIZZLE,
    &postgrator::POSTGRATOR,
    &graphile_migrate::GRAPHILE_MIGRATE,
    // Rust.
    &sqlx::SQLX,
    &diesel::DIESEL,
    &refinery::REFINERY,
    // Go.
    &golang_migrate::GOLANG_MIGRATE,
];
