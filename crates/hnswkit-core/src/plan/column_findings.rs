//! What is worth saying about another type for a column; one function a finding.

use super::{
    BuildSettings, IndexRequest, Mode, Request, Severity, Stage,
    findings::{Look, Note},
};
use crate::{
    domain::{ColumnType, ElementType, Rows, Seconds},
    estimate::Filler,
};

/// Every finding about a change of a column.
pub(super) const LOOKS: &[Look] = &[two_columns, filled_row_by_row, rounded, table_rewritten];

/// The bytes of so many values in a table, most of them in TOAST.
// Measured with PostgreSQL 18.6 and 1,536 dimensions: 8,302 bytes of TOAST for each vector of 6,152,
// 4,145 for each halfvec of 3,080. Shorter values fill their pages better.
fn stored(column_type: ColumnType, rows: u64) -> u64 {
    let dimensions = u64::from(column_type.dimensions());
    let bytes = match column_type.element() {
        ElementType::Halfvec => 2 * dimensions + 8,
        _ => 4 * dimensions + 8,
    };
    rows * if bytes < 2_000 { bytes } else { bytes * 135 / 100 }
}

fn two_columns(request: &Request, index: &IndexRequest, build: &BuildSettings) -> Option<Note> {
    let change = index.change.as_ref()?;
    if request.mode == Mode::Transactional || change.stage != Stage::Expand {
        return None;
    }
    let old = change.from;
    let filled = build.estimate.filled(old, index.vector_type.into(), Filler::Plan);
    let bytes = filled.column_bytes;
    Some(Note {
        id: "two-columns",
        severity: Severity::Hint,
        message: format!(
            "until the old column is dropped {} holds both: about {bytes} more for {} rows, \
             of it a second version of each row until vacuum has been there",
            index.definition.table, index.rows
        ),
        help: "what the old column took becomes free for new rows, and goes back to the disk only \
               when the table is written anew (VACUUM FULL, pg_repack)"
            .to_owned(),
    })
}

fn filled_row_by_row(request: &Request, index: &IndexRequest, _: &BuildSettings) -> Option<Note> {
    let change = index.change.as_ref()?;
    if request.mode == Mode::Transactional || change.stage != Stage::Expand {
        return None;
    }
    // Measured with pgvector 0.8.6 on two processors that others shared, 1,536 dimensions, 3,000
    // rows: EXPLAIN (ANALYZE, WAL) of an UPDATE, with and without the index.
    Some(Note {
        id: "filled-row-by-row",
        severity: Severity::Warning,
        message: format!(
            "filling writes each row of {} anew, with an entry in every index: with an HNSW index \
             of 1,536 dimensions it took 10 to 12 ms and 11 kB of WAL a row, without one 0.08 ms \
             and 4 kB",
            index.definition.table
        ),
        help: "watch replicas while it runs; where searches may scan for that long, drop the HNSW \
               index before"
            .to_owned(),
    })
}

fn rounded(_: &Request, index: &IndexRequest, _: &BuildSettings) -> Option<Note> {
    let change = index.change.as_ref()?;
    if index.vector_type.element() != ElementType::Halfvec {
        return None;
    }
    // IEEE 754 binary16: 11 bits of precision.
    Some(Note {
        id: "rounded",
        severity: Severity::Hint,
        message: format!(
            "{} has three to four digits, and no number beyond 65,504: values are rounded, and a \
             write of a larger one fails{}",
            index.vector_type,
            if change.stage == Stage::Contract {
                "; with the old column go the exact values"
            } else {
                ""
            }
        ),
        help: "compare the answers of both columns before you switch".to_owned(),
    })
}

/// The speed at which a table was written anew, in bytes a second.
// Measured with PostgreSQL 18.6 on two processors that others shared, tables of 13 to 43 MB with
// vector(1536), in memory: 80 to 190 MB a second, without indexes.
const REWRITE: (f64, f64) = (80e6, 190e6);

/// How long a table with so many rows is written anew, in memory and without indexes.
pub(super) fn rewrite_seconds(from: ColumnType, rows: Rows) -> (Seconds, Seconds) {
    let bytes = stored(from, rows.get()) as f64;
    (Seconds(bytes / REWRITE.1), Seconds(bytes / REWRITE.0))
}

fn table_rewritten(request: &Request, index: &IndexRequest, _: &BuildSettings) -> Option<Note> {
    let change = index.change.as_ref()?;
    if request.mode == Mode::Online {
        return None;
    }
    let (low, high) = rewrite_seconds(change.from, index.rows);
    Some(Note {
        id: "table-rewritten",
        severity: Severity::Warning,
        message: format!(
            "nobody can read {} while it is written anew: {low} to {high} when it is in memory, and \
             longer with its other indexes or from a disk",
            index.definition.table
        ),
        help: "mode = \"online\" fills a new column beside it".to_owned(),
    })
}
