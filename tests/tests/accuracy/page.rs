//! The page of the documentation about the table: all of it follows from what is committed.

use std::{fmt::Write as _, path::PathBuf};

use anyhow::{Context, Result, ensure};
use hnswkit_core::domain::Rows;

use super::{
    calibrated::{self, Forecast},
    case::{Half, Way},
    figures::{Errors, by_release},
    judge::Judgement,
    table::{self, Row},
};

const FILE: &str = "../docs/concepts/accuracy.md";

/// What does not change from table to table.
const HEAD: &str = include_str!("page.md");

/// Writes it.
pub(crate) fn write() -> Result<()> {
    std::fs::write(path(), text()?).with_context(|| format!("cannot write {FILE}"))
}

/// The page is what the table and the estimates of today give.
pub(crate) fn check() -> Result<()> {
    let there = std::fs::read_to_string(path()).with_context(|| format!("cannot read {FILE}"))?;
    ensure!(there == text()?, "{FILE} is stale: cargo xtask accuracy --page");
    Ok(())
}

fn path() -> PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(FILE)
}

fn text() -> Result<String> {
    let (machine, rows) = table::read()?;
    let judged: Vec<Judgement> = rows.iter().map(Judgement::of).collect::<Result<_>>()?;
    let forecasts = calibrated::forecasts(&rows)?;
    let mut out = HEAD.to_owned();
    for (name, part) in [
        ("machine", machine_list(&machine)),
        ("builds", rows.len().to_string()),
        ("servers", by_release(&rows)?.len().to_string()),
        ("releases", releases(&rows)?),
        ("ways", ways(&judged)),
        ("fitted", fitted(&rows)),
        ("load", load(&rows)),
        ("bands", bands(&judged)),
        ("outside", outside(&judged)),
        ("uncounted", uncounted(&judged)),
        ("uniform", uniform(&rows)),
        ("times", times(&rows, &judged)),
        ("calibrated", calibrations(&forecasts)),
    ] {
        let hole = format!("{{{name}}}");
        ensure!(out.contains(&hole), "page.md has no {hole}");
        out = out.replace(&hole, part.trim_end());
    }
    Ok(out)
}

fn machine_list(lines: &[String]) -> String {
    lines.iter().fold(String::new(), |mut out, it| {
        let _ = writeln!(out, "- {it}");
        out
    })
}

fn releases(rows: &[Row]) -> Result<String> {
    let mut out = "| pgvector | PostgreSQL | builds | size | rows before the spill | WAL | disk at the peak |\n\
        | --- | --- | ---: | ---: | ---: | ---: | ---: |\n"
        .to_owned();
    for ((pgvector, postgres), it) in by_release(rows)? {
        let _ = writeln!(
            out,
            "| {pgvector} | {postgres} | {} | {} | {} | {} | {} |",
            it.builds, it.size, it.spill, it.wal, it.disk
        );
    }
    Ok(out)
}

/// What each kind of rows means to the size.
fn ways(judged: &[Judgement]) -> String {
    let mut out = "| rows | builds | size |\n| --- | ---: | ---: |\n".to_owned();
    for way in Way::ALL {
        let mut size = Errors::default();
        let of_it: Vec<_> = judged.iter().filter(|it| it.row.way == way).collect();
        of_it.iter().for_each(|it| size.add(Some(it.size)));
        let _ = writeln!(out, "| {} | {} | {size} |", way.title(), of_it.len());
    }
    out
}

fn bands(judged: &[Judgement]) -> String {
    let counted: Vec<_> = judged.iter().filter(|it| it.time.counts).collect();
    let within = counted.iter().filter(|it| it.time.is_within()).count();
    let share = 100.0 * within as f64 / counted.len().max(1) as f64;
    format!("{within} of {} builds ({share:.1} %)", counted.len())
}

/// How many builds the model of time was fitted to.
fn fitted(rows: &[Row]) -> String {
    rows.iter().filter(|it| it.half == Half::Fit && it.workers == 0).count().to_string()
}

/// How many processors other processes kept busy.
fn load(rows: &[Row]) -> String {
    let serial = rows.iter().filter(|it| it.workers == 0 && 1.0 < it.found.seconds);
    let others: Vec<f64> = serial.map(|it| it.found.others).collect();
    let mean = others.iter().sum::<f64>() / others.len().max(1) as f64;
    format!("{mean:.1}")
}

/// The builds that lay outside of their bands.
fn outside(judged: &[Judgement]) -> String {
    let mut out =
        "| pgvector | build | estimated | took |\n| --- | --- | ---: | ---: |\n".to_owned();
    let missed: Vec<_> =
        judged.iter().filter(|it| it.time.counts && !it.time.is_within()).collect();
    if missed.is_empty() {
        return "None lay outside.".to_owned();
    }
    for it in missed {
        let (row, time) = (&it.row, it.time);
        let _ = writeln!(
            out,
            "| {} | {} × {}, {}, `m` {}, `ef_construction` {}, {} MB, {} workers | {} to {} s | {} s |",
            row.pgvector,
            row.vector_type,
            thousands(row.rows),
            row.way.title(),
            row.m,
            row.ef_construction,
            row.megabytes,
            row.workers,
            seconds(time.low),
            seconds(time.high),
            seconds(time.found),
        );
    }
    out
}

/// How many parallel builds there are that the machine gave no processors to.
fn uncounted(judged: &[Judgement]) -> String {
    let parallel = judged.iter().filter(|it| it.row.half == Half::Judge && 0 < it.row.workers);
    let (all, counted) =
        parallel.fold((0, 0), |(all, counted), it| (all + 1, counted + u32::from(it.time.counts)));
    format!("{} of {all}", all - counted)
}

/// How much longer vectors without order take, at the least and at the most.
fn uniform(rows: &[Row]) -> String {
    let like = |it: &&Row, other: &Row| {
        let kind = |it: &Row| {
            (it.vector_type.clone(), it.pgvector.clone(), it.rows, it.m, it.megabytes, it.workers)
        };
        it.way == Way::Clusters && it.half == other.half && kind(it) == kind(other)
    };
    let ratio = |it: &Row| {
        let other = rows.iter().find(|other| like(other, it))?;
        Some(it.build_seconds() / other.build_seconds())
    };
    let of_it = rows.iter().filter(|it| it.way == Way::Uniform);
    let ratios: Vec<f64> = of_it.filter_map(ratio).collect();
    let low = ratios.iter().copied().fold(f64::MAX, f64::min);
    let high = ratios.iter().copied().fold(0.0, f64::max);
    format!("{low:.1} to {high:.1}")
}

/// The newest release, rows as they are in life.
fn times(rows: &[Row], judged: &[Judgement]) -> String {
    let newest = rows.iter().map(|it| it.pgvector.as_str()).max().unwrap_or_default();
    let mut out =
        "| type | rows | `m` | `ef_construction` | memory | workers | estimated | took |\n\
        | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n"
            .to_owned();
    let wanted = |it: &&Judgement| {
        let row = &it.row;
        row.pgvector == newest && row.way == Way::Clusters && row.half == Half::Judge
    };
    for it in judged.iter().filter(wanted) {
        let row = &it.row;
        let memory = match row.found.spilled_after {
            Some(after) => format!("spills at {}", thousands(after)),
            None => "fits".to_owned(),
        };
        let _ = writeln!(
            out,
            "| {} | {} | {} | {} | {memory} | {} | {} to {} s | {} s |",
            row.vector_type,
            thousands(row.rows),
            row.m,
            row.ef_construction,
            row.workers,
            seconds(it.time.low),
            seconds(it.time.high),
            seconds(it.time.found),
        );
    }
    out
}

fn calibrations(list: &[Forecast<'_>]) -> String {
    let mut out =
        "| pgvector | type | `m` | `ef_construction` | two builds of | forecast | took | off |\n\
        | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |\n"
            .to_owned();
    for it in list {
        let [first, second] = it.small;
        let _ = writeln!(
            out,
            "| {} | {} | {} | {} | {}, {} | {}: {} to {} s | {} s | {:+.0} % |",
            it.large.pgvector,
            it.large.vector_type,
            it.large.m,
            it.large.ef_construction,
            thousands(first.rows),
            thousands(second.rows),
            thousands(it.large.rows),
            seconds(it.expected.low.0),
            seconds(it.expected.high.0),
            seconds(it.large.build_seconds()),
            it.off(),
        );
    }
    let near = list.iter().filter(|it| it.off().abs() <= 20.0).count();
    let within = list.iter().filter(|it| it.is_within()).count();
    let _ = writeln!(
        out,
        "\nOf {} forecasts, {near} were off by at most 20 %, and {within} of the builds lay in their band.",
        list.len()
    );
    out
}

fn thousands(n: u64) -> String {
    Rows::new(n).map_or_else(|_| n.to_string(), |it| it.to_string())
}

fn seconds(it: f64) -> String {
    if it < 10.0 { format!("{it:.2}") } else { format!("{it:.0}") }
}
