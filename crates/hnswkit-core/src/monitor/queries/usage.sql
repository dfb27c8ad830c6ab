-- title: Usage
-- question: Do queries use the index, and how many writes pay for it?
-- healthy: idx_scan grows, and last_idx_scan is recent. An index with writes and without scans
--     costs and serves nobody.
-- since: PostgreSQL 15, pgvector 0.5.1 (last_idx_scan: PostgreSQL 16, NULL before)
-- rights: Every role sees all of it; pg_monitor adds nothing.
-- note: Counted on this server only (a replica counts its own scans) since stats_reset, which is
--     NULL when nobody has reset the statistics.
-- note: A rate is the difference of two answers by the difference of their sampled_at; the count
--     itself is as old as stats_reset, or as the index.
-- note: writes are inserts and non-HOT updates of the table, each of which puts a row into the
--     index; those from before the index are counted, too.

SELECT
    s.schemaname AS schema,
    s.relname AS "table",
    s.indexrelname AS index,
    s.idx_scan,
    s.idx_tup_read,
    s.idx_tup_fetch,
    -- By name, because the column came with PostgreSQL 16.
    (to_jsonb(s) ->> 'last_idx_scan')::timestamptz AS last_idx_scan,
    u.seq_scan AS table_seq_scan,
    u.n_live_tup AS table_rows,
    u.n_tup_ins + u.n_tup_upd - u.n_tup_hot_upd AS writes,
    d.stats_reset,
    clock_timestamp() AS sampled_at,
    round(s.idx_tup_read::numeric / nullif(s.idx_scan, 0), 1) AS rows_per_scan
FROM pg_stat_user_indexes AS s
JOIN pg_stat_user_tables AS u ON u.relid = s.relid
JOIN pg_stat_database AS d ON d.datname = current_database()
JOIN pg_class AS c ON c.oid = s.indexrelid
JOIN pg_am AS a ON a.oid = c.relam
WHERE a.amname = 'hnsw'
    -- AND s.indexrelid IN (:indexes)
ORDER BY s.idx_scan, s.schemaname, s.relname, s.indexrelname;
