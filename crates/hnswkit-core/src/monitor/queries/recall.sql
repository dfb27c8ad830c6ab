-- title: Recall probe
-- question: Does the index find the rows that an exact search finds?
-- healthy: recall is as near to 1 as you need it, and so is worst; index_scans equals probes. When
--     it is too low, raise hnsw.ef_search first; an index with lower recall after many deletes is
--     made new by REINDEX INDEX CONCURRENTLY.
-- since: PostgreSQL 15, pgvector 0.5.1
-- rights: Needs SELECT on the table; pg_monitor adds nothing.
-- note: Twenty rows of the table are searched for with ten neighbors each, themselves among them;
--     the exact search reads the whole table for each, so run it when the server has time.
-- note: Real queries are seldom rows of the table, and may have lower recall: probe with vectors of
--     theirs when it matters. For an expression it compares by that expression's distance.
-- note: index_scans below probes: the planner did not take the index, and recall says nothing.
-- note: A row counts as found when it is no farther than the tenth exact neighbor.
-- note: Run it outside of a transaction: it ends with ROLLBACK, which takes the setting back.

BEGIN;
-- Else the planner may prefer the exact search for both, and recall is 1.
SET LOCAL enable_seqscan = off;
SELECT
    count(*) AS probes,
    round(avg(r.recall)::numeric, 4) AS recall,
    round(min(r.recall)::numeric, 4) AS worst,
    current_setting('hnsw.ef_search', true) AS ef_search,
    pg_stat_get_xact_numscans(to_regclass(:index)) - min(p.scans_before) AS index_scans
FROM (
    SELECT
        :key AS vector,
        pg_stat_get_xact_numscans(to_regclass(:index)) AS scans_before
    FROM :table
    WHERE :key IS NOT NULL
        AND (:predicate)
    ORDER BY random()
    LIMIT 20
) AS p
CROSS JOIN LATERAL (
    -- The NULLIF keeps the planner from the index here: it is no distance any more.
    SELECT
        max(n.distance) AS farthest,
        count(n.distance) AS n_exact
    FROM (
        SELECT nullif(:key :operator p.vector, 'NaN') AS distance
        FROM :table
        WHERE (:predicate)
        ORDER BY distance
        LIMIT 10
    ) AS n
) AS e
CROSS JOIN LATERAL (
    SELECT
        count(*) FILTER (WHERE n.distance <= e.farthest)::float8 / nullif(e.n_exact, 0) AS recall
    FROM (
        SELECT :key :operator p.vector AS distance
        FROM :table
        WHERE (:predicate)
        ORDER BY :key :operator p.vector
        LIMIT 10
    ) AS n
) AS r;
ROLLBACK;
