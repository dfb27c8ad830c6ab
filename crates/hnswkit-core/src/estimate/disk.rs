//! The disk of a plan: what comes, what is beside it until it is dropped, and the peak.

use super::{
    answer::Estimate,
    figure::{Figure, Unit},
    layout::{Layout, USABLE, value_bytes},
    stored,
};
use crate::domain::{Bytes, ColumnType, MemorySetting};

/// Bytes of a row in the sort of a concurrent build, in memory and in a file.
// PostgreSQL 18 src/backend/utils/sort/tuplesort.c: a SortTuple of 24 bytes; a datum of 8 on
// tape with its length of 4.
const SORTED: (f64, f64) = (24.0, 12.0);

/// What a plan takes of the disk, step by step, besides what is used before it.
#[derive(Debug, Default)]
pub struct Disk {
    figures: Vec<Figure>,
    /// What is there by now: at the least, at the most.
    now: (f64, f64),
    peak: (f64, f64),
    /// WAL that may have stayed.
    wal: f64,
    /// Whether columns or tables are written, too.
    columns: bool,
}

impl Disk {
    /// An index is built; one that is built anew takes the place of itself at the end.
    pub fn index(&mut self, name: &str, it: &Estimate, online: bool, replaces: Option<Bytes>) {
        let bytes = |it: Bytes| it.get() as f64;
        let size = (bytes(it.index_bytes_low), bytes(it.index_bytes_high));
        let why = format!("{name}, of {} rows", it.workload.rows);
        self.wal += bytes(it.wal_bytes);
        self.grow("new index", size, why);
        if online {
            self.sort(it);
        }
        if let Some(old) = replaces {
            let old = bytes(old);
            let why = "there already; it goes when the new one is done, or when it is dropped";
            self.figures.push(Figure::new("old index", (old, old), Unit::Bytes, why));
        }
    }

    /// The space of an index that was built anew is free again.
    pub fn gone(&mut self, old: Bytes) {
        self.now = (self.now.0 - old.get() as f64, self.now.1 - old.get() as f64);
    }

    /// A concurrent build looks for what was written meanwhile: it sorts the places of all rows.
    fn sort(&mut self, it: &Estimate) {
        let rows = it.workload.rows.get() as f64;
        let memory = it.maintenance_work_mem.max(MemorySetting::MIN).bytes().get() as f64;
        if memory < rows * SORTED.0 {
            let file = rows * SORTED.1;
            let why = "a temporary file: the places of all rows do not fit maintenance_work_mem";
            self.figures.push(Figure::new("sort", (file, file), Unit::Bytes, why));
            self.note_peak(file);
        }
    }

    /// A column is filled beside the old one: by the plan, or behind it by a program.
    pub fn fill(&mut self, old: ColumnType, new: ColumnType, it: &Estimate, by_plan: bool) {
        self.columns |= by_plan;
        let old_type = old;
        let (old, new) = (value(old, it), value(new, it));
        let both = stored::row(&[old, new]);
        // Values that lie beside the row stay where they are.
        let kept = if stored::is_moved(&[old]) { stored::chunks(old) } else { 0.0 };
        let rows = it.workload.rows.get() as f64;
        let bytes = rows * (both - kept);
        // New rows, the pages of the old ones, and those of the old index, whose elements get a
        // place each.
        self.wal += bytes + rows * (stored::row(&[old]) - kept + entry(old_type, it));
        let why = "the values, and a new version of every row; VACUUM frees the old ones, the \
                   table stays as large";
        let name = if by_plan { "new column" } else { "new column, once it is filled" };
        self.grow(name, (bytes, bytes), why.to_owned());
    }

    /// A table is written anew in a transaction; the old one goes at its end.
    pub fn rewrite(&mut self, old: ColumnType, new: ColumnType, it: &Estimate) {
        self.columns = true;
        let rows = it.workload.rows.get() as f64;
        let bytes = rows * stored::row(&[value(new, it)]);
        self.wal += bytes;
        let why = "all rows with the new type, and a key; the old table goes when the transaction \
                   ends";
        self.grow("table written anew", (bytes, bytes), why.to_owned());
        let old = rows * stored::row(&[value(old, it)]);
        let why = "there already; it goes when the transaction ends";
        self.figures.push(Figure::new("old table", (old, old), Unit::Bytes, why));
    }

    fn grow(&mut self, name: &'static str, (low, high): (f64, f64), why: String) {
        self.now = (self.now.0 + low, self.now.1 + high);
        self.figures.push(Figure::new(name, (low, high), Unit::Bytes, why));
        self.note_peak(0.0);
    }

    fn note_peak(&mut self, more: f64) {
        let (low, high) = (self.now.0 + more, self.now.1 + more + self.wal);
        self.peak = (self.peak.0.max(low), self.peak.1.max(high));
    }

    /// The peak and the WAL in it, where more is written than indexes.
    pub fn beyond_indexes(&self) -> Option<(Bytes, Bytes)> {
        let bytes = |it: f64| Bytes(it.round().max(0.0) as u64);
        self.columns.then(|| (bytes(self.peak.1), bytes(self.wal)))
    }

    /// What it is made of, and the peak; nothing when nothing is written.
    pub fn figures(mut self) -> Vec<Figure> {
        if self.figures.is_empty() {
            return self.figures;
        }
        let why = "in pg_wal: none, where it fits the files that are there; all of it, while a \
                   slot, a replica or the archive is behind";
        self.figures.push(Figure::new("WAL", (0.0, self.wal), Unit::Bytes, why));
        let why = "besides what is used already";
        self.figures.push(Figure::new("peak", self.peak, Unit::Bytes, why));
        self.figures
    }
}

/// WAL of a new version of a row in the index on the old column, where there can be one: at the
/// most the page of its element.
fn entry(old: ColumnType, it: &Estimate) -> f64 {
    let Some(indexed) = old.indexed() else { return 0.0 };
    let pair = Layout::new(indexed, it.workload.non_zero, it.workload.hnsw.m().get()).pair(0);
    (pair * (USABLE / pair).max(1)).min(USABLE) as f64
}

fn value(it: ColumnType, estimate: &Estimate) -> u64 {
    value_bytes(it.element(), it.dimensions(), estimate.workload.non_zero)
}
