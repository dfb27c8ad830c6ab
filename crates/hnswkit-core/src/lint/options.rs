//! What the checks are told beside the files.

use std::collections::{BTreeMap, BTreeSet};

use super::{Severity, Wrap};
use crate::domain::{Bytes, MemorySetting, PgvectorVersion, Platform, PostgresVersion, Rows};

/// What the checks are told beside the files; all of it may stay unknown.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Options {
    /// The release of pgvector that the files are for.
    pub pgvector: Option<PgvectorVersion>,
    /// The release of PostgreSQL that the files are for.
    pub postgres: Option<PostgresVersion>,
    /// Where the server runs.
    pub platform: Option<Platform>,
    /// The memory of the server.
    pub ram: Option<Bytes>,
    /// The processors of the server.
    pub cpus: Option<u32>,
    /// The size of `/dev/shm`; 64 MB in a container unless it was enlarged.
    pub shared_memory: Option<Bytes>,
    /// What `maintenance_work_mem` is where no file sets it.
    pub maintenance_work_mem: Option<MemorySetting>,
    /// Rows by table, `table` or `schema.table`.
    pub rows: BTreeMap<String, Rows>,
    /// The tool that runs the files, where neither the file nor its name tells.
    pub tool: Option<Tool>,
    /// Rules that do not run.
    pub disabled: BTreeSet<String>,
    /// Severities that differ from the rule's own.
    pub severities: BTreeMap<String, Severity>,
}

/// What runs migrations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Tool {
    /// psql, or a tool that splits a file as psql does.
    Psql,
    /// goose
    Goose,
    /// dbmate
    Dbmate,
    /// sqlx
    Sqlx,
    /// Flyway
    Flyway,
    /// Liquibase
    Liquibase,
    /// Prisma
    Prisma,
    /// Drizzle
    Drizzle,
    /// Diesel
    Diesel,
    /// golang-migrate
    GolangMigrate,
    /// Supabase
    Supabase,
    /// Alembic
    Alembic,
    /// Django
    Django,
    /// Rails
    Rails,
    /// Knex
    Knex,
    /// TypeORM
    TypeOrm,
    /// refinery
    Refinery,
}

impl Tool {
    /// All of them.
    pub const ALL: &[Self] = &[
        Self::Psql,
        Self::Goose,
        Self::Dbmate,
        Self::Sqlx,
        Self::Flyway,
        Self::Liquibase,
        Self::Prisma,
        Self::Drizzle,
        Self::Diesel,
        Self::GolangMigrate,
        Self::Supabase,
        Self::Alembic,
        Self::Django,
        Self::Rails,
        Self::Knex,
        Self::TypeOrm,
        Self::Refinery,
    ];

    /// The id, as in the configuration.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Psql => "psql",
            Self::Goose => "goose",
            Self::Dbmate => "dbmate",
            Self::Sqlx => "sqlx",
            Self::Flyway => "flyway",
            Self::Liquibase => "liquibase",
            Self::Prisma => "prisma",
            Self::Drizzle => "drizzle",
            Self::Diesel => "diesel",
            Self::GolangMigrate => "golang-migrate",
            Self::Supabase => "supabase",
            Self::Alembic => "alembic",
            Self::Django => "django",
            Self::Rails => "rails",
            Self::Knex => "knex",
            Self::TypeOrm => "typeorm",
            Self::Refinery => "refinery",
        }
    }

    /// What its makers call it.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Flyway => "Flyway",
            Self::Liquibase => "Liquibase",
            Self::Prisma => "Prisma",
            Self::Drizzle => "Drizzle",
            Self::Diesel => "Diesel",
            Self::Supabase => "Supabase",
            Self::Alembic => "Alembic",
            Self::Django => "Django",
            Self::Rails => "Rails",
            Self::Knex => "Knex",
            Self::TypeOrm => "TypeORM",
            it => it.id(),
        }
    }

    /// What it does about transactions when the file says nothing.
    pub const fn wrap(self) -> Wrap {
        match self {
            Self::Psql => Wrap::Each,
            // They look for statements that no transaction may hold, and leave it out then;
            // measured with Supabase CLI 3.1.0.
            Self::Flyway | Self::Supabase => Wrap::Unknown,
            Self::Prisma | Self::GolangMigrate => Wrap::Message,
            Self::Goose
            | Self::Dbmate
            | Self::Sqlx
            | Self::Liquibase
            | Self::Drizzle
            | Self::Diesel
            | Self::Alembic
            | Self::Django
            | Self::Rails
            | Self::Knex
            | Self::TypeOrm
            | Self::Refinery => Wrap::File,
        }
    }

    /// What to write so that it uses no transaction; nothing where it always does.
    pub const fn way_out(self) -> Option<&'static str> {
        match self {
            Self::Goose => Some("put `-- +goose NO TRANSACTION` at the head of the file"),
            Self::Dbmate => Some(
                "write `-- migrate:up transaction:false`, with this statement alone in the file",
            ),
            Self::Sqlx => Some(
                "put `-- no-transaction` into the first line, with this statement alone in the file",
            ),
            Self::Liquibase => Some("add `runInTransaction:false` to the changeset"),
            Self::Diesel => Some("write `run_in_transaction = false` into metadata.toml beside it"),
            Self::Prisma | Self::GolangMigrate => Some("give it a migration of its own"),
            Self::Alembic => Some("run it within `with op.get_context().autocommit_block():`"),
            Self::Django => Some("set `atomic = False` on the migration"),
            Self::Rails => Some("call `disable_ddl_transaction!` in the migration"),
            Self::Knex => Some("export `config = { transaction: false }` from the migration"),
            Self::TypeOrm => Some("set `transaction = false` on the migration class"),
            Self::Drizzle | Self::Refinery => None,
            Self::Psql | Self::Supabase | Self::Flyway => Some("give it a file of its own"),
        }
    }
}
