-- Way back of index_partitions: drop 4 HNSW indexes while reads and writes go on.
--
-- Run: psql "$DATABASE_URL" --no-psqlrc --file migrations_outside/index_partitions.down.sql
-- (never with --single-transaction). Safe to run again.

\set ON_ERROR_STOP on
\timing on

-- Remembers the settings of the session; the last step puts them back.
\echo '[ 1/26] prepare settings'
DO $hnswkit$
BEGIN
    PERFORM set_config('hnswkit.' || name, current_setting(name), false)
    FROM pg_settings
    WHERE name IN (
        'lock_timeout',
        'statement_timeout',
        'maintenance_work_mem',
        'max_parallel_maintenance_workers',
        'min_parallel_table_scan_size',
        'transaction_timeout'
    );
END
$hnswkit$;

-- The short steps give up rather than queue in front of everybody.
\echo '[ 2/26] prepare settings'
SET lock_timeout = '5s';

-- None of the short steps takes long.
\echo '[ 3/26] prepare settings'
SET statement_timeout = '60s';

-- Stops when the name belongs to anything but an index on this table.
\echo '[ 4/26] guard   idx_events_1_embedding_hnsw'
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
\echo '[ 5/26] guard   idx_events_2a_embedding_hnsw'
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
\echo '[ 6/26] guard   "idx_Events, 2/b=_embedding_hnsw"'
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
\echo '[ 7/26] guard   idx_events_embedding_hnsw'
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
\echo '[ 8/26] guard   idx_events_2_embedding_hnsw'
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

-- From here on it waits as long as it must: a lock_timeout also fires while the finished
-- graph waits for old snapshots, and leaves an INVALID index. Waiting blocks no reads and
-- no writes.
\echo '[ 9/26] build   settings'
SET lock_timeout = 0;

-- A statement_timeout would kill the build and leave an INVALID index.
\echo '[10/26] build   settings'
SET statement_timeout = 0;

-- So would a transaction_timeout, which PostgreSQL 17 and later have.
\echo '[11/26] build   settings'
DO $hnswkit$
BEGIN
    PERFORM set_config(name, '0', false)
    FROM pg_settings
    WHERE name = 'transaction_timeout';
END
$hnswkit$;

-- Drops the indexes of all partitions with it, at once: PostgreSQL cannot do that
-- concurrently. It takes the table and every partition from everybody for a moment; it
-- gives up within a second and tries again, up to 30 times. The point of no return: from
-- here on the way back is another build.
\echo '[12/26] drop    idx_events_embedding_hnsw'
DO $hnswkit$
DECLARE
    relation regclass;
    until timestamptz;
BEGIN
    IF to_regclass('idx_events_embedding_hnsw') IS NULL THEN
        RETURN;
    END IF;
    -- It needs the table and every partition, within one second: it gives up rather than queue in
    -- front of everybody, and tries again.
    FOR attempt IN 1..30 LOOP
        BEGIN
            until := clock_timestamp() + interval '1 second';
            FOR relation IN SELECT t.relid FROM pg_partition_tree(to_regclass('events')) AS t LOOP
                PERFORM set_config(
                    'lock_timeout',
                    greatest(1, extract(milliseconds FROM until - clock_timestamp())::int)::text,
                    true
                );
                EXECUTE format('LOCK TABLE ONLY %s IN ACCESS EXCLUSIVE MODE', relation);
            END LOOP;
            DROP INDEX IF EXISTS idx_events_embedding_hnsw;
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

-- There only when a build was interrupted before it was attached.
\echo '[13/26] drop    idx_events_embedding_hnsw'
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

-- Reads and writes go on. It waits for transactions that use the table, without a
-- lock_timeout: an interrupted drop would leave the index INVALID.
\echo '[14/26] drop    "idx_Events, 2/b=_embedding_hnsw"'
DROP INDEX CONCURRENTLY IF EXISTS "idx_Events, 2/b=_embedding_hnsw";

-- Removes the leftover of a build that did not finish, if there is one.
\echo '[15/26] drop    "idx_Events, 2/b=_embedding_hnsw"'
DROP INDEX CONCURRENTLY IF EXISTS "idx_Events, 2/b=_embedding_hnsw_leftover";

-- Reads and writes go on. It waits for transactions that use the table, without a
-- lock_timeout: an interrupted drop would leave the index INVALID.
\echo '[16/26] drop    idx_events_2a_embedding_hnsw'
DROP INDEX CONCURRENTLY IF EXISTS idx_events_2a_embedding_hnsw;

-- Removes the leftover of a build that did not finish, if there is one.
\echo '[17/26] drop    idx_events_2a_embedding_hnsw'
DROP INDEX CONCURRENTLY IF EXISTS idx_events_2a_embedding_hnsw_leftover;

-- Reads and writes go on. It waits for transactions that use the table, without a
-- lock_timeout: an interrupted drop would leave the index INVALID.
\echo '[18/26] drop    idx_events_1_embedding_hnsw'
DROP INDEX CONCURRENTLY IF EXISTS idx_events_1_embedding_hnsw;

-- Removes the leftover of a build that did not finish, if there is one.
\echo '[19/26] drop    idx_events_1_embedding_hnsw'
DROP INDEX CONCURRENTLY IF EXISTS idx_events_1_embedding_hnsw_leftover;

-- Short steps again.
\echo '[20/26] verify  settings'
SET lock_timeout = '5s';

-- None of them takes long.
\echo '[21/26] verify  settings'
SET statement_timeout = '60s';

-- Fails loudly when something of the plan is left.
\echo '[22/26] verify  idx_events_1_embedding_hnsw'
DO $hnswkit$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY[
        'idx_events_1_embedding_hnsw',
        'idx_events_1_embedding_hnsw_leftover'
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
\echo '[23/26] verify  idx_events_2a_embedding_hnsw'
DO $hnswkit$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY[
        'idx_events_2a_embedding_hnsw',
        'idx_events_2a_embedding_hnsw_leftover'
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
\echo '[24/26] verify  "idx_Events, 2/b=_embedding_hnsw"'
DO $hnswkit$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY[
        '"idx_Events, 2/b=_embedding_hnsw"',
        '"idx_Events, 2/b=_embedding_hnsw_leftover"'
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
\echo '[25/26] verify  idx_events_embedding_hnsw'
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
\echo '[26/26] restore settings as before'
DO $hnswkit$
BEGIN
    PERFORM set_config(name, current_setting('hnswkit.' || name), false)
    FROM pg_settings
    WHERE name IN (
        'lock_timeout',
        'statement_timeout',
        'maintenance_work_mem',
        'max_parallel_maintenance_workers',
        'min_parallel_table_scan_size',
        'transaction_timeout'
    );
END
$hnswkit$;

\echo 'done'
