-- title: Whom builds wait for
-- question: Which sessions does a build wait for, and which come next?
-- healthy: No row. A build that waits is not stuck: it goes on when the transaction ends, of itself
--     or by pg_terminate_backend(blocker_pid). Do not cancel the build: that leaves it INVALID.
-- since: PostgreSQL 15, pgvector 0.5.1
-- rights: pg_monitor; without, your own builds only, and of other roles' sessions only the pid.
-- note: A concurrent build waits at its end for every older snapshot of the database, also of
--     transactions that never touch the table.
-- note: comes_next are sessions with a snapshot from before the wait; the build may not need them.
-- note: A build that waits for its first lock is not here: see pg_blocking_pids(pid).

SELECT
    p.pid,
    n.nspname AS schema,
    t.relname AS "table",
    coalesce(c.relname, '(others see it after COMMIT)') AS index,
    p.phase,
    CASE WHEN b.pid = p.current_locker_pid THEN 'waited for' ELSE 'comes next' END AS role,
    p.lockers_done,
    p.lockers_total,
    b.pid AS blocker_pid,
    b.usename AS blocker,
    nullif(b.application_name, '') AS application,
    b.client_addr,
    b.state,
    date_trunc('second', clock_timestamp() - b.xact_start) AS open_for,
    date_trunc('second', clock_timestamp() - w.state_change) AS build_elapsed,
    left(regexp_replace(b.query, '\s+', ' ', 'g'), 200) AS query
FROM pg_stat_progress_create_index AS p
-- The view leaves the access method out; it is the ninth parameter below it.
JOIN pg_stat_get_progress_info('CREATE INDEX') AS q ON q.pid = p.pid
JOIN pg_am AS a ON a.oid = q.param9::oid
JOIN pg_stat_activity AS w ON w.pid = p.pid
JOIN pg_stat_activity AS b ON b.pid = p.current_locker_pid
    OR (
        p.phase = 'waiting for old snapshots'
        AND b.datname = p.datname
        AND b.pid <> p.pid
        AND b.backend_xmin IS NOT NULL
        AND b.xact_start < w.xact_start
    )
LEFT JOIN pg_class AS t ON t.oid = p.relid
LEFT JOIN pg_namespace AS n ON n.oid = t.relnamespace
LEFT JOIN pg_class AS c ON c.oid = p.index_relid
WHERE p.datname = current_database()
    AND a.amname = 'hnsw'
    AND p.current_locker_pid <> 0
    -- AND p.relid IN (:tables)
ORDER BY p.pid, role DESC, b.xact_start;
