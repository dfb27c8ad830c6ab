//! The tests through a pooler: one module a subject, one line in the table.

mod pgbouncer;
mod settings;
mod snippets;

use hnswkit_tests::Suite;

/// What has to be installed.
pub(crate) const PROGRAMS: &[&str] = &["pgbouncer"];

/// All of them; a module that is missing here is a compiler warning.
pub(crate) const SUITE: Suite = &[("settings", settings::TESTS), ("snippets", snippets::TESTS)];
