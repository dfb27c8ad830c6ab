-- title: Recall by ef_search
-- question: How much recall does each hnsw.ef_search give, for as many rows as you ask for?
-- healthy: recall rises with ef_search, and then hardly any more: take the first that is enough.
--     index_scans equals searches. Where it stays too low, the graph is: a higher ef_construction
--     or m, or REINDEX INDEX CONCURRENTLY after many deletes.
-- since: PostgreSQL 15, pgvector 0.5.1
-- rights: Needs SELECT on the table; pg_monitor adds nothing.
-- note: Fifty rows of the table are searched for; the exact search reads the whole table for each,
--     so run it when the server has time, or on a replica.
-- note: Real queries are seldom rows of the table, and may have lower recall: fill probes with
--     vectors of theirs, and take the bound of fifty out.
-- note: A search with conditions has a recall of its own: write them behind WHERE in exact and found.
-- note: index_scans below searches: the planner did not take the index, and recall says nothing.
-- note: A row counts as found when it is no farther than the last exact neighbor.
-- note: Run it outside of a transaction: it ends with ROLLBACK, which takes the settings back.

BEGIN;
-- Else the planner may prefer the exact search for both, and recall is 1.
SET LOCAL enable_seqscan = off;
-- SET LOCAL hnsw.iterative_scan = :iterative_scan;
WITH probes AS MATERIALIZED (
    SELECT
        :key AS vector,
        pg_stat_get_xact_numscans(to_regclass(:index)) AS scans_before
    FROM :table
    WHERE :key IS NOT NULL
        AND (:predicate)
    ORDER BY random()
    LIMIT 50
),
exact AS MATERIALIZED (
    SELECT p.vector, p.scans_before, e.farthest, e.n_exact
    FROM probes AS p
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
            LIMIT :limit
        ) AS n
    ) AS e
)
SELECT
    s.ef_search,
    round(avg(r.recall)::numeric, 4) AS recall,
    round(min(r.recall)::numeric, 4) AS worst,
    round(avg(r.n_rows), 1) AS rows,
    sum(count(*)) OVER () AS searches,
    pg_stat_get_xact_numscans(to_regclass(:index)) - min(e.scans_before) AS index_scans
FROM (VALUES (10), (20), (40), (80), (160), (320), (640)) AS s (ef_search)
CROSS JOIN exact AS e
-- Set anew for each search: it depends on the probe, and the search on it.
CROSS JOIN LATERAL (
    SELECT set_config('hnsw.ef_search', s.ef_search::text, e.n_exact IS NOT NULL) AS value
) AS c
CROSS JOIN LATERAL (
    SELECT
        count(*) FILTER (WHERE n.distance <= e.farthest)::float8 / nullif(e.n_exact, 0) AS recall,
        count(*) AS n_rows
    FROM (
        SELECT :key :operator e.vector AS distance
        FROM :table
        WHERE c.value IS NOT NULL
            AND (:predicate)
        ORDER BY :key :operator e.vector
        LIMIT :limit
    ) AS n
) AS r
GROUP BY s.ef_search
ORDER BY s.ef_search;
ROLLBACK;
