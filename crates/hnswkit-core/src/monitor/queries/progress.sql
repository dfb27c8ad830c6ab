-- title: Progress
-- question: How far is the build, how long does it still take, and whom does it wait for?
-- healthy: percent grows from look to look, and waits_for is empty or changes.
-- since: PostgreSQL 15, pgvector 0.5.1
-- rights: A role sees the builds of the roles that it is a member of; pg_monitor adds those of all
--     others, and the queries of those that they wait for.
-- note: HNSW never fills tuples_total, so percent is the rows done against the rows that ANALYZE
--     last counted, less the NULLs, scaled to the table's size of today. Where that is not to be
--     had (no ANALYZE, no SELECT on the column, a partial or partitioned index, a plain CREATE
--     INDEX, whose index others cannot see yet) it is percent_by_blocks.
-- note: eta is there while rows are loaded, from 2 per cent on. It counts from the start of the
--     statement, waits included, and a row costs as much as the logarithm of the rows before it.
--     It is rather too short in the first half, and far too short for a build that spills (its
--     NOTICE: hnsw graph no longer fits into maintenance_work_mem), which slows down.
-- note: A build that waits for its first lock on the table is not here yet; it is in pg_locks.

SELECT
    p.pid,
    n.nspname AS schema,
    t.relname AS "table",
    coalesce(c.relname, '(others see it after COMMIT)') AS index,
    p.command,
    p.phase,
    CASE p.phase
        WHEN 'initializing' THEN 'begins'
        WHEN 'waiting for writers before build'
            THEN 'nothing is built yet; waits for transactions that write to the table'
        WHEN 'building index: initializing' THEN 'begins'
        WHEN 'building index: loading tuples'
            THEN 'puts the rows into the graph, then writes it to disk; nearly all of the time goes here'
        WHEN 'waiting for writers before validation'
            THEN 'the graph is built, and writes pay for it; waits for transactions that write to the table'
        WHEN 'index validation: scanning index' THEN 'reads which rows the graph has'
        WHEN 'index validation: sorting tuples' THEN 'sorts them'
        WHEN 'index validation: scanning table' THEN 'adds the rows that were written during the build'
        WHEN 'waiting for old snapshots'
            THEN 'all is built; waits for every older transaction of the database before queries may use it'
        WHEN 'waiting for readers before marking dead'
            THEN 'the new index serves; waits for transactions that read by the old one'
        WHEN 'waiting for readers before dropping'
            THEN 'the new index serves; waits for transactions that read by the old one'
    END AS meaning,
    round((100 * f.share)::numeric, 1) AS percent,
    CASE WHEN l.loading THEN round((100 * k.by_blocks)::numeric, 1) END AS percent_by_blocks,
    date_trunc('second', e.elapsed * ((1 - g.work) / g.work)) AS eta,
    date_trunc('second', e.elapsed) AS elapsed,
    CASE WHEN l.loading THEN p.tuples_done END AS rows_done,
    CASE WHEN l.loading THEN r.rows_expected::bigint END AS rows_expected,
    nullif(p.current_locker_pid, 0) AS waits_for_pid,
    CASE
        WHEN p.lockers_total = 0 THEN NULL
        WHEN b.pid IS NULL THEN format('%s of %s: see pg_prepared_xacts', p.lockers_done + 1, p.lockers_total)
        ELSE format(
            '%s of %s: %s, %s, open for %s: %s',
            p.lockers_done + 1,
            p.lockers_total,
            b.usename,
            b.state,
            date_trunc('second', e.now - b.xact_start),
            left(regexp_replace(b.query, '\s+', ' ', 'g'), 80)
        )
    END AS waits_for
FROM pg_stat_progress_create_index AS p
-- The view leaves the access method out; it is the ninth parameter below it.
JOIN pg_stat_get_progress_info('CREATE INDEX') AS q ON q.pid = p.pid
JOIN pg_am AS a ON a.oid = q.param9::oid
LEFT JOIN pg_class AS t ON t.oid = p.relid
LEFT JOIN pg_namespace AS n ON n.oid = t.relnamespace
LEFT JOIN pg_index AS i ON i.indexrelid = p.index_relid
LEFT JOIN pg_class AS c ON c.oid = p.index_relid
LEFT JOIN pg_stat_activity AS w ON w.pid = p.pid
LEFT JOIN pg_stat_activity AS b ON b.pid = p.current_locker_pid
CROSS JOIN LATERAL (
    SELECT p.phase = 'building index: loading tuples' AS loading
) AS l
CROSS JOIN LATERAL (
    SELECT
        clock_timestamp() AS now,
        clock_timestamp() - w.query_start AS elapsed
) AS e
CROSS JOIN LATERAL (
    -- Rows in blocks of today, less those with NULL in the column or those of the expression.
    SELECT
        CASE
            WHEN i.indpred IS NULL AND p.partitions_total = 0 AND 0 < t.reltuples
                THEN nullif(t.reltuples / t.relpages * p.blocks_total * (1 - max(s.null_frac)), 0)
        END AS rows_expected
    FROM pg_depend AS d
    JOIN pg_attribute AS v ON v.attrelid = d.refobjid AND v.attnum = d.refobjsubid
    JOIN pg_stats AS s ON s.schemaname = n.nspname AND s.tablename = t.relname AND s.attname = v.attname
    WHERE d.classid = 'pg_class'::regclass
        AND d.objid = i.indexrelid
        AND d.refobjid = i.indrelid
        AND NOT s.inherited
) AS r
CROSS JOIN LATERAL (
    -- PostgreSQL reports all blocks as done while it is in the first; that has at most 291 rows.
    SELECT
        CASE
            WHEN p.blocks_done = p.blocks_total AND p.tuples_done <= 291 THEN 0
            ELSE p.blocks_done::float8 / nullif(p.blocks_total, 0)
        END AS by_blocks
) AS k
CROSS JOIN LATERAL (
    SELECT
        CASE
            WHEN l.loading THEN
                (p.partitions_done + least(coalesce(p.tuples_done / r.rows_expected, k.by_blocks, 0), 1))
                    / greatest(p.partitions_total, 1)
            WHEN p.phase IN (
                'initializing',
                'waiting for writers before build',
                'building index: initializing'
            ) THEN 0
            ELSE 1
        END AS share
) AS f
CROSS JOIN LATERAL (
    -- The share of the work behind the share of the rows: n * ln(n) of all.
    SELECT
        CASE
            WHEN l.loading AND 0.02 < f.share AND 1 < p.tuples_done AND p.partitions_total = 0
                THEN f.share * ln(p.tuples_done) / ln(p.tuples_done / f.share)
        END AS work
) AS g
WHERE p.datname = current_database()
    AND a.amname = 'hnsw'
    -- AND p.relid IN (:tables)
ORDER BY p.pid;
