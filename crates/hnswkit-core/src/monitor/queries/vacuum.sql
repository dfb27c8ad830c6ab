-- title: Vacuum
-- question: Do tables with HNSW indexes get vacuumed, and how many dead rows wait for it?
-- healthy: dead_rows stays below autovacuum_at, and vacuumed is recent. A dead row takes the place
--     of a live one among the ef_search candidates, so that searches return too few rows.
-- since: PostgreSQL 15, pgvector 0.5.1
-- rights: Every role sees all of it; pg_monitor adds nothing.
-- note: dead_rows is an estimate of the statistics, and a reset of them sets it to 0.
-- note: VACUUM of an HNSW index costs about as much as building it, and never shrinks it.

SELECT
    u.schemaname AS schema,
    u.relname AS "table",
    x.indexes,
    u.n_live_tup AS live_rows,
    u.n_dead_tup AS dead_rows,
    round(u.n_dead_tup::numeric / nullif(u.n_live_tup + u.n_dead_tup, 0), 4) AS dead_share,
    v.at::bigint AS autovacuum_at,
    v.enabled AS autovacuum,
    greatest(u.last_vacuum, u.last_autovacuum) AS vacuumed,
    u.last_vacuum,
    u.last_autovacuum,
    u.vacuum_count + u.autovacuum_count AS vacuums,
    greatest(u.last_analyze, u.last_autoanalyze) AS analyzed,
    u.n_mod_since_analyze AS changes_since_analyze
FROM pg_stat_user_tables AS u
JOIN pg_class AS t ON t.oid = u.relid
CROSS JOIN LATERAL (
    SELECT string_agg(c.relname, ', ' ORDER BY c.relname) AS indexes
    FROM pg_index AS i
    JOIN pg_class AS c ON c.oid = i.indexrelid
    JOIN pg_am AS a ON a.oid = c.relam
    WHERE i.indrelid = u.relid
        AND a.amname = 'hnsw'
) AS x
CROSS JOIN LATERAL (
    -- What the table says, which goes before what the server says.
    SELECT
        max(o.option_value) FILTER (WHERE o.option_name = 'autovacuum_enabled') AS enabled,
        max(o.option_value) FILTER (WHERE o.option_name = 'autovacuum_vacuum_threshold') AS threshold,
        max(o.option_value) FILTER (WHERE o.option_name = 'autovacuum_vacuum_scale_factor') AS factor,
        max(o.option_value) FILTER (WHERE o.option_name = 'autovacuum_vacuum_max_threshold') AS most
    FROM pg_options_to_table(t.reloptions) AS o
) AS o
CROSS JOIN LATERAL (
    SELECT
        -- The upper limit came with PostgreSQL 18; -1 is none.
        least(
            coalesce(o.threshold, current_setting('autovacuum_vacuum_threshold'))::float8
                + coalesce(o.factor, current_setting('autovacuum_vacuum_scale_factor'))::float8
                * greatest(t.reltuples, 0),
            nullif(coalesce(o.most, current_setting('autovacuum_vacuum_max_threshold', true))::float8, -1)
        ) AS at,
        current_setting('autovacuum')::boolean AND coalesce(o.enabled::boolean, true) AS enabled
) AS v
WHERE x.indexes IS NOT NULL
    -- AND u.relid IN (:tables)
ORDER BY u.n_dead_tup DESC, u.schemaname, u.relname;
