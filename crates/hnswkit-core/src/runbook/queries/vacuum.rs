//! VACUUM of the plan's tables.

use super::tables;
use crate::plan::Plan;

/// What runs.
pub(in crate::runbook) fn progress(plan: &Plan) -> String {
    format!(
        "SELECT
    p.pid,
    p.relid::regclass AS \"table\",
    p.phase,
    p.index_vacuum_count AS index_rounds,
    date_trunc('second', clock_timestamp() - a.xact_start) AS running_for,
    left(a.query, 60) AS query
FROM pg_stat_progress_vacuum AS p
JOIN pg_stat_activity AS a ON a.pid = p.pid
WHERE p.datname = current_database()
    AND p.relid IN ({});",
        tables(plan)
    )
}

/// What is left to do.
pub(in crate::runbook) fn dead_rows(plan: &Plan) -> String {
    format!(
        "SELECT
    s.relid::regclass AS \"table\",
    s.n_live_tup AS live,
    s.n_dead_tup AS dead,
    greatest(s.last_vacuum, s.last_autovacuum) AS last_vacuum,
    age(c.relfrozenxid) AS age
FROM pg_stat_all_tables AS s
JOIN pg_class AS c ON c.oid = s.relid
WHERE s.relid IN ({});",
        tables(plan)
    )
}

/// Ends what runs, but for what keeps the database from stopping.
pub(in crate::runbook) fn cancel(plan: &Plan) -> String {
    format!(
        "SELECT p.pid, pg_cancel_backend(p.pid) AS canceled
FROM pg_stat_progress_vacuum AS p
JOIN pg_stat_activity AS a ON a.pid = p.pid
WHERE p.datname = current_database()
    AND a.query NOT LIKE '%(to prevent wraparound)'
    AND p.relid IN ({});",
        tables(plan)
    )
}
