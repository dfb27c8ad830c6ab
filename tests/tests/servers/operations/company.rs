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

pub(super) fn check(server: &Server, case: &Case) -> Result<()> {
    let mut it = Stage::new(server, case)?;
    if it.plan.request.mode == Mode::Transactional {
        // It says that writes wait until it ends.
        return Ok(());
    }
    let (mut writer, mut reader) = (it.database.connect()?, it.database.connect()?);
    let patience = case.patience.as_millis();
    writer.batch_execute(&format!("SET lock_timeout = '{patience}ms'"))?;
    reader.batch_execute("SET enable_seqscan = off")?;
    let done = AtomicBool::new(false);
    let (writes, longest, searches) = thread::scope(|scope| -> Result<_> {
        let done = &done;
        let write = scope.spawn(move || write(&mut writer, case, done));
        let read = scope.spawn(move || search(&mut reader, case, done));
        let result = go(&mut it);
        // Some of both, however quick the plan is.
        thread::sleep(Duration::from_millis(50));
        done.store(true, Ordering::Relaxed);
        let (writes, longest) = write.join().map_err(|_| anyhow!("the writer panicked"))??;
        let searches = read.join().map_err(|_| anyhow!("the reader panicked"))??;
        result?;
        Ok((writes, longest, searches))
    })?;
    ensure!(0 < writes && 0 < searches, "{writes} writes, {searches} searches");
    ensure!(longest < case.patience, "a write took {longest:?}");
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
fn write(session: &mut Session, case: &Case, done: &AtomicBool) -> Result<(u32, Duration)> {
    let (mut n, mut longest) = (0, Duration::ZERO);
    while !done.load(Ordering::Relaxed) {
        n += 1;
        let started = Instant::now();
        let sql = case.write.replace("{n}", &n.to_string());
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
