-- title: Progress of VACUUM
-- question: What is a VACUUM of a table with HNSW indexes doing, and how far is it?
-- healthy: No row, or one that moves. In `vacuuming indexes` it repairs the graph around every dead
--     row, which takes about as long as building the index; heap_percent stands still meanwhile.
-- since: PostgreSQL 15, pgvector 0.5.1 (indexes_done: PostgreSQL 17, NULL before)
-- rights: Your own VACUUM; pg_monitor shows everyone's.
-- note: Nobody reports how far VACUUM is within one index.
-- note: index_passes above 0 while it is vacuuming indexes: maintenance_work_mem (or
--     autovacuum_work_mem) was too small for all dead rows, and every index is gone through again.

SELECT
    p.pid,
    n.nspname AS schema,
    t.relname AS "table",
    x.indexes,
    p.phase,
    p.phase = 'vacuuming indexes' AS in_indexes,
    date_trunc('second', clock_timestamp() - w.xact_start) AS elapsed,
    CASE
        WHEN w.backend_type = 'autovacuum worker' AND w.query LIKE '%(to prevent wraparound)'
            THEN 'autovacuum, to prevent wraparound: it does not give way'
        WHEN w.backend_type = 'autovacuum worker' THEN 'autovacuum'
        ELSE 'manual'
    END AS started_by,
    round(100.0 * p.heap_blks_scanned / nullif(p.heap_blks_total, 0), 1) AS heap_percent,
    p.index_vacuum_count AS index_passes,
    -- By name, because these came with PostgreSQL 17, which also gave the next one a new name.
    (to_jsonb(p) ->> 'indexes_processed')::bigint AS indexes_done,
    (to_jsonb(p) ->> 'indexes_total')::bigint AS indexes_total,
    coalesce(to_jsonb(p) ->> 'num_dead_item_ids', to_jsonb(p) ->> 'num_dead_tuples')::bigint AS dead_rows,
    w.wait_event_type,
    w.wait_event
FROM pg_stat_progress_vacuum AS p
JOIN pg_class AS t ON t.oid = p.relid
JOIN pg_namespace AS n ON n.oid = t.relnamespace
LEFT JOIN pg_stat_activity AS w ON w.pid = p.pid
CROSS JOIN LATERAL (
    SELECT string_agg(c.relname, ', ' ORDER BY c.relname) AS indexes
    FROM pg_index AS i
    JOIN pg_class AS c ON c.oid = i.indexrelid
    JOIN pg_am AS a ON a.oid = c.relam
    WHERE i.indrelid = p.relid
        AND a.amname = 'hnsw'
) AS x
WHERE p.datname = current_database()
    AND x.indexes IS NOT NULL
    -- AND p.relid IN (:tables)
ORDER BY p.pid;
