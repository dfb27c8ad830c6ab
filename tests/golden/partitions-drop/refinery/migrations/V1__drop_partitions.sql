-- Drop 4 HNSW indexes while reads and writes go on.
-- idx_events_embedding_hnsw, dropped; the way back: 16.0 KiB for 0 rows.
-- idx_events_1_embedding_hnsw, dropped; the way back: 24.0 KiB for 67 rows, built in 0.0 s
-- to 0.0 s.
-- idx_events_2a_embedding_hnsw, dropped; the way back: 24.0 KiB for 67 rows, built in 0.0 s
-- to 0.0 s.
-- "idx_Events, 2/b=_embedding_hnsw", dropped; the way back: 24.0 KiB for 67 rows, built in
-- 0.0 s to 0.0 s.
--
-- refinery runs every migration inside of a transaction, and no transaction may hold a
-- concurrent drop. So psql does it before the deploy, while reads and writes go on:
--   psql "$DATABASE_URL" --no-psqlrc --file migrations_outside/drop_partitions.up.sql
-- This file then proves it. Where the tables have no rows, as in tests, it drops the
-- indexes by itself.

-- Remembers the settings; the last step puts them back.
DO $hnswkit$
BEGIN
    PERFORM set_config('hnswkit.' || name, current_setting(name), true)
    FROM pg_settings
    WHERE name IN (
        'lock_timeout',
        'statement_timeout'
    );
END
$hnswkit$;

-- Gives up rather than queue in front of everybody.
SET LOCAL lock_timeout = '5s';

-- Nothing in here takes long.
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

-- Stops when the script was not run; the index of a table without rows is dropped below.
DO $hnswkit$
BEGIN
    IF to_regclass('idx_events_embedding_hnsw') IS NOT NULL AND EXISTS (SELECT FROM events) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'object_not_in_prerequisite_state',
            MESSAGE = 'idx_events_embedding_hnsw is still there and events has rows: a drop in this transaction would stop all reads and writes',
            HINT = 'Run migrations_outside/drop_partitions.up.sql with psql, then run this again.';
    END IF;
END
$hnswkit$;

-- Stops when the name belongs to anything but an index on this table.
DO $hnswkit1$
BEGIN
    IF NOT EXISTS (SELECT FROM events_2) THEN
        EXECUTE $statement$
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
$statement$;
    END IF;
END
$hnswkit1$;

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

-- Stops when the script was not run; the index of a table without rows is dropped below.
DO $hnswkit$
BEGIN
    IF to_regclass('idx_events_1_embedding_hnsw') IS NOT NULL AND EXISTS (SELECT FROM events_1) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'object_not_in_prerequisite_state',
            MESSAGE = 'idx_events_1_embedding_hnsw is still there and events_1 has rows: a drop in this transaction would stop all reads and writes',
            HINT = 'Run migrations_outside/drop_partitions.up.sql with psql, then run this again.';
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

-- Stops when the script was not run; the index of a table without rows is dropped below.
DO $hnswkit$
BEGIN
    IF to_regclass('idx_events_2a_embedding_hnsw') IS NOT NULL AND EXISTS (SELECT FROM events_2a) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'object_not_in_prerequisite_state',
            MESSAGE = 'idx_events_2a_embedding_hnsw is still there and events_2a has rows: a drop in this transaction would stop all reads and writes',
            HINT = 'Run migrations_outside/drop_partitions.up.sql with psql, then run this again.';
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

-- Stops when the script was not run; the index of a table without rows is dropped below.
DO $hnswkit$
BEGIN
    IF to_regclass('"idx_Events, 2/b=_embedding_hnsw"') IS NOT NULL AND EXISTS (SELECT FROM "Events, 2/b=") THEN
        RAISE EXCEPTION USING
            ERRCODE = 'object_not_in_prerequisite_state',
            MESSAGE = '"idx_Events, 2/b=_embedding_hnsw" is still there and "Events, 2/b=" has rows: a drop in this transaction would stop all reads and writes',
            HINT = 'Run migrations_outside/drop_partitions.up.sql with psql, then run this again.';
    END IF;
END
$hnswkit$;

-- Does nothing after the script.
-- squawk-ignore require-concurrent-index-deletion
DROP INDEX IF EXISTS idx_events_embedding_hnsw;

-- Does nothing after the script.
-- squawk-ignore require-concurrent-index-deletion
DROP INDEX IF EXISTS idx_events_2_embedding_hnsw;

-- Does nothing after the script.
-- squawk-ignore require-concurrent-index-deletion
DROP INDEX IF EXISTS idx_events_1_embedding_hnsw;

-- Does nothing after the script.
-- squawk-ignore require-concurrent-index-deletion
DROP INDEX IF EXISTS idx_events_2a_embedding_hnsw;

-- Does nothing after the script.
-- squawk-ignore require-concurrent-index-deletion
DROP INDEX IF EXISTS "idx_Events, 2/b=_embedding_hnsw";

-- Fails loudly when the index is left.
DO $hnswkit$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY[
        'idx_events_embedding_hnsw',
        'idx_events_2_embedding_hnsw'
    ] LOOP
        IF to_regclass(name) IS NOT NULL THEN
            RAISE EXCEPTION USING
                ERRCODE = 'object_not_in_prerequisite_state',
                MESSAGE = format('%s is still there', name),
                HINT = 'Run migrations_outside/drop_partitions.up.sql with psql, then run this again.';
        END IF;
    END LOOP;
END
$hnswkit$;

-- Fails loudly when the index is left.
DO $hnswkit$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY[
        'idx_events_1_embedding_hnsw'
    ] LOOP
        IF to_regclass(name) IS NOT NULL THEN
            RAISE EXCEPTION USING
                ERRCODE = 'object_not_in_prerequisite_state',
                MESSAGE = format('%s is still there', name),
                HINT = 'Run migrations_outside/drop_partitions.up.sql with psql, then run this again.';
        END IF;
    END LOOP;
END
$hnswkit$;

-- Fails loudly when the index is left.
DO $hnswkit$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY[
        'idx_events_2a_embedding_hnsw'
    ] LOOP
        IF to_regclass(name) IS NOT NULL THEN
            RAISE EXCEPTION USING
                ERRCODE = 'object_not_in_prerequisite_state',
                MESSAGE = format('%s is still there', name),
                HINT = 'Run migrations_outside/drop_partitions.up.sql with psql, then run this again.';
        END IF;
    END LOOP;
END
$hnswkit$;

-- Fails loudly when the index is left.
DO $hnswkit$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY[
        '"idx_Events, 2/b=_embedding_hnsw"'
    ] LOOP
        IF to_regclass(name) IS NOT NULL THEN
            RAISE EXCEPTION USING
                ERRCODE = 'object_not_in_prerequisite_state',
                MESSAGE = format('%s is still there', name),
                HINT = 'Run migrations_outside/drop_partitions.up.sql with psql, then run this again.';
        END IF;
    END LOOP;
END
$hnswkit$;

-- Puts the settings back as they were.
DO $hnswkit$
BEGIN
    PERFORM set_config(name, current_setting('hnswkit.' || name), true)
    FROM pg_settings
    WHERE name IN (
        'lock_timeout',
        'statement_timeout'
    );
END
$hnswkit$;
