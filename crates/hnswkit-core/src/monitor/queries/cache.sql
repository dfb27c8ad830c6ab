-- title: Cache
-- question: How much of the index is in memory, and how often is it read from elsewhere?
-- healthy: hit_ratio is near 1, and share_of_shared_buffers well below it. An index that is larger
--     than shared_buffers is read from the file cache or from disk, page by page, in every search.
-- since: PostgreSQL 15, pgvector 0.5.1
-- rights: hit_ratio needs none. What is in shared_buffers needs the extension pg_buffercache and
--     pg_monitor; without them those columns are NULL, and buffers_from says why.
-- note: hit_ratio counts since the last reset of statistics; take the difference of two answers to
--     see today's. A miss may come from the operating system's file cache, which nobody counts.
-- note: Looking into shared_buffers reads the state of every buffer: some milliseconds a gigabyte;
--     not more often than once a minute.

SELECT
    n.nspname AS schema,
    t.relname AS "table",
    c.relname AS index,
    z.index_bytes,
    b.idx_blks_hit AS blocks_hit,
    b.idx_blks_read AS blocks_read,
    round(b.idx_blks_hit::numeric / nullif(b.idx_blks_hit + b.idx_blks_read, 0), 4) AS hit_ratio,
    h.buffered_bytes,
    round(h.buffered_bytes::numeric / nullif(z.index_bytes, 0), 3) AS share_buffered,
    m.shared_buffers_bytes,
    round(h.buffered_bytes::numeric / m.shared_buffers_bytes, 3) AS share_of_shared_buffers,
    x.source AS buffers_from
FROM pg_index AS i
JOIN pg_class AS c ON c.oid = i.indexrelid
JOIN pg_class AS t ON t.oid = i.indrelid
JOIN pg_namespace AS n ON n.oid = t.relnamespace
JOIN pg_am AS a ON a.oid = c.relam
LEFT JOIN pg_statio_user_indexes AS b ON b.indexrelid = i.indexrelid
CROSS JOIN (
    SELECT pg_size_bytes(current_setting('shared_buffers')) AS shared_buffers_bytes
) AS m
CROSS JOIN LATERAL (
    SELECT pg_relation_size(i.indexrelid) AS index_bytes
) AS z
CROSS JOIN (
    -- The extension may not be there, so its view is asked by name. ts_stat is what runs a query by
    -- its text in every build of PostgreSQL; what it answers are words: here oid and blocks.
    SELECT
        (
            SELECT
                CASE
                    WHEN max(s.nspname) IS NULL THEN 'unknown: needs CREATE EXTENSION pg_buffercache'
                    WHEN bool_or(
                        has_schema_privilege(s.oid, 'USAGE')
                        AND has_table_privilege(to_regclass(format('%I.pg_buffercache', s.nspname)), 'SELECT')
                    ) THEN 'pg_buffercache'
                    ELSE 'unknown: needs pg_monitor'
                END
            FROM pg_extension AS e
            JOIN pg_namespace AS s ON s.oid = e.extnamespace
            WHERE e.extname = 'pg_buffercache'
        ) AS source,
        (
            SELECT array_agg(w.word)
            FROM ts_stat((
                SELECT
                    format(
                        $q$
                        SELECT array_to_tsvector(array_agg(format('%%s:%%s', g.oid, g.blocks)))
                        FROM (
                            SELECT c.oid, count(b.bufferid) AS blocks
                            FROM pg_class AS c
                            JOIN pg_am AS a ON a.oid = c.relam
                            JOIN pg_database AS d ON d.datname = current_database()
                            LEFT JOIN %I.pg_buffercache AS b
                                ON b.relfilenode = pg_relation_filenode(c.oid)
                                AND b.reldatabase = d.oid
                                AND b.relforknumber = 0
                            WHERE a.amname = 'hnsw'
                                AND c.relkind = 'i'
                            GROUP BY c.oid
                        ) AS g
                        $q$,
                        s.nspname
                    )
                FROM pg_extension AS e
                JOIN pg_namespace AS s ON s.oid = e.extnamespace
                WHERE e.extname = 'pg_buffercache'
                    AND has_schema_privilege(s.oid, 'USAGE')
                    AND has_table_privilege(to_regclass(format('%I.pg_buffercache', s.nspname)), 'SELECT')
            )) AS w
        ) AS found
) AS x
CROSS JOIN LATERAL (
    SELECT
        max(split_part(w.word, ':', 2)::bigint)
            * current_setting('block_size')::bigint AS buffered_bytes
    FROM unnest(x.found) AS w (word)
    WHERE split_part(w.word, ':', 1) = i.indexrelid::text
) AS h
WHERE a.amname = 'hnsw'
    AND c.relkind = 'i'
    -- AND i.indexrelid IN (:indexes)
ORDER BY z.index_bytes DESC, n.nspname, t.relname, c.relname;
