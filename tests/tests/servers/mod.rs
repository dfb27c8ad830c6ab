//! The tests that run on servers: one module a subject, one line in the table.

mod alembic;
mod bounds;
mod change_model;
mod column_changes;
mod cut;
mod default_settings;
mod disk;
mod documents;
mod dumps;
mod equal_indexes;
mod guards;
mod imports;
mod killed;
mod lint_pages;
mod loads;
mod locks;
mod memory;
mod messages;
mod monitors;
mod one_message;
mod operations;
mod partitions;
mod plans;
mod platforms;
mod psql;
mod queries;
mod releases;
mod repairs;
mod runbooks;
mod search_snippets;
mod searches;
mod sizes;
mod smoke;
mod story;
mod tenants;
mod upgrades;
mod upkeep;

use hnswkit_tests::{Made, Suite};

/// All of them; a module that is missing here is a compiler warning.
pub(crate) const SUITE: Suite = &[
    ("smoke", smoke::TESTS),
    ("bounds", bounds::TESTS),
    ("messages", messages::TESTS),
    ("imports", imports::TESTS),
    ("sizes", sizes::TESTS),
    ("memory", memory::TESTS),
    ("story", story::TESTS),
    ("plans", plans::TESTS),
    ("platforms", platforms::TESTS),
    ("guards", guards::TESTS),
    ("column_changes", column_changes::TESTS),
    ("killed", killed::TESTS),
    ("repairs", repairs::TESTS),
    ("equal_indexes", equal_indexes::TESTS),
    ("locks", locks::TESTS),
    ("monitors", monitors::TESTS),
    ("lint_pages", lint_pages::TESTS),
    ("alembic", alembic::TESTS),
    ("documents", documents::TESTS),
    ("psql", psql::TESTS),
    ("queries", queries::TESTS),
    ("loads", loads::TESTS),
    ("releases", releases::TESTS),
    ("runbooks", runbooks::TESTS),
    ("one_message", one_message::TESTS),
    ("change_model", change_model::TESTS),
    ("cut", cut::TESTS),
    ("default_settings", default_settings::TESTS),
    ("search_snippets", search_snippets::TESTS),
    ("searches", searches::TESTS),
    ("upgrades", upgrades::TESTS),
    ("dumps", dumps::TESTS),
    ("partitions", partitions::TESTS),
    ("tenants", tenants::TESTS),
    ("disk", disk::TESTS),
    ("upkeep", upkeep::TESTS),
];

/// Those that are made for each line of a table.
pub(crate) fn made() -> Vec<Made> {
    operations::tests()
}
