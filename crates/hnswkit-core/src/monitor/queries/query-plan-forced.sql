-- title: Query plan, forced
-- question: Could the index serve the query at all, when the planner does not choose it?
-- healthy: The plan has an Index Scan using the index: it can, and the planner found the other plan
--     cheaper. Any other plan: it cannot; the index is INVALID, or the query does not match it.
-- since: PostgreSQL 15, pgvector 0.5.1
-- rights: Needs SELECT on the table; pg_monitor adds nothing.
-- note: Run it outside of a transaction: it ends with ROLLBACK, which takes the settings back.

BEGIN;
-- Without these two plans the index is all that is left to order by distance.
SET LOCAL enable_seqscan = off;
SET LOCAL enable_sort = off;
EXPLAIN (SETTINGS)
SELECT *
FROM :table
WHERE (:predicate)
ORDER BY :key :operator (SELECT CAST(NULL AS :type))
LIMIT 10;
ROLLBACK;
