//! A replica that is in the way, or behind.

use std::thread;

use anyhow::Result;
use hnswkit_tests::{Room, Session};

use super::{Place, said};

/// What is said on a replica that does not wait for its queries, and falls behind.
pub(super) fn conflicts_on_a_replica(it: &mut Place) -> Result<String> {
    let mut replica = it.own.replica()?;
    replica.start(Room::default(), &["max_connections=20", "max_standby_streaming_delay=50ms"])?;
    let url = replica.server.url.clone();
    let mut reading = Session::connect(&url)?;
    let mut idle = Session::connect(&url)?;
    let mut lines = said(&mut idle, "CREATE INDEX ON t USING hnsw (v vector_l2_ops)");
    let transaction = "BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM t";
    idle.batch_execute(transaction)?;
    reading.batch_execute(transaction)?;
    let reads = thread::spawn(move || said(&mut reading, "SELECT pg_sleep(30)"));
    it.connect()?.batch_execute("DELETE FROM t WHERE id % 2 = 0")?;
    it.connect()?.batch_execute("VACUUM t")?;
    lines.extend(reads.join().map_err(|_| anyhow::anyhow!("the reader panicked"))?);
    lines.push(replica.logged("terminating connection due to conflict")?);
    replica.stop("INT")?;
    let mut session = it.connect()?;
    for _ in 0..4 {
        session.batch_execute("CREATE TABLE x (); DROP TABLE x; SELECT pg_switch_wal()")?;
        session.batch_execute("CHECKPOINT")?;
    }
    replica.launch(Room::default(), &["max_connections=20"])?;
    lines.push(replica.logged("already been removed")?);
    Ok(lines.join("\n"))
}
