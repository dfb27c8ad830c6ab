//! A column that is filled beside another: what it takes of its table, and its WAL.

use super::{
    answer::Estimate,
    layout::{Layout, PAGE, USABLE, value_bytes},
    stored,
};
use crate::domain::{Bytes, ColumnType};

/// Pages of a row that the application writes by itself which WAL may have whole: that of the row,
/// of its key, and of its element in the old index.
// Measured with 0.8.6, a vector(1024) beside a vector(1536) with its index: 5.3 kB a row where all
// updates are HOT, up to 28 kB where few are.
const PAGES: f64 = 3.0;

/// Who fills a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Filler {
    /// The plan, in batches, page by page.
    Plan,
    /// The application, row by row, in any order.
    Application,
}

/// What a column takes that is filled beside another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Filled {
    /// What the table grows by: the values, and a new version of each row.
    pub column_bytes: Bytes,
    /// WAL when no index gets a new entry and no page is written whole.
    pub wal_bytes_low: Bytes,
    /// WAL when the old index gets an entry for each row, and the pages that change are written
    /// whole.
    // Measured with 0.8.6, a halfvec(1536) beside a vector(1536): 4.1 kB a row without an index,
    // 10.7 kB with one.
    pub wal_bytes_high: Bytes,
}

impl Estimate {
    /// What a column of this type takes beside the other, for all rows.
    pub fn filled(&self, old: ColumnType, new: ColumnType, by: Filler) -> Filled {
        let (old_value, new_value) = (value(old, self), value(new, self));
        // Values that lie beside the row stay where they are.
        let is_moved = stored::is_moved(&[old_value]);
        let kept = if is_moved { stored::chunks(old_value) } else { 0.0 };
        let grown = stored::row(&[old_value, new_value]) - kept;
        let more = match by {
            // The pages of the old rows, and those of their elements.
            Filler::Plan => stored::row(&[old_value]) - kept + entry(old, self),
            Filler::Application => PAGES * PAGE as f64,
        };
        let rows = self.workload.rows.get() as f64;
        let all = |bytes: f64| Bytes((rows * bytes).round() as u64);
        Filled {
            column_bytes: all(grown),
            wal_bytes_low: all(grown),
            wal_bytes_high: all(grown + more),
        }
    }
}

/// WAL of a new version of a row in the index on the old column, where there can be one: at the
/// most the page of its element.
fn entry(old: ColumnType, it: &Estimate) -> f64 {
    let Some(indexed) = old.indexed() else { return 0.0 };
    let pair = Layout::new(indexed, it.workload.non_zero, it.workload.hnsw.m().get()).pair(0);
    (pair * (USABLE / pair).max(1)).min(USABLE) as f64
}

/// Bytes of a value.
pub(super) fn value(it: ColumnType, estimate: &Estimate) -> u64 {
    value_bytes(it.element(), it.dimensions(), estimate.workload.non_zero)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::estimate::{estimate, properties::workload};

    #[test]
    fn a_row_that_is_filled_writes_the_wal_that_was_measured() {
        let of = |old: &str, new: &str, by| {
            let it = estimate(&workload(new, 3_000)).unwrap();
            let it = it.filled(old.parse().unwrap(), new.parse().unwrap(), by);
            (it.wal_bytes_low.get() / 3_000, it.wal_bytes_high.get() / 3_000)
        };
        let (low, high) = of("vector(1536)", "halfvec(1536)", Filler::Plan);
        assert!(low.abs_diff(4_100) < 200 && high.abs_diff(10_700) < 500, "{low} to {high}");
        let (low, high) = of("vector(1536)", "vector(1024)", Filler::Application);
        assert!(low.abs_diff(5_300) < 500, "{low}");
        assert!((28_000..32_000).contains(&high), "{high}");
    }
}
