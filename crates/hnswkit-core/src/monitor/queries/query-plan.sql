-- title: Query plan
-- question: Does the index serve a nearest-neighbor query?
-- healthy: The plan has an Index Scan using the index. A Seq Scan is right for a small table (up to
--     some 2,000 rows; before pgvector 0.8 some 8,000 of 1,536 dimensions); for a larger one, ask
--     the forced plan.
-- since: PostgreSQL 15, pgvector 0.5.1
-- rights: Needs SELECT on the table; pg_monitor adds nothing.
-- note: EXPLAIN plans and does not run, so that the vector, which is NULL here, does not matter.
-- note: Your own query must have the same shape: ORDER BY this very expression, ascending, with
--     LIMIT.

EXPLAIN (SETTINGS)
SELECT *
FROM :table
WHERE (:predicate)
ORDER BY :key :operator (SELECT CAST(NULL AS :type))
LIMIT 10;
