-- title: WAL
-- question: How much WAL does the server write, and how much of it while indexes are built?
-- healthy: Two answers differ by less WAL than the disk and the replicas can take in that time.
-- since: PostgreSQL 15, pgvector 0.5.1
-- rights: Every role sees all of it; hnsw_builds counts those of other roles only with pg_monitor.
-- note: WAL is counted for the whole server, not for a build: take the difference of two answers,
--     and know what else writes. A build of an index writes about 0.8 of its bytes.
-- note: max_wal_bytes is max_wal_size, which is a wish: WAL grows above it while checkpoints, slots
--     or archiving are behind.

SELECT
    w.wal_bytes::bigint AS wal_bytes,
    w.wal_records,
    w.wal_fpi AS full_page_images,
    w.stats_reset,
    CASE WHEN NOT pg_is_in_recovery() THEN pg_current_wal_lsn() END AS lsn,
    pg_size_bytes(current_setting('max_wal_size')) AS max_wal_bytes,
    (
        SELECT count(*)
        FROM pg_stat_get_progress_info('CREATE INDEX') AS q
        JOIN pg_am AS a ON a.oid = q.param9::oid
        JOIN pg_database AS d ON d.oid = q.datid
        WHERE d.datname = current_database()
            AND a.amname = 'hnsw'
    ) AS hnsw_builds,
    clock_timestamp() AS sampled_at
FROM pg_stat_wal AS w;
