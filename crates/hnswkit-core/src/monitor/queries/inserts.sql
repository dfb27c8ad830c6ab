-- title: Cost of inserts
-- question: What does a row cost that is written into a table with HNSW indexes?
-- healthy: ms_per_row stays where it was. With an index of 1,536 dimensions some milliseconds of CPU
--     a row are usual; it grows with the logarithm of the rows, and with ef_construction and m.
-- since: PostgreSQL 15, pgvector 0.5.1
-- rights: pg_monitor, to see the statements of others. Times need pg_stat_statements, loaded and
--     created in this database; without it those columns are NULL, and times_from says why.
-- note: The times are those of INSERT and COPY statements whose text names the table, with all that
--     they do: other indexes, triggers, foreign keys. PostgreSQL does not say what one index costs.
-- note: Without pg_stat_statements: index_blocks are the pages of HNSW indexes that were touched, by
--     writes and by searches alike.
-- note: Counted since the last reset; take the difference of two answers to see today's.

SELECT
    u.schemaname AS schema,
    u.relname AS "table",
    x.n_indexes AS indexes,
    u.n_tup_ins AS rows_inserted,
    u.n_tup_upd - u.n_tup_hot_upd AS rows_updated,
    x.index_blocks,
    s.calls,
    s.rows AS rows_timed,
    round(s.ms::numeric, 3) AS ms_total,
    round((s.ms / nullif(s.rows, 0))::numeric, 3) AS ms_per_row,
    s.wal_bytes AS wal_bytes_total,
    round(s.wal_bytes / nullif(s.rows, 0)) AS wal_bytes_per_row,
    o.source AS times_from
FROM pg_stat_user_tables AS u
CROSS JOIN LATERAL (
    SELECT
        count(*) AS n_indexes,
        sum(b.idx_blks_hit + b.idx_blks_read)::bigint AS index_blocks
    FROM pg_index AS i
    JOIN pg_class AS c ON c.oid = i.indexrelid
    JOIN pg_am AS a ON a.oid = c.relam
    LEFT JOIN pg_statio_user_indexes AS b ON b.indexrelid = i.indexrelid
    WHERE i.indrelid = u.relid
        AND a.amname = 'hnsw'
) AS x
CROSS JOIN (
    -- The extension may not be there, so its view is asked by name. ts_stat is what runs a query by
    -- its text in every build of PostgreSQL; what it answers are words: here oid, calls, rows, ms and wal.
    SELECT
        (
            SELECT
                CASE
                    WHEN max(n.nspname) IS NULL THEN 'unknown: needs CREATE EXTENSION pg_stat_statements'
                    WHEN current_setting('pg_stat_statements.track', true) IS NULL
                        THEN 'unknown: needs pg_stat_statements in shared_preload_libraries'
                    WHEN bool_or(
                        has_schema_privilege(n.oid, 'USAGE')
                        AND has_table_privilege(to_regclass(format('%I.pg_stat_statements', n.nspname)), 'SELECT')
                    ) THEN 'pg_stat_statements'
                    ELSE 'unknown: needs SELECT on pg_stat_statements'
                END
            FROM pg_extension AS e
            JOIN pg_namespace AS n ON n.oid = e.extnamespace
            WHERE e.extname = 'pg_stat_statements'
        ) AS source,
        (
            SELECT array_agg(w.word)
            FROM ts_stat((
                SELECT
                    format(
                        $q$
                        SELECT array_to_tsvector(array_agg(
                            format('%%s:%%s:%%s:%%s:%%s', g.relid, g.calls, g.rows, g.ms, g.wal)
                        ))
                        FROM (
                            SELECT
                                u.relid,
                                sum(s.calls) AS calls,
                                sum(s.rows) AS rows,
                                sum(s.total_exec_time) AS ms,
                                sum(s.wal_bytes) AS wal
                            FROM pg_stat_user_tables AS u
                            JOIN %I.pg_stat_statements AS s ON s.query ~* format(
                                '^\s*(insert\s+into|copy)\s+("?%%s"?\s*\.\s*)?"?%%s"?(\s|\()',
                                regexp_replace(u.schemaname, '(\W)', '\\\1', 'g'),
                                regexp_replace(u.relname, '(\W)', '\\\1', 'g')
                            )
                            JOIN pg_database AS d ON d.oid = s.dbid
                            WHERE d.datname = current_database()
                                AND EXISTS (
                                    SELECT 1
                                    FROM pg_index AS i
                                    JOIN pg_class AS c ON c.oid = i.indexrelid
                                    JOIN pg_am AS a ON a.oid = c.relam
                                    WHERE i.indrelid = u.relid
                                        AND a.amname = 'hnsw'
                                )
                            GROUP BY u.relid
                        ) AS g
                        $q$,
                        n.nspname
                    )
                FROM pg_extension AS e
                JOIN pg_namespace AS n ON n.oid = e.extnamespace
                WHERE e.extname = 'pg_stat_statements'
                    AND current_setting('pg_stat_statements.track', true) IS NOT NULL
                    AND has_schema_privilege(n.oid, 'USAGE')
                    AND has_table_privilege(to_regclass(format('%I.pg_stat_statements', n.nspname)), 'SELECT')
            )) AS w
        ) AS found
) AS o
CROSS JOIN LATERAL (
    SELECT
        max(f.word[2])::bigint AS calls,
        max(f.word[3])::bigint AS rows,
        max(f.word[4])::float8 AS ms,
        max(f.word[5])::numeric AS wal_bytes
    FROM unnest(o.found) AS w (word)
    CROSS JOIN LATERAL string_to_array(w.word, ':') AS f (word)
    WHERE f.word[1] = u.relid::text
) AS s
WHERE 0 < x.n_indexes
    -- AND u.relid IN (:tables)
ORDER BY u.n_tup_ins DESC, u.schemaname, u.relname;
