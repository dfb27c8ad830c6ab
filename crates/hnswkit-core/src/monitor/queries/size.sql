-- title: Size
-- question: How large is the index, beside its table and in memory?
-- healthy: bytes_per_row is near the estimate of the plan; deletes and updates let it grow, and
--     only REINDEX shrinks it. hit_ratio is near 1 when the index fits into shared_buffers.
-- since: PostgreSQL 15, pgvector 0.5.1
-- rights: Every role sees all of it, but rows leaves NULLs out only for roles with SELECT on the
--     column; pg_monitor adds nothing.
-- note: Waits while another session holds the index or the table exclusively (plain REINDEX,
--     DROP INDEX): set a lock_timeout on dashboards.
-- note: rows and with it bytes_per_row are as old as the last build, VACUUM or ANALYZE; after an
--     ANALYZE, those of a partial index have its NULLs in them.
-- note: hit_ratio counts since the last reset of statistics; a miss may come from the file cache.

SELECT
    n.nspname AS schema,
    t.relname AS "table",
    c.relname AS index,
    z.index_bytes,
    pg_size_pretty(z.index_bytes) AS index_size,
    z.index_bytes / current_setting('block_size')::int AS pages,
    r.rows::bigint AS rows,
    round((z.index_bytes / nullif(r.rows, 0))::numeric, 1) AS bytes_per_row,
    z.table_bytes,
    pg_size_pretty(z.table_bytes) AS table_size,
    round(z.index_bytes::numeric / nullif(z.total_bytes, 0), 3) AS share_of_total,
    round(b.idx_blks_hit::numeric / nullif(b.idx_blks_hit + b.idx_blks_read, 0), 4) AS hit_ratio
FROM pg_index AS i
JOIN pg_class AS c ON c.oid = i.indexrelid
JOIN pg_class AS t ON t.oid = i.indrelid
JOIN pg_namespace AS n ON n.oid = t.relnamespace
JOIN pg_am AS a ON a.oid = c.relam
LEFT JOIN pg_statio_user_indexes AS b ON b.indexrelid = i.indexrelid
CROSS JOIN LATERAL (
    SELECT
        pg_relation_size(i.indexrelid) AS index_bytes,
        -- With TOAST, where long vectors are, and without indexes.
        pg_table_size(i.indrelid) AS table_bytes,
        pg_total_relation_size(i.indrelid) AS total_bytes
) AS z
CROSS JOIN LATERAL (
    -- The share of NULL, which no HNSW index holds, in the column or those of the expression.
    SELECT coalesce(max(s.null_frac), 0) AS null_frac
    FROM pg_depend AS d
    JOIN pg_attribute AS v ON v.attrelid = d.refobjid AND v.attnum = d.refobjsubid
    JOIN pg_stats AS s ON s.schemaname = n.nspname AND s.tablename = t.relname AND s.attname = v.attname
    WHERE d.classid = 'pg_class'::regclass
        AND d.objid = i.indexrelid
        AND d.refobjid = i.indrelid
        AND NOT s.inherited
) AS f
CROSS JOIN LATERAL (
    -- A build counts the rows of the index, ANALYZE those of the table; -1 is never counted.
    SELECT
        CASE
            WHEN c.reltuples < 0 THEN NULL
            WHEN i.indpred IS NOT NULL OR t.reltuples < 0 THEN c.reltuples
            ELSE least(c.reltuples, t.reltuples * (1 - f.null_frac))
        END AS rows
) AS r
WHERE a.amname = 'hnsw'
    AND c.relkind = 'i'
    -- AND i.indexrelid IN (:indexes)
ORDER BY z.index_bytes DESC, n.nspname, t.relname, c.relname;
