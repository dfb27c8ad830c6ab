//! All builds of a table together: the error of each figure, by release of pgvector.

use std::{collections::BTreeMap, fmt};

use anyhow::Result;

use super::{judge::Judgement, table::Row};

/// The errors of a figure, in per cent.
#[derive(Debug, Clone, Default)]
pub(crate) struct Errors {
    list: Vec<f64>,
}

impl Errors {
    pub(crate) fn add(&mut self, off: Option<f64>) {
        self.list.extend(off.map(f64::abs));
    }

    pub(crate) fn mean(&self) -> f64 {
        self.list.iter().sum::<f64>() / self.list.len().max(1) as f64
    }

    pub(crate) fn worst(&self) -> f64 {
        self.list.iter().fold(0.0, |worst, it| it.max(worst))
    }
}

impl fmt::Display for Errors {
    /// `0.04, at most 0.31`, or a dash.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.list.is_empty() {
            true => f.write_str("–"),
            false => write!(f, "{:.2}, at most {:.2}", self.mean(), self.worst()),
        }
    }
}

/// What the builds of one release come to.
#[derive(Debug, Clone, Default)]
pub(crate) struct Figures {
    pub(crate) builds: usize,
    pub(crate) size: Errors,
    pub(crate) spill: Errors,
    pub(crate) wal: Errors,
    pub(crate) disk: Errors,
    pub(crate) within: usize,
    pub(crate) timed: usize,
}

impl Figures {
    pub(crate) fn add(&mut self, it: &Judgement) {
        self.builds += 1;
        self.size.add(Some(it.size));
        self.spill.add(it.spill);
        self.wal.add(it.wal);
        self.disk.add(it.disk);
        if it.time.counts {
            self.timed += 1;
            self.within += usize::from(it.time.is_within());
        }
    }
}

/// By pgvector and PostgreSQL, oldest first.
pub(crate) fn by_release(rows: &[Row]) -> Result<BTreeMap<(String, String), Figures>> {
    let mut all: BTreeMap<(String, String), Figures> = BTreeMap::new();
    for row in rows {
        let release = (row.pgvector.clone(), row.postgres.clone());
        all.entry(release).or_default().add(&Judgement::of(row)?);
    }
    Ok(all)
}

/// A line for each release.
pub(crate) fn summary(rows: &[Row]) -> Result<Vec<String>> {
    let line = |((pgvector, postgres), it): ((String, String), Figures)| {
        format!(
            "pgvector {pgvector} on PostgreSQL {postgres}: {} builds; off by % on average: \
             size {}; spill {}; WAL {}; disk {}; time within the band {} of {}",
            it.builds, it.size, it.spill, it.wal, it.disk, it.within, it.timed
        )
    };
    Ok(by_release(rows)?.into_iter().map(line).collect())
}
