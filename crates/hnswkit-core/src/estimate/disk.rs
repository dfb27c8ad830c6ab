//! The disk of a plan: what comes, what is beside it until it is dropped, and the peak.

use super::{
    answer::Estimate,
    figure::{Figure, Unit},
    filled::{Filler, value},
    stored,
};
use crate::domain::{Bytes, ColumnType};

/// What a plan takes of the disk, step by step, besides what is used before it.
#[derive(Debug, Default)]
pub struct Disk {
    figures: Vec<Figure>,
    /// What is there by now: at the least, at the most.
    now: (f64, f64),
    peak: (f64, f64),
    /// WAL that may have stayed.
    wal: f64,
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
        let file = it.sort_bytes().get() as f64;
        if 0.0 < file {
            let why = "a temporary file: the places of all rows do not fit maintenance_work_mem";
            self.figures.push(Figure::new("sort", (file, file), Unit::Bytes, why));
            self.note_peak(file);
        }
    }

    /// A column is filled beside the old one: by the plan, or behind it by a program.
    pub fn fill(&mut self, old: ColumnType, new: ColumnType, it: &Estimate, by: Filler) {
        let filled = it.filled(old, new, by);
        let bytes = filled.column_bytes.get() as f64;
        self.wal += filled.wal_bytes_high.get() as f64;
        let why = "the values, and a new version of every row; VACUUM frees the old ones, the \
                   table stays as large";
        let name = match by {
            Filler::Plan => "new column",
            Filler::Application => "new column, once it is filled",
        };
        self.grow(name, (bytes, bytes), why.to_owned());
    }

    /// A table is written anew in a transaction; the old one goes at its end.
    pub fn rewrite(&mut self, old: ColumnType, new: ColumnType, it: &Estimate) {
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

    /// The most that the peak can come to, and the WAL in it.
    pub fn peak_and_wal(&self) -> (Bytes, Bytes) {
        let bytes = |it: f64| Bytes(it.round().max(0.0) as u64);
        (bytes(self.peak.1), bytes(self.wal))
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
        for it in &mut self.figures {
            // No more digits than the sums have, which are whole bytes.
            (it.low, it.high) = (it.low.round(), it.high.round());
        }
        self.figures
    }
}
