//! Sessions that wait for others.

use std::thread;

use anyhow::{Result, ensure};

use super::{Place, patiently};

/// A session waits for a lock until the log says so.
pub(super) fn waiting_for_a_lock(it: &mut Place) -> Result<String> {
    let mut holder = it.connect()?;
    let mut other = it.connect()?;
    holder.batch_execute("BEGIN; LOCK TABLE t")?;
    thread::scope(|scope| {
        let waits = scope.spawn(move || other.batch_execute("BEGIN; LOCK TABLE t; COMMIT"));
        let line = it.own.logged("still waiting");
        holder.batch_execute("COMMIT")?;
        let _ = waits.join();
        line
    })
}

/// A concurrent build waits for a transaction that began before.
pub(super) fn waiting_for_snapshots(it: &mut Place) -> Result<String> {
    let mut reader = it.connect()?;
    let mut builder = it.connect()?;
    let mut observer = it.connect()?;
    reader.batch_execute("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT 1")?;
    thread::scope(|scope| {
        let build = "CREATE INDEX CONCURRENTLY late ON t USING hnsw (v vector_l2_ops)";
        let built = scope.spawn(move || builder.batch_execute(build));
        let phase = patiently(|| {
            let phases = observer.values("SELECT phase FROM pg_stat_progress_create_index")?;
            Ok(phases.into_iter().find(|it| it.contains("snapshots")))
        });
        reader.batch_execute("COMMIT")?;
        ensure!(matches!(built.join(), Ok(Ok(()))), "the build failed");
        phase
    })
}
