-- Way back of drop_partitions: build 4 HNSW indexes while reads and writes go on.
-- Part 12 of 23: back_makeb.
--
-- The connection brings the settings, at the end of its URL, after ? or &:
--   options=-c%20lock_timeout%3D0%20-c%20statement_timeout%3D0%20-c%20maintenance_work_mem%3D64MB
-- PostgreSQL 17 and later have transaction_timeout, too: when it is set, make it 0.

-- Makes the index of the partitioned table without its parts; it is INVALID until all are
-- attached, which hurts nobody. Writes through the table wait for a moment. From here on a
-- new partition gets its index by itself.
DO $hnswkit$
BEGIN
    -- It gives up rather than queue in front of everybody, and tries again.
    PERFORM set_config('lock_timeout', '1s', true);
    FOR attempt IN 1..30 LOOP
        BEGIN
            CREATE INDEX IF NOT EXISTS idx_events_2_embedding_hnsw
                ON ONLY events_2
                USING hnsw (embedding vector_l2_ops)
                WITH (m = 8, ef_construction = 32);
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
