//! The title of a description.

/// What the title says.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Title<'a> {
    /// Schema and name, without quotes.
    pub(super) name: &'a str,
    /// Whether it is partitioned.
    pub(super) partitioned: bool,
    /// Whether it can have no index.
    pub(super) has_no_indexes: bool,
}

/// What psql calls relations with columns.
// PostgreSQL 18 src/bin/psql/describe.c, describeOneTableDetails.
const KINDS: &[&str] = &[
    "Table",
    "Unlogged table",
    "Partitioned table",
    "Unlogged partitioned table",
    "Foreign table",
    "View",
    "Materialized view",
    "Unlogged materialized view",
];

/// The title that stands on a line.
pub(super) fn read(line: &str) -> Option<Title<'_>> {
    let (kind, rest) = line.trim().split_once(" \"")?;
    if !KINDS.contains(&kind) {
        return None;
    }
    let name = rest.strip_suffix('"')?;
    Some(Title {
        name,
        partitioned: kind.contains("artitioned"),
        has_no_indexes: matches!(kind, "View" | "Foreign table"),
    })
}
