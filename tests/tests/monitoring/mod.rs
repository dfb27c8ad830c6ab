//! The tests of the monitoring pack: one module a program, one line in the table.

mod pgwatch;
mod postgres_exporter;
mod prometheus;
mod scene;
mod sql_exporter;

use hnswkit_tests::Suite;

/// What has to be installed.
pub(crate) const PROGRAMS: &[&str] =
    &["prometheus", "promtool", "prometheus-postgres-exporter", "prometheus-sql-exporter"];

/// All of them; a module that is missing here is a compiler warning.
pub(crate) const SUITE: Suite = &[
    ("postgres_exporter", postgres_exporter::TESTS),
    ("sql_exporter", sql_exporter::TESTS),
    ("pgwatch", pgwatch::TESTS),
    ("prometheus", prometheus::TESTS),
];
