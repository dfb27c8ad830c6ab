//! `prometheus-sql-exporter` (justwatchcom) with our configuration, and the names that Prometheus
//! makes of it: `prometheus.rs` scrapes it.

use std::{collections::BTreeSet, fs, thread, time::Duration};

use anyhow::{Result, ensure};
use hnswkit_core::monitor::pack::SOURCES;
use hnswkit_tests::{Process, Server, Test, Version, free_port, get, samples};

use super::scene::{Scene, found};

pub(crate) const TESTS: &[Test] = &[Test {
    name: "every_query_is_collected",
    since: Version::OLDEST,
    run: every_query_is_collected,
}];

/// Starts it with the connection put in, as the file asks for.
pub(super) fn start(scene: &Scene) -> Result<(Process, u16)> {
    let path = scene.write("sql-exporter")?;
    let connection = "postgres://monitor@127.0.0.1:5432/postgres?sslmode=prefer";
    let content = fs::read_to_string(&path)?;
    ensure!(content.contains(connection), "{content}");
    fs::write(&path, content.replace(connection, &scene.url()))?;
    let port = free_port()?;
    let mut exporter = found("prometheus-sql-exporter")?;
    exporter.arg("-config.file").arg(path);
    exporter.arg("-web.listen-address").arg(format!("127.0.0.1:{port}"));
    Ok((Process::start(&mut exporter, scene.folder.path(), port)?, port))
}

fn every_query_is_collected(server: &Server) -> Result<()> {
    let mut scene = Scene::set_up(server, "sql exporter")?;
    scene.search()?;
    let (_exporter, port) = start(&scene)?;
    let expected: BTreeSet<_> = SOURCES.iter().map(|it| format!("sql_{}", it.prefix)).collect();
    let mut seen = BTreeSet::new();
    for _ in 0..200 {
        let scraped = get(port, "/metrics")?;
        for it in samples(&scraped)? {
            // A column that is NULL makes it log an error, and is left out.
            let failed = it.name == "sql_exporter_last_scrape_failed" && it.value != 0.0;
            ensure!(!failed, "{it:?}");
            seen.insert(it.name);
        }
        if expected.is_subset(&seen) {
            return Ok(());
        }
        thread::sleep(Duration::from_millis(100));
    }
    let missing: Vec<_> = expected.difference(&seen).collect();
    anyhow::bail!("{missing:?} did not come")
}
