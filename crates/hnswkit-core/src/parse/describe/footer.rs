//! What stands below the columns.

use std::ops::Range;

use super::DescribedIndex;

/// A part of the footer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Footer {
    /// `Indexes:`
    Indexes,
    /// `Partition of:`, with the parent as SQL.
    PartitionOf(String),
    /// Anything else.
    Other,
}

/// What lines of the footer begin with; other lines belong to the part before.
// PostgreSQL 18 src/bin/psql/describe.c, describeOneTableDetails.
const OTHERS: &[&str] = &[
    "Access method:",
    "Check constraints:",
    "Child tables:",
    "Disabled ",
    "FDW options:",
    "Foreign-key constraints:",
    "Has OIDs:",
    "Inherits:",
    "No partition constraint",
    "Not-null constraints:",
    "Not null constraints:",
    "Number of ",
    "Options:",
    "Partition constraint:",
    "Partition key:",
    "Partitions:",
    "Policies",
    "Publications:",
    "Referenced by:",
    "Replica Identity:",
    "Rules:",
    "Server:",
    "Statistics objects:",
    "Tablespace:",
    "Triggers",
    "Typed table of type:",
    "User-defined Catalog table:",
    "View definition:",
];

impl Footer {
    /// The part that begins on a line.
    pub(super) fn begin(line: &str) -> Option<Self> {
        if line.trim_end() == "Indexes:" {
            return Some(Self::Indexes);
        }
        if let Some(rest) = line.strip_prefix("Partition of: ") {
            let end = [" FOR VALUES", " DEFAULT"].iter().filter_map(|it| rest.find(it)).min();
            return Some(Self::PartitionOf(rest[..end.unwrap_or(rest.len())].trim().to_owned()));
        }
        OTHERS.iter().any(|it| line.starts_with(it)).then_some(Self::Other)
    }
}

/// The access methods of pgvector.
const METHODS: &[&str] = &["hnsw", "ivfflat"];

/// An index of pgvector on a line below `Indexes:`.
pub(super) fn index(line: &str, span: Range<usize>) -> Option<DescribedIndex> {
    let line_start = span.start + (line.len() - line.trim_start().len());
    let rest = line.trim().strip_prefix('"')?;
    let (name, definition) = METHODS.iter().find_map(|method| {
        let at = rest.find(&format!("\" {method} ("))?;
        Some((&rest[..at], &rest[at + 2..]))
    })?;
    let mut definition = definition;
    let mut valid = true;
    if let Some(at) = definition.rfind(", tablespace \"") {
        definition = &definition[..at];
    }
    for (word, is_valid) in [(" REPLICA IDENTITY", true), (" INVALID", false), (" CLUSTER", true)] {
        if let Some(before) = definition.strip_suffix(word) {
            definition = before;
            valid &= is_valid;
        }
    }
    Some(DescribedIndex {
        name: name.to_owned(),
        sql: format!("CREATE INDEX ON t USING {definition}"),
        valid,
        span: line_start..span.end,
    })
}
