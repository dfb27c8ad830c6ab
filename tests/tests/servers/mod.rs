//! The tests that run on servers: one module a subject, one line in the table.

mod alembic;
mod bounds;
mod guards;
mod killed;
mod locks;
mod plans;
mod psql;
mod smoke;

use hnswkit_tests::Suite;

/// All of them; a module that is missing here is a compiler warning.
pub(crate) const SUITE: Suite = &[
    ("smoke", smoke::TESTS),
    ("bounds", bounds::TESTS),
    ("plans", plans::TESTS),
    ("guards", guards::TESTS),
    ("killed", killed::TESTS),
    ("locks", locks::TESTS),
    ("alembic", alembic::TESTS),
    ("psql", psql::TESTS),
];
