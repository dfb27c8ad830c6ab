//! The tools, one file each.

mod alembic;
mod liquibase;
mod sqitch;
mod sql_migrate;
mod supabase;
mod yoyo;

use hnswkit_core::render::{FORMATS, Proof};
use hnswkit_tests::{Migrator, OwnTest};

/// Every tool that runs here.
pub(crate) static MIGRATORS: &[&Migrator] = &[
    &alembic::MIGRATOR,
    &liquibase::SQL,
    &liquibase::XML,
    &liquibase::YAML,
    &sql_migrate::MIGRATOR,
    &sqitch::MIGRATOR,
    &supabase::MIGRATOR,
    &yoyo::MIGRATOR,
];

/// What a tool is asked beside the examples.
pub(crate) static OWN: &[&[OwnTest]] = &[liquibase::OWN, yoyo::OWN];

/// Tools that have to be compiled; `cargo xtask formats --all` does it.
pub(crate) const COMPILED: &[&str] = &[];

/// Formats that are executed elsewhere: `servers/psql.rs`, `servers/plans.rs`.
const ELSEWHERE: &[&str] = &["psql", "sql"];

/// "executed" is said of those formats that a tool executes here, and of no others.
pub(crate) fn holds() {
    for it in FORMATS.iter().filter(|it| !ELSEWHERE.contains(&it.id)) {
        let here = MIGRATORS.iter().any(|migrator| migrator.format == it.id);
        let said = matches!(it.proof, Proof::Executed { .. });
        assert_eq!(here, said, "{}: executed here: {here}, said so: {said}", it.id);
    }
}
