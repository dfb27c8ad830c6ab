//! While a plan runs there, back and there again, others write and search.

use std::{
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, anyhow, ensure};
use hnswkit_core::plan::Mode;
use hnswkit_tests::{Direction, Server, Session};

use super::case::{Case, Stage};

/// A write that waits for no lock: as long as it takes, the machine has other work.
const BESIDE: &str = "INSERT INTO beside VALUES ({n})";

pub(super) fn check(server: &Server, case: &Case) -> Result<()> {
    let mut it = Stage::new(server, case)?;
    if it.plan.request.mode == Mode::Transactional {
        // It says that writes wait until it ends.
        return Ok(());
    }
    let (mut writer, mut reader) = (it.database.connect()?, it.database.connect()?);
    let mut beside = it.database.connect()?;
    beside.batch_execute("CREATE TEMPORARY TABLE beside (n integer)")?;
    let patience = case.patience.as_millis();
    writer.batch_execute(&format!("SET lock_timeout = '{patience}ms'"))?;
    reader.batch_execute("SET enable_seqscan = off")?;
    let done = AtomicBool::new(false);
    let (writes, longest, busy, searches) = thread::scope(|scope| -> Result<_> {
        let done = &done;
        let written = scope.spawn(move || write(&mut writer, case.write, done));
        let busy = scope.spawn(move || write(&mut beside, BESIDE, done));
        let read = scope.spawn(move || search(&mut reader, case, done));
        let result = go(&mut it);
        // Some of both, however quick the plan is.
        thread::sleep(Duration::from_millis(50));
        done.store(true, Ordering::Relaxed);
        let (writes, longest) = written.join().map_err(|_| anyhow!("the writer panicked"))??;
        let (_, busy) = busy.join().map_err(|_| anyhow!("the writer beside panicked"))??;
        let searches = read.join().map_err(|_| anyhow!("the reader panicked"))??;
        result?;
        Ok((writes, longest, busy, searches))
    })?;
    ensure!(0 < writes && 0 < searches, "{writes} writes, {searches} searches");
    ensure!(
        longest < case.patience + busy,
        "a write took {longest:?}, one that meets no plan {busy:?}"
    );
    it.expect(Direction::Up, "in company")
}

fn go(it: &mut Stage<'_>) -> Result<()> {
    it.run(Direction::Up, "up")?;
    if it.case.no_way_back.is_none() {
        it.run(Direction::Down, "down")?;
        it.run(Direction::Up, "up again")?;
    }
    Ok(())
}

/// How often it wrote, and the longest that it took.
fn write(session: &mut Session, sql: &str, done: &AtomicBool) -> Result<(u32, Duration)> {
    let (mut n, mut longest) = (0, Duration::ZERO);
    while !done.load(Ordering::Relaxed) {
        n += 1;
        let started = Instant::now();
        let sql = sql.replace("{n}", &n.to_string());
        session.batch_execute(&sql).with_context(|| format!("the writer: {sql}"))?;
        longest = longest.max(started.elapsed());
        thread::sleep(Duration::from_millis(1));
    }
    Ok((n, longest))
}

/// How often the search was seen to be served by an HNSW index.
fn search(session: &mut Session, case: &Case, done: &AtomicBool) -> Result<u32> {
    let mut n = 0;
    while !done.load(Ordering::Relaxed) {
        if let Some(search) = case.search {
            let plan = session.values(&format!("EXPLAIN (COSTS OFF) {search}"))?.join("\n");
            // Only an index that returns rows by distance has an order.
            ensure!(plan.contains("Order By:"), "the search lost the index:\n{plan}");
            session.batch_execute(search)?;
        }
        n += 1;
        thread::sleep(Duration::from_millis(1));
    }
    Ok(n)
}
