-- Way back of index_partitions_at_once: drop 4 HNSW indexes inside a transaction.
--
-- refinery has no way back: move this file into migrations when you want it.
-- It runs inside of the tool's transaction: as a whole or not at all.

-- Remembers the settings of the session; the last step puts them back.
DO $hnswkit$
BEGIN
    PERFORM set_config('hnswkit.' || name, current_setting(name), true)
    FROM pg_settings
    WHERE name IN (
        'lock_timeout',
        'statement_timeout',
        'maintenance_work_mem',
        'max_parallel_maintenance_workers',
        'min_parallel_table_scan_size'
    );
END
$hnswkit$;

-- The short steps give up rather than queue in front of everybody.
SET LOCAL lock_timeout = '5s';

-- The build takes as long as it takes; cancelled, it leaves nothing behind.
SET LOCAL statement_timeout = 0;

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

-- Drops the indexes of all partitions with it. Takes the table and every partition from
-- everybody, or gives up after lock_timeout.
-- squawk-ignore require-concurrent-index-deletion
DROP INDEX IF EXISTS idx_events_embedding_hnsw;

-- There only when a build was interrupted before it was attached.
-- squawk-ignore require-concurrent-index-deletion
DROP INDEX IF EXISTS idx_events_2_embedding_hnsw;

-- Takes the table from everybody for a moment, or gives up after lock_timeout.
-- squawk-ignore require-concurrent-index-deletion
DROP INDEX IF EXISTS "idx_Events, 2/b=_embedding_hnsw";

-- Takes the table from everybody for a moment, or gives up after lock_timeout.
-- squawk-ignore require-concurrent-index-deletion
DROP INDEX IF EXISTS idx_events_2a_embedding_hnsw;

-- Takes the table from everybody for a moment, or gives up after lock_timeout.
-- squawk-ignore require-concurrent-index-deletion
DROP INDEX IF EXISTS idx_events_1_embedding_hnsw;

-- Fails loudly when something of the plan is left.
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
                HINT = 'Run the rollback again.';
        END IF;
    END LOOP;
END
$hnswkit$;

-- Fails loudly when something of the plan is left.
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
                HINT = 'Run the rollback again.';
        END IF;
    END LOOP;
END
$hnswkit$;

-- Fails loudly when something of the plan is left.
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
                HINT = 'Run the rollback again.';
        END IF;
    END LOOP;
END
$hnswkit$;

-- Fails loudly when something of the plan is left.
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
                HINT = 'Run the rollback again.';
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
        'statement_timeout',
        'maintenance_work_mem',
        'max_parallel_maintenance_workers',
        'min_parallel_table_scan_size'
    );
END
$hnswkit$;
