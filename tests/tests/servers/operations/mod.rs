//! Every operation: there and back, while others write and search, interrupted at every step, and
//! the locks that it states.
//!
//! One module an operation with its cases, one line in the table.

mod bulk_load;
mod case;
mod change_model;
mod change_type;
mod company;
mod drop;
mod dump_restore;
mod interrupted;
mod locks;
mod partitions;
mod quantize;
mod reindex;
mod repair;
mod replace;
mod search_settings;
mod several;
mod tenants;
mod there_and_back;
mod upgrade;

use case::Case;
use hnswkit_tests::Made;

/// The cases of all operations.
static CASES: &[(&str, &[Case])] = &[
    ("change_model", change_model::CASES),
    ("change_type", change_type::CASES),
    ("several", several::CASES),
    ("replace", replace::CASES),
    ("reindex", reindex::CASES),
    ("repair", repair::CASES),
    ("drop", drop::CASES),
    ("quantize", quantize::CASES),
    ("bulk_load", bulk_load::CASES),
    ("partitions", partitions::CASES),
    ("tenants", tenants::CASES),
    ("search_settings", search_settings::CASES),
    ("upgrade", upgrade::CASES),
    ("dump_restore", dump_restore::CASES),
];

/// Fails where it does not hold.
type Holds = fn(&hnswkit_tests::Server, &Case) -> anyhow::Result<()>;

/// What holds for each case.
const HOLDS: &[(&str, Holds)] = &[
    ("goes_there_and_back", there_and_back::check),
    ("writes_and_searches_go_on", company::check),
    ("interrupted_at_any_step_it_goes_on_or_back", interrupted::check),
    ("takes_the_stated_locks", locks::check),
];

/// A test for each case and each thing that holds.
pub(crate) fn tests() -> Vec<Made> {
    let mut tests = vec![];
    for (module, cases) in CASES {
        for case in *cases {
            for (name, check) in HOLDS {
                tests.push(Made {
                    name: format!("operations::{module}::{}::{name}", case.example.name),
                    since: case.example.since,
                    run: Box::new(move |server| check(server, case)),
                });
            }
        }
    }
    tests
}
