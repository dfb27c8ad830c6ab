//! What is there of the plan's indexes.

use super::{indexes, tables};
use crate::plan::Plan;

/// What became of the plan's indexes.
pub(in crate::runbook) fn state(plan: &Plan) -> String {
    format!(
        "SELECT
    i.indexrelid::regclass AS index,
    i.indisvalid AS valid,
    i.indisready AS ready,
    pg_size_pretty(pg_relation_size(i.indexrelid)) AS size,
    s.idx_scan AS scans
FROM pg_index AS i
LEFT JOIN pg_stat_all_indexes AS s ON s.indexrelid = i.indexrelid
WHERE i.indexrelid IN ({});",
        indexes(plan)
    )
}

/// How every HNSW index of the plan's tables is defined.
pub(in crate::runbook) fn definitions(plan: &Plan) -> String {
    format!(
        "SELECT i.indisvalid AS valid, pg_get_indexdef(i.indexrelid) AS definition
{};",
        of_tables(plan)
    )
}

/// Unfinished HNSW indexes on the plan's tables, whatever they are called.
pub(in crate::runbook) fn unfinished(plan: &Plan) -> String {
    format!(
        "SELECT
    i.indexrelid::regclass AS index,
    i.indisready AS writes_pay,
    pg_size_pretty(pg_relation_size(i.indexrelid)) AS size,
    (
        SELECT min(l.pid)
        {BUSY}
    ) AS busy_pid
{}
    AND NOT i.indisvalid;",
        of_tables(plan)
    )
}

/// Drops them with psql's `\gexec`, but for those at which somebody is at work.
pub(in crate::runbook) fn drop_unfinished(plan: &Plan) -> String {
    format!(
        "SELECT format('DROP INDEX CONCURRENTLY IF EXISTS %s', i.indexrelid::regclass)
{}
    AND NOT i.indisvalid
    AND NOT EXISTS (
        SELECT
        {BUSY}
    )
\\gexec",
        of_tables(plan)
    )
}

/// The sessions that build, drop or vacuum: from a table `i` of indexes.
const BUSY: &str = "FROM pg_locks AS l
        JOIN pg_database AS d ON d.oid = l.database AND d.datname = current_database()
        WHERE l.relation = i.indrelid AND l.mode = 'ShareUpdateExclusiveLock' AND l.granted";

fn of_tables(plan: &Plan) -> String {
    format!(
        "FROM pg_index AS i
JOIN pg_class AS c ON c.oid = i.indexrelid
JOIN pg_am AS a ON a.oid = c.relam
WHERE a.amname = 'hnsw'
    AND i.indrelid IN ({})",
        tables(plan)
    )
}
