-- title: Sample build
-- question: How fast does this server build this index, on vectors of this table?
-- healthy: Two rows, the second with more seconds a row than the first: it grows slowly. Their last
--     column goes into hnswkit.toml, and narrows the time of the build from a factor of four.
-- since: PostgreSQL 15, pgvector 0.5.1
-- rights: Needs SELECT on the table, and TEMPORARY on the database; pg_monitor adds nothing.
-- note: It copies rows into temporary tables, builds the index on them, and rolls everything back:
--     nothing waits for it, and nothing of it stays. It takes one processor for about a minute, and
--     statement_timeout ends what takes longer than five.
-- note: The rows are drawn from blocks all over the table, ten times as many as are needed.
-- note: A build on a temporary table is serial. What workers make of it is estimated.
-- note: Run it on the server that will build, at the time of day when it will; a replica has other
--     work to do, and no temporary tables.

BEGIN;
SET LOCAL statement_timeout = '5min';
SET LOCAL maintenance_work_mem = :memory;
CREATE TEMPORARY TABLE hnswkit_times (n_rows bigint, began timestamptz, ended timestamptz) ON COMMIT DROP;
CREATE TEMPORARY TABLE hnswkit_large (v :type) ON COMMIT DROP;
CREATE TEMPORARY TABLE hnswkit_small (v :type) ON COMMIT DROP;
INSERT INTO hnswkit_large
SELECT :key
FROM :table TABLESAMPLE SYSTEM (:percent)
WHERE :key IS NOT NULL
    AND (:predicate)
ORDER BY random()
LIMIT :large;
INSERT INTO hnswkit_small SELECT v FROM hnswkit_large LIMIT :small;
INSERT INTO hnswkit_times SELECT count(*), clock_timestamp() FROM hnswkit_small;
CREATE INDEX ON hnswkit_small USING hnsw (v :opclass) WITH (m = :m, ef_construction = :ef_construction);
UPDATE hnswkit_times SET ended = clock_timestamp() WHERE ended IS NULL;
INSERT INTO hnswkit_times SELECT count(*), clock_timestamp() FROM hnswkit_large;
CREATE INDEX ON hnswkit_large USING hnsw (v :opclass) WITH (m = :m, ef_construction = :ef_construction);
UPDATE hnswkit_times SET ended = clock_timestamp() WHERE ended IS NULL;
SELECT
    t.n_rows AS rows,
    s.seconds,
    round((1000 * s.seconds / nullif(t.n_rows, 0))::numeric, 3) AS milliseconds_a_row,
    format(
        E'[[calibration]]\nrows = %s\nseconds = %s\nworkers = 0\n',
        t.n_rows,
        s.seconds
    ) AS calibration
FROM hnswkit_times AS t
CROSS JOIN LATERAL (
    SELECT round(extract(epoch FROM t.ended - t.began)::numeric, 3) AS seconds
) AS s
ORDER BY t.n_rows;
ROLLBACK;
