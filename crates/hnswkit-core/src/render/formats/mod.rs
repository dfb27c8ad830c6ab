//! The migration tools, one file each, with its page beside it.

mod alembic;
mod psql;
mod sql;

use super::Format;

/// Every format, in the order of the documentation.
pub static FORMATS: &[&Format] = &[
    // The most asked for.
    &alembic::ALEMBIC,
    // Files of SQL for no tool in particular.
    &psql::PSQL,
    &sql::SQL,
];
