//! One build against its estimate.

use std::fmt;

use anyhow::{Result, ensure};
use hnswkit_core::estimate::{Estimate, estimate};

use super::{
    case::{Half, Way},
    table::Row,
};

/// How far an estimate was off.
#[derive(Debug, Clone)]
pub(crate) struct Judgement {
    what: String,
    pub(crate) row: Row,
    estimate: Estimate,
    /// In per cent, by figure.
    pub(crate) size: f64,
    pub(crate) spill: Option<f64>,
    /// Of builds alone.
    pub(crate) wal: Option<f64>,
    pub(crate) disk: Option<f64>,
    pub(crate) time: Time,
}

/// The seconds, and the band that they should lie in.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Time {
    pub(crate) low: f64,
    pub(crate) high: f64,
    pub(crate) found: f64,
    /// Whether the model is judged by it.
    pub(crate) counts: bool,
}

impl Time {
    pub(crate) fn is_within(&self) -> bool {
        (self.low..=self.high).contains(&self.found)
    }
}

impl Judgement {
    pub(crate) fn of(row: &Row) -> Result<Self> {
        let it = estimate(&row.workload()?)?.on_processors(Some(row.processors));
        let off = |expected: u64, found: u64| 100.0 * (expected as f64 / found as f64 - 1.0);
        let found = &row.found;
        let built = !matches!(row.way, Way::Inserted | Way::Vacuumed);
        Ok(Self {
            what: format!(
                "{} × {} {} m={} ef={} {} MB, {} workers",
                row.vector_type,
                row.rows,
                row.way.word(),
                row.m,
                row.ef_construction,
                row.megabytes,
                row.workers
            ),
            size: off(it.index_bytes.get(), found.index_bytes),
            spill: found.spilled_after.map(|rows| off(it.fits_in_memory_rows.get(), rows)),
            wal: built.then(|| off(it.wal_bytes.get(), found.wal_bytes)),
            disk: built.then(|| off(it.disk_peak_bytes.get(), found.disk_peak_bytes)),
            time: Time {
                low: it.build_seconds_low.0,
                high: it.build_seconds_high.0,
                found: row.build_seconds(),
                counts: row.half == Half::Judge && row.way != Way::Inserted && had_processors(row),
            },
            row: row.clone(),
            estimate: it,
        })
    }

    /// What has to hold on any machine: all but the time.
    pub(crate) fn check(&self) -> Result<()> {
        let found = self.row.found.index_bytes;
        let bounds = self.estimate.index_bytes_low.get()..=self.estimate.index_bytes_high.get();
        ensure!(bounds.contains(&found), "{self}: {found} B is not within {bounds:?}");
        let limits = [
            ("size", Some(self.size), if self.is_plain() { 2.0 } else { 3.0 }),
            ("spill", self.spill, 2.0),
            ("WAL", self.wal.filter(|_| self.is_large()), 5.0),
            ("disk", self.disk.filter(|_| self.is_large()), 5.0),
        ];
        for (figure, off, most) in limits {
            let Some(off) = off else { continue };
            ensure!(off.abs() <= most, "{self}: {figure} is off by {off:.2} %, more than {most} %");
        }
        Ok(())
    }

    /// Whether other writers of the server, the catalogs' among them, hardly count.
    fn is_large(&self) -> bool {
        2 << 20 <= self.row.found.index_bytes
    }

    fn is_plain(&self) -> bool {
        matches!(self.row.way, Way::Clusters | Way::Uniform | Way::Nulls)
    }
}

/// The share of a parallel build for which its leader has to have had a processor: where it waited
/// for one, its workers did, and the clock tells of the machine's other work.
const LED: f64 = 0.8;

/// Whether the time is that of the build.
fn had_processors(row: &Row) -> bool {
    let found = &row.found;
    let led = found.processor_seconds.map_or(1.0, |it| it / found.seconds);
    row.workers == 0 || LED <= led
}

impl fmt::Display for Judgement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: size {:+.2} %", self.what, self.size)?;
        for (name, off) in [("spill", self.spill), ("WAL", self.wal), ("disk", self.disk)] {
            if let Some(off) = off {
                write!(f, ", {name} {off:+.2} %")?;
            }
        }
        let Time { low, high, found, .. } = self.time;
        let verdict = if self.time.is_within() { "" } else { " OUTSIDE" };
        write!(f, ", {found:.2} s of {low:.2} to {high:.2} s{verdict}")?;
        write!(f, ", {:.2} s by the clock", self.row.found.seconds)
    }
}
