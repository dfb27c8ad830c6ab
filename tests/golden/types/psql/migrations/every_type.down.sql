-- Way back of every_type: drop 5 HNSW indexes while reads and writes go on.
--
-- Run: psql "$DATABASE_URL" --no-psqlrc --file migrations/every_type.down.sql (never with
-- --single-transaction). Safe to run again.

\set ON_ERROR_STOP on
\timing on

-- Remembers the settings of the session; the last step puts them back.
\echo '[ 1/29] prepare settings'
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
\echo '[ 2/29] prepare settings'
SET lock_timeout = '5s';

-- None of the short steps takes long.
\echo '[ 3/29] prepare settings'
SET statement_timeout = '60s';

-- Stops when the name belongs to anything but an index on this table.
\echo '[ 4/29] guard   idx_halves_v_hnsw'
DO $hnswkit$
BEGIN
    IF EXISTS (
        SELECT
        FROM pg_class AS c
        LEFT JOIN pg_index AS i ON i.indexrelid = c.oid
        WHERE c.oid = to_regclass('idx_halves_v_hnsw')
            AND i.indrelid IS DISTINCT FROM to_regclass('halves')
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'wrong_object_type',
            MESSAGE = 'idx_halves_v_hnsw is not an index on halves: not dropped',
            HINT = 'It is not what this migration built; look at it before you drop it.';
    END IF;
END
$hnswkit$;

-- Stops when the name belongs to anything but an index on this table.
\echo '[ 5/29] guard   idx_bits_v_hnsw'
DO $hnswkit$
BEGIN
    IF EXISTS (
        SELECT
        FROM pg_class AS c
        LEFT JOIN pg_index AS i ON i.indexrelid = c.oid
        WHERE c.oid = to_regclass('idx_bits_v_hnsw')
            AND i.indrelid IS DISTINCT FROM to_regclass('bits')
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'wrong_object_type',
            MESSAGE = 'idx_bits_v_hnsw is not an index on bits: not dropped',
            HINT = 'It is not what this migration built; look at it before you drop it.';
    END IF;
END
$hnswkit$;

-- Stops when the name belongs to anything but an index on this table.
\echo '[ 6/29] guard   idx_sparse_v_hnsw'
DO $hnswkit$
BEGIN
    IF EXISTS (
        SELECT
        FROM pg_class AS c
        LEFT JOIN pg_index AS i ON i.indexrelid = c.oid
        WHERE c.oid = to_regclass('idx_sparse_v_hnsw')
            AND i.indrelid IS DISTINCT FROM to_regclass('sparse')
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'wrong_object_type',
            MESSAGE = 'idx_sparse_v_hnsw is not an index on sparse: not dropped',
            HINT = 'It is not what this migration built; look at it before you drop it.';
    END IF;
END
$hnswkit$;

-- Stops when the name belongs to anything but an index on this table.
\echo '[ 7/29] guard   wide_v_half_hnsw'
DO $hnswkit$
BEGIN
    IF EXISTS (
        SELECT
        FROM pg_class AS c
        LEFT JOIN pg_index AS i ON i.indexrelid = c.oid
        WHERE c.oid = to_regclass('wide_v_half_hnsw')
            AND i.indrelid IS DISTINCT FROM to_regclass('wide')
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'wrong_object_type',
            MESSAGE = 'wide_v_half_hnsw is not an index on wide: not dropped',
            HINT = 'It is not what this migration built; look at it before you drop it.';
    END IF;
END
$hnswkit$;

-- Stops when the name belongs to anything but an index on this table.
\echo '[ 8/29] guard   wide_v_bits_hnsw'
DO $hnswkit$
BEGIN
    IF EXISTS (
        SELECT
        FROM pg_class AS c
        LEFT JOIN pg_index AS i ON i.indexrelid = c.oid
        WHERE c.oid = to_regclass('wide_v_bits_hnsw')
            AND i.indrelid IS DISTINCT FROM to_regclass('wide')
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'wrong_object_type',
            MESSAGE = 'wide_v_bits_hnsw is not an index on wide: not dropped',
            HINT = 'It is not what this migration built; look at it before you drop it.';
    END IF;
END
$hnswkit$;

-- From here on it waits as long as it must: a lock_timeout also fires while the finished
-- graph waits for old snapshots, and leaves an INVALID index. Waiting blocks no reads and
-- no writes.
\echo '[ 9/29] build   settings'
SET lock_timeout = 0;

-- A statement_timeout would kill the build and leave an INVALID index.
\echo '[10/29] build   settings'
SET statement_timeout = 0;

-- So would a transaction_timeout, which PostgreSQL 17 and later have.
\echo '[11/29] build   settings'
DO $hnswkit$
BEGIN
    PERFORM set_config(name, '0', false)
    FROM pg_settings
    WHERE name = 'transaction_timeout';
END
$hnswkit$;

-- Reads and writes go on. It waits for transactions that use the table, without a
-- lock_timeout: an interrupted drop would leave the index INVALID.
\echo '[12/29] drop    wide_v_bits_hnsw'
DROP INDEX CONCURRENTLY IF EXISTS wide_v_bits_hnsw;

-- Removes the leftover of a build that did not finish, if there is one.
\echo '[13/29] drop    wide_v_bits_hnsw'
DROP INDEX CONCURRENTLY IF EXISTS wide_v_bits_hnsw_leftover;

-- Reads and writes go on. It waits for transactions that use the table, without a
-- lock_timeout: an interrupted drop would leave the index INVALID.
\echo '[14/29] drop    wide_v_half_hnsw'
DROP INDEX CONCURRENTLY IF EXISTS wide_v_half_hnsw;

-- Removes the leftover of a build that did not finish, if there is one.
\echo '[15/29] drop    wide_v_half_hnsw'
DROP INDEX CONCURRENTLY IF EXISTS wide_v_half_hnsw_leftover;

-- Reads and writes go on. It waits for transactions that use the table, without a
-- lock_timeout: an interrupted drop would leave the index INVALID.
\echo '[16/29] drop    idx_sparse_v_hnsw'
DROP INDEX CONCURRENTLY IF EXISTS idx_sparse_v_hnsw;

-- Removes the leftover of a build that did not finish, if there is one.
\echo '[17/29] drop    idx_sparse_v_hnsw'
DROP INDEX CONCURRENTLY IF EXISTS idx_sparse_v_hnsw_leftover;

-- Reads and writes go on. It waits for transactions that use the table, without a
-- lock_timeout: an interrupted drop would leave the index INVALID.
\echo '[18/29] drop    idx_bits_v_hnsw'
DROP INDEX CONCURRENTLY IF EXISTS idx_bits_v_hnsw;

-- Removes the leftover of a build that did not finish, if there is one.
\echo '[19/29] drop    idx_bits_v_hnsw'
DROP INDEX CONCURRENTLY IF EXISTS idx_bits_v_hnsw_leftover;

-- Reads and writes go on. It waits for transactions that use the table, without a
-- lock_timeout: an interrupted drop would leave the index INVALID.
\echo '[20/29] drop    idx_halves_v_hnsw'
DROP INDEX CONCURRENTLY IF EXISTS idx_halves_v_hnsw;

-- Removes the leftover of a build that did not finish, if there is one.
\echo '[21/29] drop    idx_halves_v_hnsw'
DROP INDEX CONCURRENTLY IF EXISTS idx_halves_v_hnsw_leftover;

-- Short steps again.
\echo '[22/29] verify  settings'
SET lock_timeout = '5s';

-- None of them takes long.
\echo '[23/29] verify  settings'
SET statement_timeout = '60s';

-- Fails loudly when something of the plan is left.
\echo '[24/29] verify  idx_halves_v_hnsw'
DO $hnswkit$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY[
        'idx_halves_v_hnsw',
        'idx_halves_v_hnsw_leftover'
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
\echo '[25/29] verify  idx_bits_v_hnsw'
DO $hnswkit$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY[
        'idx_bits_v_hnsw',
        'idx_bits_v_hnsw_leftover'
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
\echo '[26/29] verify  idx_sparse_v_hnsw'
DO $hnswkit$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY[
        'idx_sparse_v_hnsw',
        'idx_sparse_v_hnsw_leftover'
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
\echo '[27/29] verify  wide_v_half_hnsw'
DO $hnswkit$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY[
        'wide_v_half_hnsw',
        'wide_v_half_hnsw_leftover'
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
\echo '[28/29] verify  wide_v_bits_hnsw'
DO $hnswkit$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY[
        'wide_v_bits_hnsw',
        'wide_v_bits_hnsw_leftover'
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
\echo '[29/29] restore settings as before'
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
