-- Way back of index_partitions: drop 4 HNSW indexes while reads and writes go on.
-- Part 8 of 23: back_dropb.
--
-- The connection brings the settings, at the end of its URL, after ? or &:
--   options=-c%20lock_timeout%3D0%20-c%20statement_timeout%3D0%20-c%20maintenance_work_mem%3D64MB
-- PostgreSQL 17 and later have transaction_timeout, too: when it is set, make it 0.

-- There only when a build was interrupted before it was attached.
DO $hnswkit$
DECLARE
    relation regclass;
    until timestamptz;
BEGIN
    IF to_regclass('idx_events_2_embedding_hnsw') IS NULL THEN
        RETURN;
    END IF;
    -- It needs the table and every partition, within one second: it gives up rather than queue in
    -- front of everybody, and tries again.
    FOR attempt IN 1..30 LOOP
        BEGIN
            until := clock_timestamp() + interval '1 second';
            FOR relation IN SELECT t.relid FROM pg_partition_tree(to_regclass('events_2')) AS t LOOP
                PERFORM set_config(
                    'lock_timeout',
                    greatest(1, extract(milliseconds FROM until - clock_timestamp())::int)::text,
                    true
                );
                EXECUTE format('LOCK TABLE ONLY %s IN ACCESS EXCLUSIVE MODE', relation);
            END LOOP;
            DROP INDEX IF EXISTS idx_events_2_embedding_hnsw;
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
