//! A narrower band for the time of a build, from builds that were timed on the same server.
//!
//! The model of `time.rs` knows how a build's time goes with its rows and parameters, and not how
//! fast the machine is. A timed build tells that, and two of them tell how far the growth with
//! the rows is off. What is not told keeps its doubt: the logarithm of the ratio of truth to
//! model is taken to be normal, with a deviation for each thing in which a sample and the build
//! differ. That is a Gaussian process, whose mean and variance have a closed form.

use super::{
    math::{exp, ln},
    shape::Shape,
    time::{HIGH, LOW},
    workload::Workload,
};
use crate::domain::Seconds;

/// A build that was timed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sample {
    /// What was built.
    pub workload: Workload,
    /// How long it took.
    pub seconds: Seconds,
}

/// The time of a build after a calibration.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Calibrated {
    /// The build is hardly faster: in one of forty cases.
    pub low: Seconds,
    /// The likely time.
    pub likely: Seconds,
    /// The build is hardly slower.
    pub high: Seconds,
    /// How many times as long as the model's machine this one takes.
    pub pace: f64,
}

/// Deviations of the logarithm of the ratio of truth to model: with them, the builds that the
/// model was fitted to lie in their bands.
pub(super) struct Doubt;

impl Doubt {
    /// Of the machine and the data: a factor of seven either way.
    const SCALE: f64 = 1.0;
    /// Of the growth: of the exponent of the rows.
    pub(super) const GROWTH: f64 = 0.08;
    /// Of a build that is repeated.
    pub(super) const NOISE: f64 = 0.05;
    /// Of what a build takes besides its graph, in seconds: a build of moments tells little.
    const CLOCK: f64 = 0.01;
    /// Of another type of element.
    const ELEMENT: f64 = 0.15;
    /// Of the exponents of the dimensions, of `m` and of `ef_construction`.
    const EXPONENT: f64 = 0.15;
    /// Of what a further process is worth, an exponent too.
    const PROCESSES: f64 = 0.25;
    /// Of the share of rows that come after the spill, from none to all.
    pub(super) const SPILLED: f64 = 0.3;
    /// Of another release of pgvector.
    const RELEASE: f64 = 0.12;
}

/// Deviations between which nineteen of twenty lie.
pub(super) const SIGMAS: f64 = 1.96;

/// In what a sample differs from the build, each in its deviations.
const FEATURES: usize = 8;

fn features(it: &Workload, shape: &Shape, other: &Sample, its: &Shape) -> [f64; FEATURES] {
    let ratio = |a: f64, b: f64| ln(a.max(1.0) / b.max(1.0));
    let graph =
        |it: &Workload| (f64::from(it.hnsw.m().get()), f64::from(it.hnsw.ef_construction().get()));
    let ((m, ef), (its_m, its_ef)) = (graph(it), graph(&other.workload));
    let dimensions = |it: &Workload| f64::from(it.vector_type.dimensions());
    let differs = |it: bool| f64::from(u8::from(it));
    let there = &other.workload;
    [
        Doubt::GROWTH * ratio(it.rows.get() as f64, there.rows.get() as f64),
        Doubt::ELEMENT * differs(it.vector_type.element() != there.vector_type.element()),
        Doubt::EXPONENT * ratio(dimensions(it), dimensions(there)),
        Doubt::EXPONENT * ratio(m, its_m),
        Doubt::EXPONENT * ratio(ef, its_ef),
        Doubt::PROCESSES * ratio(shape.processes(), its.processes()),
        Doubt::SPILLED * (shape.spilled() - its.spilled()),
        Doubt::RELEASE * differs(it.pgvector != there.pgvector),
    ]
}

/// The time of a build of `it`, as builds on the same server tell; `None` without such.
///
/// A parallel build is no faster than the processors of the server, when they are known.
/// Builds without rows and without time tell nothing.
///
/// ```
/// use hnswkit_core::{domain::{Hnsw, Metric, Seconds}, estimate::{Sample, Workload, calibrate}};
///
/// let of = |rows: &str| Workload {
///     vector_type: "vector(768)".parse().unwrap(),
///     stored: None, non_zero: 1,
///     metric: Metric::Cosine,
///     hnsw: Hnsw::default(),
///     rows: rows.parse().unwrap(),
///     duplicates: 0.0,
///     pgvector: "0.8.6".parse().unwrap(),
///     postgres: "18".parse().unwrap(),
///     ram: None,
///     maintenance_work_mem: None,
///     workers: Some(0),
/// };
/// let sample = |rows, seconds| Sample { workload: of(rows), seconds: Seconds(seconds) };
/// let it = calibrate(&of("1M"), None, &[sample("10k", 4.8), sample("100k", 71.0)]).unwrap();
/// assert!(it.high.0 / it.low.0 < 1.6);
/// ```
pub fn calibrate(it: &Workload, processors: Option<u32>, samples: &[Sample]) -> Option<Calibrated> {
    with_shape(it, &Shape::of(it, processors), processors, samples)
}

/// The same when it is known already how it is built.
pub(super) fn with_shape(
    it: &Workload,
    shape: &Shape,
    processors: Option<u32>,
    samples: &[Sample],
) -> Option<Calibrated> {
    if samples.is_empty() {
        return None;
    }
    let model = shape.seconds(it);
    let mut told = vec![];
    for sample in samples {
        let its = Shape::of(&sample.workload, processors);
        let ratio = sample.seconds.0 / its.seconds(&sample.workload);
        if ratio.is_finite() && 0.0 < ratio {
            told.push((features(it, shape, sample, &its), ln(ratio), sample.seconds.0));
        }
    }
    if told.is_empty() || model <= 0.0 {
        return None;
    }
    // What is known without samples: the middle of the band.
    let middle = ln(LOW * HIGH) / 2.0;
    let scale = Doubt::SCALE * Doubt::SCALE;
    let covariance: Vec<Vec<f64>> = (told.iter().enumerate())
        .map(|(n, (a, _, seconds))| {
            let clock = Doubt::CLOCK / seconds;
            let noise = Doubt::NOISE * Doubt::NOISE + clock * clock;
            let with = |(k, (b, ..)): (usize, &([f64; FEATURES], f64, f64))| {
                let shared: f64 = a.iter().zip(b).map(|(a, b)| a * b).sum();
                scale + shared + if n == k { noise } else { 0.0 }
            };
            told.iter().enumerate().map(with).collect()
        })
        .collect();
    let weights = solve(covariance, vec![scale; told.len()])?;
    let mean: f64 =
        middle + weights.iter().zip(&told).map(|(w, it)| w * (it.1 - middle)).sum::<f64>();
    let known: f64 = weights.iter().sum();
    let noise = Doubt::NOISE * Doubt::NOISE;
    // Whatever the samples, the band is no wider than without them.
    let deviation = ((scale * (1.0 - known)).max(0.0) + noise).sqrt();
    let deviation = deviation.min(ln(HIGH / LOW) / 2.0 / SIGMAS);
    let at = |sigmas: f64| Seconds(model * exp(mean + sigmas * deviation));
    Some(Calibrated { low: at(-SIGMAS), likely: at(0.0), high: at(SIGMAS), pace: exp(mean) })
}

/// Solves a system of linear equations with a positive definite matrix.
fn solve(mut matrix: Vec<Vec<f64>>, mut right: Vec<f64>) -> Option<Vec<f64>> {
    let n = right.len();
    for pivot in 0..n {
        let (above, below) = matrix.split_at_mut(pivot + 1);
        let row = &above[pivot];
        if row[pivot] <= 0.0 {
            return None;
        }
        for (it, other) in below.iter_mut().enumerate() {
            let factor = other[pivot] / row[pivot];
            other.iter_mut().zip(row).for_each(|(it, above)| *it -= factor * above);
            right[pivot + 1 + it] -= factor * right[pivot];
        }
    }
    for pivot in (0..n).rev() {
        let later: f64 = (pivot + 1..n).map(|k| matrix[pivot][k] * right[k]).sum();
        right[pivot] = (right[pivot] - later) / matrix[pivot][pivot];
    }
    Some(right)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::{MemorySetting, Rows},
        estimate::{math::pow, properties::workload},
    };

    fn of(rows: u64) -> Workload {
        Workload { workers: Some(0), ..workload("vector(1536)", rows) }
    }

    /// A build that takes `pace` times the model's seconds.
    fn sample(it: Workload, pace: f64) -> Sample {
        Sample { workload: it, seconds: Seconds(pace * Shape::of(&it, None).seconds(&it)) }
    }

    fn width(it: &Calibrated) -> f64 {
        it.high.0 / it.low.0
    }

    #[test]
    fn a_build_tells_the_pace_of_the_machine() {
        let it = calibrate(&of(100_000), None, &[sample(of(100_000), 3.0)]).unwrap();
        assert!((it.pace - 3.0).abs() < 0.05, "{it:?}");
        assert!(width(&it) < 1.35, "{it:?}");
        let faster = calibrate(&of(100_000), None, &[sample(of(100_000), 0.2)]).unwrap();
        assert!((faster.pace - 0.2).abs() < 0.01, "{faster:?}");
    }

    #[test]
    fn what_differs_widens_the_band() {
        let same = width(&calibrate(&of(100_000), None, &[sample(of(50_000), 1.0)]).unwrap());
        let far = width(&calibrate(&of(10_000_000), None, &[sample(of(50_000), 1.0)]).unwrap());
        let halfvec = workload("halfvec(768)", 50_000);
        let other = width(&calibrate(&of(100_000), None, &[sample(halfvec, 1.0)]).unwrap());
        let spilled = Workload { maintenance_work_mem: Some(MemorySetting::DEFAULT), ..of(50_000) };
        let spilled = width(&calibrate(&of(100_000), None, &[sample(spilled, 1.0)]).unwrap());
        assert!(same < far && same < other && same < spilled, "{same} {far} {other} {spilled}");
        // Never more than without any sample.
        let nothing = Sample { seconds: Seconds(0.001), ..sample(of(10), 1.0) };
        let least = width(&calibrate(&of(1_000_000), None, &[nothing]).unwrap());
        assert!([far, other, spilled, least].iter().all(|it| *it < 4.001), "{far} {other} {least}");
    }

    #[test]
    fn two_builds_tell_the_growth() {
        let growing = |rows: u64| sample(of(rows), pow(rows as f64 / 1e4, 0.04));
        let truth = |rows| growing(rows).seconds.0;
        let one = calibrate(&of(1_000_000), None, &[growing(100_000)]).unwrap();
        let two = calibrate(&of(1_000_000), None, &[growing(10_000), growing(100_000)]).unwrap();
        let off = |it: &Calibrated| (it.likely.0 / truth(1_000_000) - 1.0).abs();
        assert!(off(&two) < off(&one), "{one:?} {two:?}");
        assert!(off(&two) < 0.1, "{two:?}");
        assert!(width(&two) < width(&one));
        assert!(width(&two) < 1.6, "{two:?}");
    }

    #[test]
    fn builds_that_tell_nothing_are_passed_over() {
        let nothing = Sample { workload: of(0), seconds: Seconds(1.0) };
        assert_eq!(calibrate(&of(10), None, &[nothing]), None);
        assert_eq!(calibrate(&of(10), None, &[]), None);
        let zero = Sample { workload: of(10), seconds: Seconds(0.0) };
        assert_eq!(calibrate(&of(10), None, &[zero]), None);
        assert_eq!(calibrate(&of(0), None, &[sample(of(10), 1.0)]), None);
        let rows = Rows::MAX;
        assert!(calibrate(&Workload { rows, ..of(0) }, None, &[sample(of(10_000), 1.0)]).is_some());
    }

    #[test]
    fn the_same_build_many_times_is_no_trouble() {
        let samples = vec![sample(of(10_000), 1.5); 40];
        let it = calibrate(&of(10_000), None, &samples).unwrap();
        assert!((it.pace - 1.5).abs() < 0.01, "{it:?}");
    }
}
