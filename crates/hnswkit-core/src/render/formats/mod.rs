//! The migration tools, one file each, with its page beside it.

mod alembic;
mod atlas;
mod flyway;
mod goose;
mod liquibase;
mod liquibase_xml;
mod liquibase_yaml;
mod psql;
mod sqitch;
mod sql;
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
    // Files of SQL.
    &sqitch::SQITCH,
    &supabase::SUPABASE,
    // Python.
    &yoyo::YOYO,
    // Go.
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
