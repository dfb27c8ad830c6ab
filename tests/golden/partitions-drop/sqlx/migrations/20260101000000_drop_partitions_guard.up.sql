-- Drop 4 HNSW indexes while reads and writes go on.
-- Part 1 of 23: guard.
-- idx_events_embedding_hnsw, dropped; the way back: 16.0 KiB for 0 rows.
-- idx_events_1_embedding_hnsw, dropped; the way back: 24.0 KiB for 67 rows, built in 0.0 s
-- to 0.0 s.
-- idx_events_2a_embedding_hnsw, dropped; the way back: 24.0 KiB for 67 rows, built in 0.0 s
-- to 0.0 s.
-- "idx_Events, 2/b=_embedding_hnsw", dropped; the way back: 24.0 KiB for 67 rows, built in
-- 0.0 s to 0.0 s.
--
-- sqlx sends a file as one message, which PostgreSQL runs as one transaction, and no
-- transaction may hold a concurrent build. So these are 23 migrations, in order; let one
-- process run them, not every replica that starts.
--
-- The connection brings the settings, at the end of its URL, after ? or &:
--   options=-c%20lock_timeout%3D0%20-c%20statement_timeout%3D0%20-c%20maintenance_work_mem%3D64MB
-- PostgreSQL 17 and later have transaction_timeout, too: when it is set, make it 0.

-- The short steps give up rather than queue in front of everybody.
SET LOCAL lock_timeout = '5s';

-- None of the short steps takes long.
SET LOCAL statement_timeout = '60s';

-- Stops when the name belongs to anything but an index on this table.
DO $hnswkit$
BEGIN
    IF EXISTS (
        SELECT
        FROM pg_class AS c
        LEFT JOIN pg_index AS i ON i.indexrelid = c.oid
        WHERE c.oid = to_regclass('idx_events_embedding_hnsw')
            AND i.indrelid IS DISTINCT FROM to_regclass('events')
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'wrong_object_type',
            MESSAGE = 'idx_events_embedding_hnsw is not an index on events: not dropped',
            HINT = 'It is not what this migration built; look at it before you drop it.';
    END IF;
END
$hnswkit$;

-- Stops when the name belongs to anything but an index on this table.
DO $hnswkit$
BEGIN
    IF EXISTS (
        SELECT
        FROM pg_class AS c
        LEFT JOIN pg_index AS i ON i.indexrelid = c.oid
        WHERE c.oid = to_regclass('idx_events_2_embedding_hnsw')
            AND i.indrelid IS DISTINCT FROM to_regclass('events_2')
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'wrong_object_type',
            MESSAGE = 'idx_events_2_embedding_hnsw is not an index on events_2: not dropped',
            HINT = 'It is not what this migration built; look at it before you drop it.';
    END IF;
END
$hnswkit$;

-- Stops when the name belongs to anything but an index on this table.
DO $hnswkit$
BEGIN
    IF EXISTS (
        SELECT
        FROM pg_class AS c
        LEFT JOIN pg_index AS i ON i.indexrelid = c.oid
        WHERE c.oid = to_regclass('idx_events_1_embedding_hnsw')
            AND i.indrelid IS DISTINCT FROM to_regclass('events_1')
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'wrong_object_type',
            MESSAGE = 'idx_events_1_embedding_hnsw is not an index on events_1: not dropped',
            HINT = 'It is not what this migration built; look at it before you drop it.';
    END IF;
END
$hnswkit$;

-- Stops when the name belongs to anything but an index on this table.
DO $hnswkit$
BEGIN
    IF EXISTS (
        SELECT
        FROM pg_class AS c
        LEFT JOIN pg_index AS i ON i.indexrelid = c.oid
        WHERE c.oid = to_regclass('idx_events_2a_embedding_hnsw')
            AND i.indrelid IS DISTINCT FROM to_regclass('events_2a')
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'wrong_object_type',
            MESSAGE = 'idx_events_2a_embedding_hnsw is not an index on events_2a: not dropped',
            HINT = 'It is not what this migration built; look at it before you drop it.';
    END IF;
END
$hnswkit$;

-- Stops when the name belongs to anything but an index on this table.
DO $hnswkit$
BEGIN
    IF EXISTS (
        SELECT
        FROM pg_class AS c
        LEFT JOIN pg_index AS i ON i.indexrelid = c.oid
        WHERE c.oid = to_regclass('"idx_Events, 2/b=_embedding_hnsw"')
            AND i.indrelid IS DISTINCT FROM to_regclass('"Events, 2/b="')
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'wrong_object_type',
            MESSAGE = '"idx_Events, 2/b=_embedding_hnsw" is not an index on "Events, 2/b=": not dropped',
            HINT = 'It is not what this migration built; look at it before you drop it.';
    END IF;
END
$hnswkit$;
