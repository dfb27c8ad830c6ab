//! The migration tools, one file each, with its page beside it.

mod aerich;
mod alembic;
mod alembic_snippets;
mod atlas;
mod db_migrate;
mod dbmate;
mod diesel;
mod django;
mod doctrine;
mod drizzle;
mod ecto;
mod efcore;
mod flyway;
mod golang_migrate;
mod goose;
mod graphile_migrate;
mod knex;
mod kysely;
mod laravel;
mod liquibase;
mod liquibase_xml;
mod liquibase_yaml;
mod mikro_orm;
mod node_pg_migrate;
mod phinx;
mod postgrator;
mod prisma;
pub(super) mod psql;
mod rails;
mod refinery;
mod sea_orm;
mod sequelize;
mod sqitch;
mod sql;
mod sql_migrate;
mod sqlx;
mod supabase;
mod tern;
mod tortoise;
mod typeorm;
mod yoyo;

use super::Format;

/// The formats of the first visit to the browser page, which loads the others when it needs them.
#[cfg(not(feature = "every-format"))]
pub static FORMATS: &[&Format] = &[&alembic::ALEMBIC, &psql::PSQL, &sql::SQL];

/// Every format, in the order of the documentation.
#[cfg(feature = "every-format")]
pub static FORMATS: &[&Format] = &[
    // The most asked for.
    &alembic::ALEMBIC,
    // Files of SQL.
    &psql::PSQL,
    &sql::SQL,
    &dbmate::DBMATE,
    &sqitch::SQITCH,
    &supabase::SUPABASE,
    // Python.
    &django::DJANGO,
    &tortoise::TORTOISE,
    &aerich::AERICH,
    &yoyo::YOYO,
    // JavaScript and TypeScript.
    &prisma::PRISMA,
    &drizzle::DRIZZLE,
    &typeorm::TYPEORM,
    &knex::KNEX,
    &sequelize::SEQUELIZE,
    &node_pg_migrate::NODE_PG_MIGRATE,
    &kysely::KYSELY,
    &mikro_orm::MIKRO_ORM,
    &db_migrate::DB_MIGRATE,
    &postgrator::POSTGRATOR,
    &graphile_migrate::GRAPHILE_MIGRATE,
    // Rust.
    &sqlx::SQLX,
    &diesel::DIESEL,
    &sea_orm::SEA_ORM,
    &refinery::REFINERY,
    // Go.
    &golang_migrate::GOLANG_MIGRATE,
    &goose::GOOSE,
    &atlas::ATLAS,
    &sql_migrate::SQL_MIGRATE,
    &tern::TERN,
    // Ruby.
    &rails::RAILS,
    // Java, Kotlin and Scala.
    &flyway::FLYWAY,
    &liquibase::LIQUIBASE,
    &liquibase_xml::LIQUIBASE_XML,
    &liquibase_yaml::LIQUIBASE_YAML,
    // PHP.
    &laravel::LARAVEL,
    &doctrine::DOCTRINE,
    &phinx::PHINX,
    // Elixir.
    &ecto::ECTO,
    // C# and F#.
    &efcore::EFCORE,
];
