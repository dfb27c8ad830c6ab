//! What stands below the columns.

use std::ops::Range;

use super::{
    super::{Parsed, Statement, statements},
    DescribedIndex,
};

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

/// How often a name may have in it what stands behind a name.
const TRIES: usize = 8;

/// An index of pgvector on a line below `Indexes:`.
pub(super) fn index(line: &str, span: Range<usize>) -> Option<DescribedIndex> {
    let start = span.start + (line.len() - line.trim_start().len());
    let rest = line.trim().strip_prefix('"')?;
    // psql puts quotes around the name and leaves those within it as they are.
    let ends = METHODS.iter().flat_map(|method| {
        let mark = format!("\" {method} (");
        let found: Vec<usize> = rest.match_indices(&mark).map(|(at, _)| at).take(TRIES).collect();
        found
    });
    let mut read = ends.map(|at| {
        let (sql, valid) = definition(&rest[at + 2..]);
        DescribedIndex { name: rest[..at].to_owned(), sql, valid, span: start..span.end }
    });
    let first = read.next()?;
    let is_index = |it: &DescribedIndex| {
        matches!(
            statements(&it.sql).as_slice(),
            [Parsed { statement: Ok(Statement::CreateIndex(_)), .. }]
        )
    };
    if is_index(&first) {
        return Some(first);
    }
    Some(read.find(is_index).unwrap_or(first))
}

/// The statement of a definition, and whether the index is complete.
fn definition(text: &str) -> (String, bool) {
    let mut definition = text;
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
    (format!("CREATE INDEX ON t USING {definition}"), valid)
}
