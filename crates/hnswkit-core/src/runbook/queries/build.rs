//! Before and during a build.

use super::{indexes, list, tables};
use crate::{
    domain::Literal,
    plan::{IndexRequest, Mode, Plan},
};

/// What stands in the way of the build; no rows when nothing does.
pub(in crate::runbook) fn obstacles(plan: &Plan) -> String {
    // What does not conflict with the lock of the build.
    let harmless = match plan.request.mode {
        Mode::Online => "'AccessShareLock', 'RowShareLock', 'RowExclusiveLock'",
        Mode::Transactional => "'AccessShareLock', 'RowShareLock', 'ShareLock'",
    };
    let mut sql = format!(
        "SELECT format('%s is there, %s', c.oid::regclass, CASE
    WHEN i.indexrelid IS NULL THEN 'not an index'
    WHEN i.indisvalid AND i.indisready THEN 'valid'
    ELSE 'INVALID'
END) AS obstacle
FROM pg_class AS c
LEFT JOIN pg_index AS i ON i.indexrelid = c.oid
WHERE c.oid IN ({names})
UNION ALL
SELECT format('pid %s holds %s on %s: %s', l.pid, l.mode, l.relation::regclass, left(a.query, 60))
FROM pg_locks AS l
JOIN pg_database AS d ON d.oid = l.database AND d.datname = current_database()
LEFT JOIN pg_stat_activity AS a ON a.pid = l.pid
WHERE l.relation IN ({tables})
    AND l.pid IS DISTINCT FROM pg_backend_pid()
    AND l.mode NOT IN ({harmless})",
        names = indexes(plan),
        tables = tables(plan),
    );
    if plan.request.mode == Mode::Online {
        sql.push_str(
            "
UNION ALL
SELECT format('pid %s, %s, open for %s: %s', pid, state, date_trunc('second', now() - xact_start), left(query, 60))
FROM pg_stat_activity
WHERE datname = current_database()
    AND pid <> pg_backend_pid()
    AND coalesce(backend_xmin, backend_xid) IS NOT NULL
    AND backend_type <> 'autovacuum worker'
    AND xact_start < now() - interval '1 minute'",
        );
    }
    sql.push(';');
    sql
}

/// How far a running build is.
pub(in crate::runbook) fn progress(plan: &Plan) -> String {
    let row = |it: &IndexRequest| {
        format!("({}, {})", Literal(&it.definition.table), it.rows.get().max(1))
    };
    let rows: Vec<_> = plan.request.indexes.iter().map(row).collect();
    format!(
        "SELECT
    p.pid,
    p.relid::regclass AS \"table\",
    p.phase,
    p.tuples_done,
    CASE p.phase
        WHEN 'building index: loading tuples' THEN round(100.0 * p.tuples_done / max(plan.n_rows))
    END AS percent,
    date_trunc('second', clock_timestamp() - a.query_start) AS running_for,
    nullif(p.current_locker_pid, 0) AS waits_for_pid
FROM pg_stat_progress_create_index AS p
JOIN pg_stat_activity AS a ON a.pid = p.pid
JOIN (VALUES{gap}{rows}) AS plan (table_name, n_rows) ON to_regclass(plan.table_name) = p.relid
WHERE p.datname = current_database()
GROUP BY p.pid, p.relid, p.phase, p.tuples_done, p.current_locker_pid, a.query_start;",
        gap = if list(&rows).starts_with('\n') { "" } else { " " },
        rows = list(&rows),
    )
}

/// From builds of the plan, and statements that wait for a lock on its tables, to those they wait
/// for.
fn waits(plan: &Plan) -> String {
    format!(
        "FROM pg_stat_activity AS w
CROSS JOIN LATERAL unnest(pg_blocking_pids(w.pid)) AS x (pid)
LEFT JOIN pg_stat_activity AS b ON b.pid = x.pid
WHERE w.pid IN (
    SELECT pid FROM pg_stat_progress_create_index WHERE datname = current_database()
    UNION
    SELECT l.pid
    FROM pg_locks AS l
    JOIN pg_database AS d ON d.oid = l.database AND d.datname = current_database()
    WHERE NOT l.granted AND l.relation IN ({tables})
)",
        tables = tables(plan),
    )
}

/// Whom a build or drop waits for.
pub(in crate::runbook) fn blockers(plan: &Plan) -> String {
    format!(
        "SELECT
    w.pid AS waiting,
    left(w.query, 40) AS statement,
    x.pid AS waits_for,
    b.usename AS \"user\",
    coalesce(b.state, 'prepared: see pg_prepared_xacts') AS state,
    date_trunc('second', now() - b.xact_start) AS open_for,
    left(b.query, 40) AS last_statement
{waits};",
        waits = waits(plan),
    )
}

/// Ends those of them that do nothing.
pub(in crate::runbook) fn end_idle_blockers(plan: &Plan) -> String {
    format!(
        "SELECT b.pid, b.usename AS \"user\", pg_terminate_backend(b.pid) AS ended
{waits}
    AND b.state LIKE 'idle in transaction%';",
        waits = waits(plan),
    )
}

/// Ends a running build on the plan's tables.
pub(in crate::runbook) fn cancel(plan: &Plan) -> String {
    format!(
        "SELECT pid, pg_cancel_backend(pid) AS canceled
FROM pg_stat_progress_create_index
WHERE datname = current_database()
    AND relid IN ({});",
        tables(plan)
    )
}
