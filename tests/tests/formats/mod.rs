//! The tools, one file each.

mod alembic;
mod db_migrate;
mod knex;
mod kysely;
mod mikro_orm;
mod node_pg_migrate;
mod sequelize;
mod typeorm;

use hnswkit_core::render::{FORMATS, Proof};
use hnswkit_tests::{Migrator, OwnTest};

/// Every tool that runs here.
pub(crate) static MIGRATORS: &[&Migrator] = &[
    &alembic::MIGRATOR,
    // JavaScript and TypeScript.
    &knex::MIGRATOR,
    &typeorm::MIGRATOR,
    &sequelize::MIGRATOR,
    &node_pg_migrate::MIGRATOR,
    &kysely::MIGRATOR,
    &mikro_orm::MIGRATOR,
    &db_migrate::MIGRATOR,
];

/// What a tool is asked beside the examples.
pub(crate) static OWN: &[&[OwnTest]] = &[knex::OWN, typeorm::OWN, sequelize::OWN, mikro_orm::OWN];

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
