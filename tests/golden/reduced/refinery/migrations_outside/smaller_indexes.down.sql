-- Way back of smaller_indexes: drop 2 HNSW indexes while reads and writes go on.
--
-- Run: psql "$DATABASE_URL" --no-psqlrc --file migrations_outside/smaller_indexes.down.sql
-- (never with --single-transaction). Safe to run again.

\set ON_ERROR_STOP on
\timing on

-- Remembers the settings of the session; the last step puts them back.
\echo '[ 1/17] prepare settings'
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
\echo '[ 2/17] prepare settings'
SET lock_timeout = '5s';

-- None of the short steps takes long.
\echo '[ 3/17] prepare settings'
SET statement_timeout = '60s';

-- Stops when the name belongs to anything but an index on this table.
\echo '[ 4/17] guard   "idx_Notes_My Vector_halfvec_hnsw"'
DO $hnswkit$
BEGIN
    IF EXISTS (
        SELECT
        FROM pg_class AS c
        LEFT JOIN pg_index AS i ON i.indexrelid = c.oid
        WHERE c.oid = to_regclass('"idx_Notes_My Vector_halfvec_hnsw"')
            AND i.indrelid IS DISTINCT FROM to_regclass('"Notes"')
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'wrong_object_type',
            MESSAGE = '"idx_Notes_My Vector_halfvec_hnsw" is not an index on "Notes": not dropped',
            HINT = 'It is not what this migration built; look at it before you drop it.';
    END IF;
END
$hnswkit$;

-- Stops when the name belongs to anything but an index on this table.
\echo '[ 5/17] guard   "idx_Notes_My Vector_8_binary_hnsw"'
DO $hnswkit$
BEGIN
    IF EXISTS (
        SELECT
        FROM pg_class AS c
        LEFT JOIN pg_index AS i ON i.indexrelid = c.oid
        WHERE c.oid = to_regclass('"idx_Notes_My Vector_8_binary_hnsw"')
            AND i.indrelid IS DISTINCT FROM to_regclass('"Notes"')
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'wrong_object_type',
            MESSAGE = '"idx_Notes_My Vector_8_binary_hnsw" is not an index on "Notes": not dropped',
            HINT = 'It is not what this migration built; look at it before you drop it.';
    END IF;
END
$hnswkit$;

-- From here on it waits as long as it must: a lock_timeout also fires while the finished
-- graph waits for old snapshots, and leaves an INVALID index. Waiting blocks no reads and
-- no writes.
\echo '[ 6/17] build   settings'
SET lock_timeout = 0;

-- A statement_timeout would kill the build and leave an INVALID index.
\echo '[ 7/17] build   settings'
SET statement_timeout = 0;

-- So would a transaction_timeout, which PostgreSQL 17 and later have.
\echo '[ 8/17] build   settings'
DO $hnswkit$
BEGIN
    PERFORM set_config(name, '0', false)
    FROM pg_settings
    WHERE name = 'transaction_timeout';
END
$hnswkit$;

-- Reads and writes go on. It waits for transactions that use the table, without a
-- lock_timeout: an interrupted drop would leave the index INVALID.
\echo '[ 9/17] drop    "idx_Notes_My Vector_8_binary_hnsw"'
DROP INDEX CONCURRENTLY IF EXISTS "idx_Notes_My Vector_8_binary_hnsw";

-- Removes the leftover of a build that did not finish, if there is one.
\echo '[10/17] drop    "idx_Notes_My Vector_8_binary_hnsw"'
DROP INDEX CONCURRENTLY IF EXISTS "idx_Notes_My Vector_8_binary_hnsw_leftover";

-- Reads and writes go on. It waits for transactions that use the table, without a
-- lock_timeout: an interrupted drop would leave the index INVALID.
\echo '[11/17] drop    "idx_Notes_My Vector_halfvec_hnsw"'
DROP INDEX CONCURRENTLY IF EXISTS "idx_Notes_My Vector_halfvec_hnsw";

-- Removes the leftover of a build that did not finish, if there is one.
\echo '[12/17] drop    "idx_Notes_My Vector_halfvec_hnsw"'
DROP INDEX CONCURRENTLY IF EXISTS "idx_Notes_My Vector_halfvec_hnsw_leftover";

-- Short steps again.
\echo '[13/17] verify  settings'
SET lock_timeout = '5s';

-- None of them takes long.
\echo '[14/17] verify  settings'
SET statement_timeout = '60s';

-- Fails loudly when something of the plan is left.
\echo '[15/17] verify  "idx_Notes_My Vector_halfvec_hnsw"'
DO $hnswkit$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY[
        '"idx_Notes_My Vector_halfvec_hnsw"',
        '"idx_Notes_My Vector_halfvec_hnsw_leftover"'
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
\echo '[16/17] verify  "idx_Notes_My Vector_8_binary_hnsw"'
DO $hnswkit$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY[
        '"idx_Notes_My Vector_8_binary_hnsw"',
        '"idx_Notes_My Vector_8_binary_hnsw_leftover"'
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
\echo '[17/17] restore settings as before'
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
