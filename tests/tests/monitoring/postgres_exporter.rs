//! `prometheus-postgres-exporter` with our queries.

use std::{
    collections::BTreeMap,
    io::Write as _,
    process::{Command, Stdio},
};

use anyhow::{Context, Result, ensure};
use hnswkit_core::monitor::pack::{METRICS, Metric, SOURCES, Source, Unit, query};
use hnswkit_tests::{Sample, Server, Session, Test, Version, get, samples, text};
use postgres::SimpleQueryMessage;

use super::scene::{Scene, found};

pub(crate) const TESTS: &[Test] = &[Test {
    name: "every_metric_is_exported_as_the_server_says_it",
    since: Version::OLDEST,
    run: every_metric_is_exported_as_the_server_says_it,
}];

fn every_metric_is_exported_as_the_server_says_it(server: &Server) -> Result<()> {
    let mut scene = Scene::set_up(server, "exporter")?;
    scene.search()?;
    let (_exporter, port) = scene.start_exporter()?;
    let scraped = get(port, "/metrics")?;
    let found = samples(&scraped)?;
    for it in METRICS {
        let mine: Vec<_> = found.iter().filter(|sample| sample.name == it.name).collect();
        ensure!(!mine.is_empty(), "{} is missing in\n{scraped}", it.name);
        ensure!(scraped.contains(&format!("# TYPE {} {}\n", it.name, it.kind.id())), "{}", it.name);
        let labels = it.source().context("no source")?.labels;
        for sample in mine {
            let has = |it: &&str| sample.labels.contains_key(*it);
            // An empty label is no label.
            let named: Vec<_> = labels.iter().map(|it| it.name).filter(has).collect();
            ensure!(named.len() + 1 == sample.labels.len(), "{sample:?}");
            ensure!(sample.labels.contains_key("server"), "{sample:?}");
        }
    }
    let mut session = Session::connect(&scene.url())?;
    for source in SOURCES {
        as_the_server_says(&mut session, source, &scene.slot, &found)?;
    }
    says_what_it_should(&mut scene, &found)?;
    promtool_finds_nothing(&scraped)
}

/// What the same role is told by the same question, a moment later.
fn as_the_server_says(
    session: &mut Session,
    source: &Source,
    slot: &str,
    found: &[Sample],
) -> Result<()> {
    let answer = session.simple_query(&query(source))?;
    for row in answer {
        let SimpleQueryMessage::Row(row) = row else { continue };
        let labels: BTreeMap<_, _> = source
            .labels
            .iter()
            .map(|it| (it.name, row.get(it.name).unwrap_or_default()))
            .collect();
        // Whether a session has loaded the library, and so has a value of its own, is its own affair.
        if labels.get("applies_to") == Some(&"this session") {
            continue;
        }
        // Another test's replica.
        if labels.get("slot_name").is_some_and(|it| *it != slot) {
            continue;
        }
        for metric in source.metrics() {
            let is_it = |it: &&Sample| {
                let label = |name: &str| it.labels.get(name).map_or("", String::as_str);
                it.name == metric.name && labels.iter().all(|(name, value)| label(name) == *value)
            };
            let sample = found.iter().find(is_it);
            let sample = sample.with_context(|| format!("{} {labels:?}", metric.name))?;
            let expected: f64 = match row.get(metric.suffix()) {
                Some(it) => it.parse()?,
                None => f64::NAN,
            };
            ensure!(agree(metric, sample.value, expected), "{expected} is not {sample:?}");
        }
    }
    Ok(())
}

/// What moves from one moment to the next: time and counters go up, WAL and lag go anywhere.
fn agree(metric: &Metric, scraped: f64, now: f64) -> bool {
    // VACUUM writes a map of the table's free space.
    let moves = [
        "hnsw_wal_",
        "hnsw_replica_",
        "hnsw_vacuum_progress_",
        "hnsw_table_vacuum_",
        "hnsw_index_size_table_bytes",
    ];
    let is_time = metric.unit == Unit::Seconds;
    scraped.is_nan() == now.is_nan()
        && (scraped.is_nan()
            || scraped == now
            || (is_time && (now - scraped).abs() < 60.0)
            || (metric.name.ends_with("_total") && scraped <= now)
            || moves.iter().any(|it| metric.name.starts_with(it)))
}

/// By other means than our own questions.
fn says_what_it_should(scene: &mut Scene, found: &[Sample]) -> Result<()> {
    let value = |name: &str, key: &str, label: &str| -> Result<f64> {
        let is_it =
            |it: &&Sample| it.name == name && it.labels.get(key).map(String::as_str) == Some(label);
        found.iter().find(is_it).map(|it| it.value).with_context(|| format!("{name} of {label}"))
    };
    let index = |name: &str, index: &str| value(name, "indexrelname", index);
    let bytes: f64 = scene.session.value("SELECT pg_relation_size('items_hnsw')")?.parse()?;
    ensure!(index("hnsw_index_size_bytes", "items_hnsw")? == bytes);
    ensure!(index("hnsw_index_info", "items_hnsw")? == 1.0);
    ensure!(value("hnsw_index_info", "m", "8")? == 1.0);
    ensure!(index("hnsw_index_state_valid", "items_hnsw")? == 1.0);
    ensure!(index("hnsw_index_state_valid", "docs_hnsw")? == 0.0);
    ensure!(index("hnsw_index_state_in_work", "docs_hnsw")? == 1.0);
    ensure!(index("hnsw_index_state_leftover", "docs_hnsw")? == 0.0);
    ensure!(index("hnsw_build_progress_ratio", "docs_hnsw")? == 1.0);
    ensure!(value("hnsw_build_wait_blocker_open_seconds", "application", "a \"report\"")? < 60.0);
    ensure!(value("hnsw_table_vacuum_enabled", "relname", "notes")? == 0.0);
    ensure!(value("hnsw_table_vacuum_runs_total", "relname", "items")? == 1.0);
    ensure!(value("hnsw_vacuum_progress_elapsed_seconds", "relname", "notes")? < 60.0);
    ensure!(value("hnsw_replica_connected", "slot_name", &scene.slot)? == 1.0);
    let version =
        scene.session.value("SELECT extversion FROM pg_extension WHERE extname = 'vector'")?;
    ensure!(value("hnsw_extension_info", "version", &version)? == 1.0);
    Ok(())
}

fn promtool_finds_nothing(scraped: &str) -> Result<()> {
    // What Go programs say of themselves is not ours.
    let mine =
        |it: &&str| it.starts_with("hnsw_") || (it.starts_with("# ") && it.contains(" hnsw_"));
    let ours: Vec<_> = scraped.lines().filter(mine).collect();
    let mut promtool: Command = found("promtool")?;
    promtool.args(["check", "metrics"]);
    promtool.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = promtool.spawn()?;
    let mut stdin = child.stdin.take().context("no stdin")?;
    stdin.write_all((ours.join("\n") + "\n").as_bytes())?;
    drop(stdin);
    let output = child.wait_with_output()?;
    ensure!(output.status.success() && text(&output).is_empty(), "{}", text(&output));
    Ok(())
}
