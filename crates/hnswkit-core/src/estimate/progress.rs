//! How long a build still takes, from samples of its progress.
//!
//! Rows become dearer: each by the logarithm of those before it and by what caches no longer hold,
//! and several times as dear once the graph is in pages. So the pace is not rows a second, but
//! seconds on this machine for one of the model's, and the rest is the model's at that pace.

use super::{
    answer::Estimate,
    calibration::{Doubt, SIGMAS},
    math::{exp, ln},
    time::{likely, spilled},
};
use crate::domain::{Rows, Seconds};

/// How far a build was at some time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Progress {
    /// Since the build began; waits before its first row do no harm.
    pub seconds: Seconds,
    /// Rows that were in the graph: `tuples_done` of `pg_stat_progress_create_index`.
    pub rows: u64,
}

/// What is left of a build.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Remaining {
    /// It hardly takes less from the last sample on.
    pub low: Seconds,
    /// The likely time.
    pub likely: Seconds,
    /// It hardly takes more.
    pub high: Seconds,
    /// The share of the work that was done at the last sample, 0.0 to 1.0; not that of the rows.
    pub done: f64,
    /// How many times as long as on the machine of the model.
    pub pace: f64,
    /// The row at which the build spills, if it does; it may have done so.
    pub spills_at: Option<Rows>,
    /// What a row costs from there on, in rows before it.
    pub spilled_row: f64,
}

/// The deviation of a pace that was seen once: machines have other work.
const SEEN_ONCE: f64 = 0.25;
/// That of a pace that was seen so steady that it hardly can be.
const STEADY: f64 = 0.05;

/// How long the build of an estimate still takes; `None` when the samples don't tell.
///
/// Samples may come in any order. Those that fall back, of an earlier build, are left out.
pub fn remaining(it: &Estimate, samples: &[Progress]) -> Option<Remaining> {
    let all = it.workload().rows.get();
    let fits = it.fits_in_memory_rows.get();
    let work = |rows: u64| {
        let later = rows.saturating_sub(fits);
        likely(it.workload(), it.build.on(it.processors()), rows - later, later)
    };
    let mut known: Vec<Progress> = samples.iter().copied().filter(|it| 0 < it.rows).collect();
    known.sort_by(|a, b| a.seconds.0.total_cmp(&b.seconds.0));
    let fell = known.windows(2).rposition(|it| it[1].rows < it[0].rows);
    let known = &known[fell.map_or(0, |it| it + 1)..];
    let last = known.last().filter(|it| it.rows <= all.saturating_mul(2))?;
    // A build that has spilled tells by what came after.
    let phase = if fits < last.rows { fits } else { 0 };
    let (pace, steps) = pace(known.iter().filter(|it| phase <= it.rows), &work)
        .or_else(|| Some((last.seconds.0 / work(last.rows), vec![])))
        .filter(|(pace, _)| 0.0 < *pace && pace.is_finite())?;
    let (done, whole) = (work(last.rows.min(all)), work(all.max(last.rows)));
    let left = whole - done;
    // Of what is left, what comes after a spill that is still to come.
    let unknown = match fits < last.rows || all <= fits {
        true => 0.0,
        false => (whole - work(fits)) / left,
    };
    let growth = Doubt::GROWTH * ln(all.max(last.rows) as f64 / last.rows as f64);
    let seen = scatter(pace, &steps, left / done.max(1e-9));
    let parts = [seen, growth, Doubt::SPILLED * unknown];
    let deviation = parts.iter().map(|it| it * it).sum::<f64>().sqrt();
    let at = |sigmas: f64| Seconds(pace * left * exp(sigmas * deviation));
    Some(Remaining {
        low: at(-SIGMAS),
        likely: at(0.0),
        high: at(SIGMAS),
        done: if 0.0 < whole { done / whole } else { 1.0 },
        pace,
        spills_at: (fits < all).then_some(it.fits_in_memory_rows),
        spilled_row: spilled(it.workload()),
    })
}

/// The pace from the first sample to the last, and that of each step between.
fn pace<'a>(
    samples: impl Iterator<Item = &'a Progress>,
    work: &impl Fn(u64) -> f64,
) -> Option<(f64, Vec<f64>)> {
    let known: Vec<_> = samples.map(|it| (it.seconds.0, work(it.rows))).collect();
    let (first, last) = (known.first()?, known.last()?);
    let between = |a: &(f64, f64), b: &(f64, f64)| (b.0 - a.0) / (b.1 - a.1);
    let steps = known.windows(2).filter(|it| it[0].1 < it[1].1 && it[0].0 < it[1].0);
    let steps: Vec<f64> = steps.map(|it| between(&it[0], &it[1])).collect();
    (first.1 < last.1 && first.0 < last.0).then(|| (between(first, last), steps))
}

/// The deviation of the logarithm of the pace of what is left, from that of the steps so far;
/// `left` is what is left, in what is done.
fn scatter(pace: f64, steps: &[f64], left: f64) -> f64 {
    let n = steps.len() as f64;
    let squares: f64 = steps.iter().map(|it| ln(it / pace) * ln(it / pace)).sum();
    // A few steps may be alike by chance: as if two more had been seen that are not.
    let variance = (squares + 2.0 * SEEN_ONCE * SEEN_ONCE) / ((n - 1.0).max(0.0) + 2.0);
    // Of the mean so far, and of the mean to come.
    (variance * (1.0 / n.max(1.0) + 1.0 / (n * left).max(1.0))).sqrt().max(STEADY)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::{Bytes, MemorySetting},
        estimate::{Workload, estimate, properties::workload},
    };

    fn of(rows: u64, megabytes: u64) -> Estimate {
        let setting = MemorySetting::new(Bytes::mebibytes(megabytes)).unwrap();
        estimate(&Workload {
            workers: Some(0),
            maintenance_work_mem: Some(setting),
            ..workload("vector(1536)", rows)
        })
        .unwrap()
    }

    fn at(seconds: f64, rows: u64) -> Progress {
        Progress { seconds: Seconds(seconds), rows }
    }

    // PostgreSQL 18.6 with pgvector 0.8.6, 10,000 × vector(1536), one process, 9.26 s.
    const MEASURED: &[(f64, u64)] =
        &[(0.98, 1_425), (2.39, 2_835), (4.65, 4_670), (6.94, 7_615), (8.34, 9_377)];

    #[test]
    fn a_build_that_was_measured_ends_when_it_did() {
        let samples: Vec<_> = MEASURED.iter().map(|it| at(it.0, it.1)).collect();
        for n in 2..=5 {
            let found = remaining(&of(10_000, 128), &samples[..n]).unwrap();
            let truth = 9.26 - samples[n - 1].seconds.0;
            // Others used the machine, and it had become faster since the third sample.
            let band = 0.8 * found.low.0..=found.high.0;
            assert!(band.contains(&truth), "{n}: {truth} {found:?}");
        }
    }

    #[test]
    fn the_rest_is_more_than_the_rows_say() {
        let found = remaining(&of(1_000_000, 8_192), &[at(10.0, 100_000)]).unwrap();
        assert!(100.0 < found.likely.0 && found.likely.0 < 180.0, "{found:?}");
        assert!(found.done < 0.1);
        assert_eq!(found.spills_at, None);
    }

    #[test]
    fn a_spill_to_come_is_counted_in_and_widens_the_band() {
        let fits = remaining(&of(40_000, 1_024), &[at(1.0, 2_000), at(3.0, 5_000)]).unwrap();
        let spills = remaining(&of(40_000, 64), &[at(1.0, 2_000), at(3.0, 5_000)]).unwrap();
        assert!(2.0 * fits.likely.0 < spills.likely.0, "{fits:?} {spills:?}");
        assert!(fits.high.0 / fits.low.0 < spills.high.0 / spills.low.0);
        assert!((9_700..9_800).contains(&spills.spills_at.unwrap().get()));
        let later = [at(4.0, 9_000), at(8.0, 12_000), at(20.0, 20_000)];
        let found = remaining(&of(40_000, 64), &later).unwrap();
        assert!((25.0..45.0).contains(&found.likely.0), "{found:?}");
    }

    #[test]
    fn samples_that_tell_nothing_give_nothing() {
        let it = of(10_000, 128);
        assert_eq!(remaining(&it, &[]), None);
        assert_eq!(remaining(&it, &[at(1.0, 0)]), None);
        assert_eq!(remaining(&it, &[at(0.0, 10)]), None);
        assert_eq!(remaining(&it, &[at(5.0, 100_000)]), None);
        // Of two builds the later one counts.
        let two = [at(1.0, 5_000), at(2.0, 9_000), at(3.0, 1_000), at(4.0, 2_000)];
        let found = remaining(&it, &two).unwrap();
        assert_eq!(Some(found), remaining(&it, &two[2..]));
        // All rows are in, and the index is written.
        assert_eq!(remaining(&it, &[at(1.0, 5_000), at(2.0, 10_000)]).unwrap().likely.0, 0.0);
    }
}
