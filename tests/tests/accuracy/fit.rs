//! Fits the coefficients of the model of time to the half of the measurements that is for it.
//!
//! Least squares of the logarithm of measured to modelled seconds, by Levenberg and Marquardt;
//! builds that are far off count less (Huber), as other work of a machine slows some.
//! The two tables come from two machines: the second has a pace and caches of its own, which are
//! fitted too. The model that is kept stands in the middle between them.

use anyhow::{Context, Result};
use hnswkit_core::{
    domain::{Bytes, EfConstruction, Hnsw, M, MemorySetting, Metric, Rows},
    estimate::{Build, Coefficients, Workload, estimate},
};

use super::{
    case::{Half, Way},
    table::{self, Row},
};

/// Builds that were measured on another machine.
const EARLIER: &str = include_str!("../../../crates/hnswkit-core/src/estimate/measured/builds.csv");

/// How large a graph is, in caches, for which the model stands in the middle of both machines.
const MIDDLE: f64 = 80.0;

/// How far off a build is, in its deviations, from where on it counts less.
const FAR: f64 = 2.0;

/// Of that machine.
const EARLIER_PROCESSORS: u32 = 2;

/// What is different on the machine of the grid.
struct Grid {
    /// Its coefficient `miss`.
    miss: f64,
    /// How many times as long it takes.
    pace: f64,
}

/// A build for the fit.
struct Timed {
    workload: Workload,
    build: Build,
    in_memory: u64,
    later: u64,
    seconds: f64,
    /// On the machine of the grid.
    here: bool,
}

/// The logarithms of the coefficients, all above 0, and of two for the machine of the grid.
type Places = [f64; PLACES];

macro_rules! places {
    ($($name:ident $begin:literal $held:literal)+) => {
        const PLACES: usize = [$(stringify!($name)),+].len() + 2;
        /// How firmly each is held where it begins, as builds tell of some of them little.
        const HELD: Places = [$($held,)+ 1.0, 0.0];

        /// Where the fit begins.
        fn begin() -> Places {
            [$($begin as f64,)+ 0.1, 1.0].map(f64::ln)
        }

        fn unpack(places: &Places) -> (Coefficients, Grid) {
            let [$($name,)+ misses, pace] = places.map(f64::exp);
            (Coefficients { $($name),+ }, Grid { miss: misses, pace })
        }
    };
}

// Powers, `near`, `links` and what pages cost as distances were counted.
places! {
    scale 1e-10 0.01
    near 250.0 400.0
    m 0.6 44.0
    ef_construction 0.66 44.0
    base 800.0 4.0
    miss 0.1 1.0
    links 3.45 400.0
    links_base 400.0 4.0
    halfvec 0.9 4.0
    bit 0.06 1.0
    sparsevec 50.0 0.1
    before_0_6 1.6 4.0
    process 0.8 100.0
    spilled_base 500.0 4.0
    spilled_0_5 1.2 1.0
    spilled_0_6 1.2 1.0
    spilled_0_7 1.2 1.0
    spilled_0_8 1.0 1.0
}

/// Prints them, with how they do on both halves.
pub(crate) fn print() -> Result<()> {
    let (_, rows) = table::read()?;
    let half = |half: Half| -> Result<Vec<Timed>> {
        let of_it = rows.iter().filter(|it| it.half == half);
        of_it.filter_map(|it| timed(it).transpose()).collect()
    };
    let mut one = earlier()?;
    one.extend(half(Half::Fit)?);
    let other = half(Half::Judge)?;
    let places = fit(&one);
    let (mut fitted, grid) = unpack(&places);
    println!("miss is {:.3} on one machine, {:.3} on that of the grid", fitted.miss, grid.miss);
    println!("the machine of the grid takes {:.3} times as long", grid.pace);
    let large = (1.0 + MIDDLE).ln();
    let cost = |miss: f64| 1.0 + miss * large;
    fitted.miss = ((cost(fitted.miss) * cost(grid.miss)).sqrt() - 1.0) / large;
    fitted.scale *= grid.pace.sqrt();
    println!("{fitted:#?}");
    for (name, half) in [("fitted to", &one), ("judged by", &other)] {
        let mut off: Vec<f64> =
            half.iter().map(|it| residual(&places, it).abs().exp() - 1.0).collect();
        if off.is_empty() {
            continue;
        }
        off.sort_by(f64::total_cmp);
        let mean = off.iter().sum::<f64>() / off.len() as f64;
        let nineteen = off[(off.len() * 19 / 20).min(off.len() - 1)];
        println!(
            "{name} {} builds: off by {:.1} % on average, nineteen of twenty by {:.1} %, at most {:.1} %",
            off.len(),
            100.0 * mean,
            100.0 * nineteen,
            100.0 * off[off.len() - 1]
        );
    }
    let mut worst: Vec<_> = one.iter().map(|it| (residual(&places, it), it)).collect();
    worst.sort_by(|a, b| b.0.abs().total_cmp(&a.0.abs()));
    for (off, it) in worst.iter().take(12) {
        let w = &it.workload;
        println!(
            "  {off:+.2}: {} × {} m={} {} {:?} {} later, {:.2} s, pgvector {} here={}",
            w.vector_type,
            w.rows,
            w.hnsw.m(),
            w.hnsw.ef_construction(),
            it.build,
            it.later,
            it.seconds,
            w.pgvector,
            it.here
        );
    }
    Ok(())
}

/// The logarithm of measured to modelled seconds.
fn residual(places: &Places, it: &Timed) -> f64 {
    let (mut coefficients, grid) = unpack(places);
    if it.here {
        coefficients.miss = grid.miss;
    }
    let seconds = coefficients.seconds(&it.workload, it.build, it.in_memory, it.later);
    (it.seconds / seconds / if it.here { grid.pace } else { 1.0 }).ln()
}

/// How much a build counts: the clock of processes ticks a hundred times a second.
fn weight(it: &Timed) -> f64 {
    let clock = 0.02 / it.seconds;
    1.0 / (0.08 * 0.08 + clock * clock).sqrt()
}

const STEPS: usize = 150;

/// What a build adds to what is to be small.
fn loss(off: f64) -> f64 {
    if off.abs() <= FAR { off * off } else { 2.0 * FAR * off.abs() - FAR * FAR }
}

fn fit(builds: &[Timed]) -> Places {
    let begin = begin();
    let cost = |places: &Places| -> f64 {
        let held: f64 =
            (0..PLACES).map(|n| HELD[n] * (places[n] - begin[n]) * (places[n] - begin[n])).sum();
        held + builds.iter().map(|it| loss(weight(it) * residual(places, it))).sum::<f64>()
    };
    let (mut places, mut damping) = (begin, 1.0);
    let mut best = cost(&places);
    for _ in 0..STEPS {
        let mut normal = [[0.0; PLACES]; PLACES];
        let mut right = [0.0; PLACES];
        for it in builds {
            let now = residual(&places, it);
            let weight = weight(it);
            let weight = weight * (FAR / (weight * now).abs()).min(1.0).sqrt();
            let slope = |n: usize| {
                let mut moved = places;
                moved[n] += 1e-5;
                -weight * (residual(&moved, it) - now) / 1e-5
            };
            let slopes: Places = std::array::from_fn(slope);
            for (n, a) in slopes.iter().enumerate() {
                right[n] += a * weight * now;
                normal[n].iter_mut().zip(&slopes).for_each(|(it, b)| *it += a * b);
            }
        }
        for n in 0..PLACES {
            right[n] -= HELD[n] * (places[n] - begin[n]);
            normal[n][n] = (normal[n][n] + HELD[n]) * (1.0 + damping);
        }
        let step = solve(normal, right);
        let tried: Places = std::array::from_fn(|n| places[n] + step[n]);
        let found = cost(&tried);
        if found < best {
            (places, best, damping) = (tried, found, damping / 3.0);
        } else {
            damping *= 4.0;
        }
    }
    places
}

fn solve(mut matrix: [[f64; PLACES]; PLACES], mut right: Places) -> Places {
    for n in 0..PLACES {
        for k in n + 1..PLACES {
            let above = matrix[n];
            let factor = matrix[k][n] / above[n];
            matrix[k].iter_mut().zip(above).for_each(|(it, above)| *it -= factor * above);
            right[k] -= factor * right[n];
        }
    }
    for n in (0..PLACES).rev() {
        let later: f64 = (n + 1..PLACES).map(|k| matrix[n][k] * right[k]).sum();
        right[n] = (right[n] - later) / matrix[n][n];
    }
    right
}

/// A line of the grid, if it is one that the model is about.
fn timed(row: &Row) -> Result<Option<Timed>> {
    // What workers do is timed by the clock, and the machine of the grid had other work.
    if row.way != Way::Clusters || 0 < row.workers {
        return Ok(None);
    }
    made(row.workload()?, row.processors, row.build_seconds(), true).map(Some)
}

fn made(workload: Workload, processors: u32, seconds: f64, here: bool) -> Result<Timed> {
    let it = estimate(&workload)?;
    let later = it.spilled_rows.get();
    let in_memory = workload.rows.get() - later;
    let build = match it.build {
        Build::Parallel { workers } => Build::Parallel { workers: workers.min(processors - 1) },
        Build::Serial => Build::Serial,
    };
    Ok(Timed { workload, build, in_memory, later, seconds, here })
}

/// The builds of the other machine, but those of pgvector 0.6 on PostgreSQL 15 that spilled: they
/// took five times as long as others for no known reason.
fn earlier() -> Result<Vec<Timed>> {
    let lines = EARLIER.lines().filter(|it| !it.starts_with('#')).skip(1);
    let mut builds = vec![];
    for line in lines {
        let fields: Vec<_> = line.split(',').collect();
        let [postgres, pgvector, workers, vector_type, m, ef, rows, megabytes, seconds, _] =
            fields[..]
        else {
            anyhow::bail!("`{line}` has other columns")
        };
        let m = M::new(m.parse::<i64>()?)?;
        let setting = MemorySetting::new(Bytes::mebibytes(megabytes.parse()?))?;
        let it = made(
            Workload {
                vector_type: vector_type.parse()?,
                stored: None,
                non_zero: 1,
                metric: Metric::Cosine,
                hnsw: Hnsw::new(m, EfConstruction::new(ef.parse::<i64>()?)?)?,
                rows: rows.parse::<Rows>().ok().context("rows")?,
                duplicates: 0.0,
                pgvector: pgvector.parse()?,
                postgres: postgres.parse()?,
                ram: None,
                maintenance_work_mem: Some(setting),
                workers: Some(workers.parse()?),
            },
            EARLIER_PROCESSORS,
            seconds.parse()?,
            false,
        )?;
        let strange = pgvector.starts_with("0.6") && postgres == "15" && 0 < it.later;
        builds.extend((!strange).then_some(it));
    }
    Ok(builds)
}
