-- Way back of drop_partitions: build 4 HNSW indexes while reads and writes go on.
-- Part 2 of 23: back_attachd.
--
-- The connection brings the settings, at the end of its URL, after ? or &:
--   options=-c%20lock_timeout%3D0%20-c%20statement_timeout%3D0%20-c%20maintenance_work_mem%3D64MB
-- PostgreSQL 17 and later have transaction_timeout, too: when it is set, make it 0.

-- Makes it a part of the index of the table, after a look at m and ef_construction, which
-- the server does not compare. It needs the index of the partition for itself for a moment,
-- so that searches and writes of the partition may wait, at most a second at a time. With
-- the last one the index of the table becomes valid. Interrupted: run the plan again, or go
-- back.
DO $hnswkit$
DECLARE
    part_name text := 'idx_events_2_embedding_hnsw';
    parent_name text := 'idx_events_embedding_hnsw';
BEGIN
    IF EXISTS (
        SELECT
        FROM pg_inherits AS h
        JOIN pg_index AS i ON i.indexrelid = h.inhparent
        WHERE h.inhrelid = to_regclass(part_name) AND h.inhparent = to_regclass(parent_name) AND i.indisvalid
    ) THEN
        RETURN;
    ELSIF EXISTS (SELECT FROM pg_class AS c WHERE c.oid = to_regclass(part_name) AND (coalesce(substring(c.reloptions::text FROM '[{,]m=([0-9]+)'), '16') <> '8' OR coalesce(substring(c.reloptions::text FROM '[{,]ef_construction=([0-9]+)'), '64') <> '32')) THEN
        -- The server would take it.
        RAISE EXCEPTION 'index % has other parameters than planned', part_name
            USING HINT = format('ALTER INDEX %1$s SET (m = 8, ef_construction = 32); REINDEX INDEX CONCURRENTLY %1$s; then run this again.', part_name);
    END IF;
    -- It gives up rather than queue in front of everybody, and tries again.
    PERFORM set_config('lock_timeout', '1s', true);
    FOR attempt IN 1..30 LOOP
        BEGIN
            ALTER INDEX idx_events_embedding_hnsw ATTACH PARTITION idx_events_2_embedding_hnsw;
            EXIT;
        EXCEPTION WHEN lock_not_available THEN
            IF attempt = 30 THEN
                RAISE;
            END IF;
            PERFORM pg_sleep(1);
        END;
    END LOOP;
END
$hnswkit$;
