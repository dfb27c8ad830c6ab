//! Builds that are timed: a sample before, and the build itself while it runs.

use std::{thread, time::Instant};

use anyhow::{Context, Result, ensure};
use hnswkit_api::spec::Spec;
use hnswkit_core::{
    domain::Seconds,
    estimate::{Progress, calibrate, remaining},
    plan::plan,
};
use hnswkit_tests::{Database, Element, Server, alone, create_table, plan_of};

use super::{about, items, rows, wait_for};

/// A table whose build takes a few seconds.
const LONGER: &str = r#"
    [migration]
    name = "items"
    [[index]]
    table = "items"
    column = "embedding"
    name = "items_hnsw"
    type = "vector(128)"
    metric = "l2"
    rows = "12k"
    workers = 0
    maintenance_work_mem = "64MB"
"#;

pub(super) fn a_sample_is_built_and_leaves_nothing(server: &Server) -> Result<()> {
    let (database, mut session, plan_of_items) = items(server, "sample")?;
    let built = rows(&mut session, &about("sample-build", &plan_of_items)?.sql)?;
    // The table has fewer rows than a sample takes.
    ensure!(built.len() == 2 && built.iter().all(|it| it.get("rows") == Some("158")), "{built:?}");
    let left = "SELECT count(*) FROM pg_class WHERE relname LIKE 'hnswkit_%'";
    ensure!(session.value(left)? == "0");
    ensure!(session.value("SHOW statement_timeout")? == "0");
    drop(database);

    let database = Database::create(server, "sample of many")?;
    let mut session = database.connect()?;
    create_table(&mut session, "items", "embedding", Element::Vector(128), 12_000)?;
    let _alone = alone();
    let built = rows(&mut session, &about("sample-build", &plan_of(LONGER)?)?.sql)?;
    let sections: Option<Vec<&str>> = built.iter().map(|it| it.get("calibration")).collect();
    let toml = format!("{LONGER}\n{}", sections.context("no calibration")?.concat());
    let request = Spec::from_toml(&toml, "hnswkit.toml")
        .and_then(|it| it.to_request())
        .map_err(|it| anyhow::anyhow!("{it}"))?;
    ensure!(request.calibration.len() == 2, "{toml}");
    let plan = plan(request).map_err(|it| anyhow::anyhow!("{it:?}"))?;
    let expected = plan.estimates[0].calibrated.context("not calibrated")?;
    ensure!(expected.high.0 / expected.low.0 < 2.5, "{expected:?}");
    let started = Instant::now();
    session.batch_execute(
        "SET maintenance_work_mem = '64MB'; SET max_parallel_maintenance_workers = 0;
        CREATE INDEX items_hnsw ON items USING hnsw (embedding vector_l2_ops)",
    )?;
    let took = started.elapsed().as_secs_f64();
    println!("{server}: {expected:?}, and it took {took:.2} s");
    ensure!(is_like(took, expected.likely), "{expected:?}: {took:.2} s");
    let again = calibrate(plan.estimates[0].workload(), None, &plan.request.calibration);
    ensure!(again == Some(expected), "{again:?}");
    Ok(())
}

pub(super) fn a_running_build_ends_when_its_progress_says(server: &Server) -> Result<()> {
    let database = Database::create(server, "progress of many")?;
    let mut session = database.connect()?;
    create_table(&mut session, "items", "embedding", Element::Vector(128), 12_000)?;
    let plan = plan_of(LONGER)?;
    let mut watch = database.connect()?;
    let _alone = alone();
    let started = Instant::now();
    let build = thread::spawn(move || -> Result<f64> {
        session.batch_execute(
            "SET maintenance_work_mem = '64MB'; SET max_parallel_maintenance_workers = 0;
            CREATE INDEX items_hnsw ON items USING hnsw (embedding vector_l2_ops)",
        )?;
        Ok(started.elapsed().as_secs_f64())
    });
    let sql = about("progress", &plan)?.sql;
    let mut samples = vec![];
    let done = |it: &postgres::SimpleQueryRow| -> Option<u64> { it.get("rows_done")?.parse().ok() };
    for rows in [2_000, 3_000, 4_000, 5_000, 6_000] {
        let row = wait_for(&mut watch, &sql, |it| done(it).is_some_and(|it| rows <= it))?;
        let seconds = Seconds(started.elapsed().as_secs_f64());
        samples.push(Progress { seconds, rows: done(&row).context("no rows")? });
    }
    let found = remaining(&plan.estimates[0], &samples).context("the samples tell nothing")?;
    let last = samples[4].seconds.0;
    let took = build.join().map_err(|_| anyhow::anyhow!("the build broke"))?? - last;
    println!("{server}: {found:?} after {last:.2} s, and it took {took:.2} s more");
    ensure!(is_like(took, found.likely), "{found:?}: {took:.2} s");
    ensure!((0.2..=1.0).contains(&found.done), "{found:?}");
    Ok(())
}

/// Whether a build took as long as was forecast, as far as a machine of tests can tell: it has
/// other work to do, sometimes during the sample, and sometimes during the build. Half a second
/// is nothing.
fn is_like(took: f64, likely: Seconds) -> bool {
    (0.2..5.0).contains(&(took.max(0.5) / likely.0.max(0.5)))
}
