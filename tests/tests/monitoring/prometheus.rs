//! A real Prometheus that scrapes the exporters, judges by the rules, and answers what the panels
//! of the dashboard ask. Grafana itself is not run.

use std::{
    collections::BTreeSet,
    fs, thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail, ensure};
use hnswkit_core::monitor::pack::METRICS;
use hnswkit_tests::{Process, Server, Test, Version, escape, free_port, get};
use serde_json::Value;

use super::{
    scene::{Scene, found},
    sql_exporter,
};

/// The newest server of the matrix: what differs between servers is in the exporter's tests.
const SINCE: Version = Version::new(0, 8, 6);

pub(crate) const TESTS: &[Test] = &[
    Test {
        name: "panels_have_data_and_a_killed_build_alerts",
        since: SINCE,
        run: panels_have_data_and_a_killed_build_alerts,
    },
    Test {
        name: "names_are_the_same_by_the_other_exporter",
        since: SINCE,
        run: names_are_the_same_by_the_other_exporter,
    },
];

/// A server of Prometheus.
struct Prometheus {
    port: u16,
    _process: Process,
}

impl Prometheus {
    /// Scrapes every second by the configuration; rules are those of the file, if there is one.
    fn start(scene: &Scene, scrape: &str) -> Result<Self> {
        let (folder, port) = (scene.folder.path(), free_port()?);
        let head = "global:\n  scrape_interval: 1s\n  evaluation_interval: 1s\n\
                    rule_files: [hnsw_rules.yaml]\n";
        fs::write(folder.join("prometheus.yml"), format!("{head}{scrape}"))?;
        let mut command = found("prometheus")?;
        command.arg(format!("--config.file={}", folder.join("prometheus.yml").display()));
        command.arg(format!("--storage.tsdb.path={}", folder.join("data").display()));
        command.arg(format!("--web.listen-address=127.0.0.1:{port}"));
        let process = Process::start(&mut command, folder, port)?;
        wait_for("Prometheus", || Ok(get(port, "/-/ready")?.contains("is Ready").then_some(())))?;
        Ok(Self { port, _process: process })
    }

    /// The `data` of an answer, which has to be a success.
    fn ask(&self, path: &str) -> Result<Value> {
        let answer: Value = serde_json::from_str(&get(self.port, path)?)?;
        ensure!(answer["status"] == "success", "{path}: {answer}");
        Ok(answer["data"].clone())
    }

    /// What a query gives just now.
    fn query(&self, expr: &str) -> Result<Vec<Value>> {
        let data = self.ask(&format!("/api/v1/query?query={}", escape(expr)))?;
        Ok(data["result"].as_array().cloned().unwrap_or_default())
    }
}

/// Asks until there is an answer that passes.
fn wait_for<T>(what: &str, mut ask: impl FnMut() -> Result<Option<T>>) -> Result<T> {
    let until = Instant::now() + Duration::from_secs(60);
    loop {
        if let Some(it) = ask()? {
            return Ok(it);
        }
        if until < Instant::now() {
            bail!("60 s without {what}");
        }
        thread::sleep(Duration::from_millis(200));
    }
}

/// What our scene has nothing of: pg_stat_statements and pg_buffercache are not created in it,
/// and a build that waits has no time left to tell.
const EMPTY: &[&str] = &["Time of an inserted row", "Time left"];

fn panels_have_data_and_a_killed_build_alerts(server: &Server) -> Result<()> {
    let mut scene = Scene::set_up(server, "prometheus")?;
    let (_exporter, port) = scene.start_exporter()?;
    let rules = scene.write("prometheus-rules")?;
    // An alert that waits for minutes waits for a second here.
    let mut content = fs::read_to_string(&rules)?;
    for wait in ["5m", "10m", "15m", "30m", "1h"] {
        content = content.replace(&format!("for: \"{wait}\""), "for: 1s");
    }
    ensure!(!content.contains("for: \""), "{content}");
    fs::write(&rules, content)?;
    let scrape = format!(
        "scrape_configs:\n  - job_name: hnsw\n    static_configs:\n      - targets: ['127.0.0.1:{port}']\n"
    );
    let prometheus = Prometheus::start(&scene, &scrape)?;
    wait_for("scrapes", || {
        scene.search()?;
        let scans = prometheus.query("rate(hnsw_index_usage_scans_total[15s]) > 0")?;
        Ok((!scans.is_empty()).then_some(()))
    })?;
    // So that what is left after the searches stopped is not the first sample only.
    scene.search()?;
    every_panel_is_answered(&scene, &prometheus)?;

    scene.cancel()?;
    let alert = wait_for("the alert of the INVALID index", || {
        let data = prometheus.ask("/api/v1/alerts")?;
        let alerts = data["alerts"].as_array().cloned().unwrap_or_default();
        let is_it = |it: &&Value| {
            it["labels"]["alertname"] == "HnswIndexInvalid" && it["state"] == "firing"
        };
        Ok(alerts.iter().find(is_it).cloned())
    })?;
    ensure!(alert["labels"]["indexrelname"] == "docs_hnsw", "{alert}");
    ensure!(alert["labels"]["severity"] == "critical", "{alert}");
    let annotations = &alert["annotations"];
    ensure!(annotations["summary"] == "The HNSW index docs_hnsw of docs is INVALID", "{alert}");
    let url = "https://docs.example.com/hnsw/runbooks/invalid-index.html";
    ensure!(annotations["runbook_url"] == url, "{alert}");

    // The cure that the monitor names ends it.
    let cure = "REINDEX INDEX CONCURRENTLY docs_hnsw";
    scene.session.batch_execute(cure)?;
    wait_for("the end of the alert", || {
        let data = prometheus.query("ALERTS{alertname=\"HnswIndexInvalid\"}")?;
        Ok(data.is_empty().then_some(()))
    })?;
    let rules = prometheus.ask("/api/v1/rules")?;
    let rules = rules["groups"][0]["rules"].as_array().cloned().unwrap_or_default();
    ensure!(!rules.is_empty() && rules.iter().all(|it| it["health"] == "ok"), "{rules:?}");
    Ok(())
}

fn every_panel_is_answered(scene: &Scene, prometheus: &Prometheus) -> Result<()> {
    let dashboard = fs::read_to_string(scene.write("grafana")?)?;
    let dashboard: Value = serde_json::from_str(&dashboard)?;
    let name = scene.database.name();
    let mut n_queries = 0;
    for panel in dashboard["panels"].as_array().context("no panels")? {
        let title = panel["title"].as_str().unwrap_or_default();
        for target in panel["targets"].as_array().into_iter().flatten() {
            let expr = target["expr"].as_str().context("no query")?;
            let expr = expr.replace("$database", name).replace("$__rate_interval", "30s");
            ensure!(!expr.contains('$'), "{expr}");
            let answer = prometheus.query(&expr).with_context(|| title.to_owned())?;
            n_queries += 1;
            let optional = expr.contains("buffered_bytes") || EMPTY.contains(&title);
            ensure!(optional || !answer.is_empty(), "{title}: {expr} has no data");
        }
    }
    ensure!(20 <= n_queries, "{n_queries} queries");
    // What the variable of the dashboard lists.
    let values = prometheus.ask("/api/v1/label/datname/values?match[]=hnsw_index_info")?;
    ensure!(values.as_array().is_some_and(|it| it.iter().any(|it| it == name)), "{values}");
    Ok(())
}

fn names_are_the_same_by_the_other_exporter(server: &Server) -> Result<()> {
    let mut scene = Scene::set_up(server, "sql names")?;
    scene.search()?;
    let (_exporter, port) = sql_exporter::start(&scene)?;
    scene.write("prometheus-rules")?;
    let scrape = fs::read_to_string(scene.folder.path().join("hnsw_scrape.yaml"))?;
    ensure!(scrape.contains("127.0.0.1:9237"), "{scrape}");
    let scrape = scrape.replace("127.0.0.1:9237", &format!("127.0.0.1:{port}"));
    let prometheus = Prometheus::start(&scene, &scrape)?;
    // NULL is nothing here: these are not known to our scene.
    let unknown = |it: &str| {
        let needs = ["_timed_", "_insert_wal_", "_buffered_", "_until_lost_", "_remaining_"];
        needs.iter().any(|part| it.contains(part)) || it == "hnsw_build_progress_rows"
    };
    let expected: BTreeSet<String> =
        METRICS.iter().map(|it| it.name.to_owned()).filter(|it| !unknown(it)).collect();
    let mut missing: Vec<String> = vec![];
    let collected = wait_for("every metric", || {
        let names = prometheus.ask("/api/v1/label/__name__/values")?;
        let names: BTreeSet<String> = names
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|it| it.as_str().map(str::to_owned))
            .collect();
        missing = expected.difference(&names).cloned().collect();
        Ok(missing.is_empty().then_some(()))
    });
    collected.with_context(|| format!("{missing:?} did not come"))?;
    let size = prometheus.query("hnsw_index_size_bytes{indexrelname=\"items_hnsw\"}")?;
    let bytes = scene.session.value("SELECT pg_relation_size('items_hnsw')")?;
    ensure!(size.len() == 1 && size[0]["value"][1] == bytes.as_str(), "{size:?}");
    ensure!(size[0]["metric"].get("col").is_none(), "{size:?}");
    Ok(())
}
