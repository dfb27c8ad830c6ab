-- title: Definitions
-- question: Which HNSW indexes are there, and how is each defined?
-- healthy: Every planned index is there once, with the planned operator class, m and
--     ef_construction.
-- since: PostgreSQL 15, pgvector 0.5.1
-- rights: Every role sees all of it; pg_monitor adds nothing.
-- note: ALTER INDEX ... SET (m = ...) shows here at once, but the graph has it only after the
--     next REINDEX.
-- note: Waits while another session holds the table exclusively (DROP INDEX, ALTER TABLE): set a
--     lock_timeout on dashboards.

SELECT
    n.nspname AS schema,
    t.relname AS "table",
    c.relname AS index,
    pg_get_indexdef(i.indexrelid, 1, false) AS key,
    o.opcname AS operator_class,
    -- 16 and 64 are pgvector's defaults.
    coalesce(p.m, '16')::int AS m,
    coalesce(p.ef_construction, '64')::int AS ef_construction,
    pg_get_expr(i.indpred, i.indrelid) AS predicate,
    pg_get_indexdef(i.indexrelid) AS definition
FROM pg_index AS i
JOIN pg_class AS c ON c.oid = i.indexrelid
JOIN pg_class AS t ON t.oid = i.indrelid
JOIN pg_namespace AS n ON n.oid = t.relnamespace
JOIN pg_am AS a ON a.oid = c.relam
JOIN pg_opclass AS o ON o.oid = i.indclass[0]
CROSS JOIN LATERAL (
    SELECT
        max(option_value) FILTER (WHERE option_name = 'm') AS m,
        max(option_value) FILTER (WHERE option_name = 'ef_construction') AS ef_construction
    FROM pg_options_to_table(c.reloptions)
) AS p
WHERE a.amname = 'hnsw'
    -- AND i.indexrelid IN (:indexes)
ORDER BY n.nspname, t.relname, c.relname;
