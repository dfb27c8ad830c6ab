//! The migration tools, one file each, with its page beside it.

mod aerich;
mod alembic;
mod alembic_snippets;
mod django;
mod doctrine;
mod ecto;
mod efcore;
mod laravel;
mod phinx;
mod psql;
mod rails;
mod sea_orm;
mod sql;
mod tortoise;
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
mod atlas;
mod flyway;
mod goose;
mod liquibase;
mod liquibase_xml;
mod liquibase_yaml;
mod sqitch;
mod sql_migrate;
mod supabase;
mod tern;
mod yoyo;

use super::Format;

/// Every format, in the order of the documentation.
pub static FORMATS: &[&Format] = &[
    // The most asked for.
    &alembic::ALEMBIC,
    // Files of SQL for no tool in particular.
    &psql::PSQL,
    &sql::SQL,
    // Python.
    &django::DJANGO,
    &tortoise::TORTOISE,
    &aerich::AERICH,
    // Rust.
    &sea_orm::SEA_ORM,
    // Ruby.
    &rails::RAILS,
    // PHP.
    &laravel::LARAVEL,
    &doctrine::DOCTRINE,
    &phinx::PHINX,
    // Elixir.
    &ecto::ECTO,
    // C# and F#.
    &efcore::EFCORE,
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
    // Files of SQL.
    &sqitch::SQITCH,
    &supabase::SUPABASE,
    &yoyo::YOYO,
    &atlas::ATLAS,
    &goose::GOOSE,
    &sql_migrate::SQL_MIGRATE,
    &tern::TERN,
    // Java, Kotlin and Scala.
    &flyway::FLYWAY,
    &liquibase::LIQUIBASE,
    &liquibase_xml::LIQUIBASE_XML,
    &liquibase_yaml::LIQUIBASE_YAML,
];
