-- Way back of smaller_indexes: drop 6 HNSW indexes while reads and writes go on.
--
-- Run: psql "$DATABASE_URL" --no-psqlrc --file migrations/smaller_indexes.down.sql (never
-- with --single-transaction). Safe to run again.

\set ON_ERROR_STOP on
\timing on

-- Remembers the settings of the session; the last step puts them back.
\echo '[ 1/33] prepare settings'
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
\echo '[ 2/33] prepare settings'
SET lock_timeout = '5s';

-- None of the short steps takes long.
\echo '[ 3/33] prepare settings'
SET statement_timeout = '60s';

-- Stops when the name belongs to anything but an index on this table.
\echo '[ 4/33] guard   "idx_Notes_My Vector_halfvec_hnsw"'
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
\echo '[ 5/33] guard   "idx_Notes_My Vector_binary_hnsw"'
DO $hnswkit$
BEGIN
    IF EXISTS (
        SELECT
        FROM pg_class AS c
        LEFT JOIN pg_index AS i ON i.indexrelid = c.oid
        WHERE c.oid = to_regclass('"idx_Notes_My Vector_binary_hnsw"')
            AND i.indrelid IS DISTINCT FROM to_regclass('"Notes"')
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'wrong_object_type',
            MESSAGE = '"idx_Notes_My Vector_binary_hnsw" is not an index on "Notes": not dropped',
            HINT = 'It is not what this migration built; look at it before you drop it.';
    END IF;
END
$hnswkit$;

-- Stops when the name belongs to anything but an index on this table.
\echo '[ 6/33] guard   "idx_Notes_My Vector_8_hnsw"'
DO $hnswkit$
BEGIN
    IF EXISTS (
        SELECT
        FROM pg_class AS c
        LEFT JOIN pg_index AS i ON i.indexrelid = c.oid
        WHERE c.oid = to_regclass('"idx_Notes_My Vector_8_hnsw"')
            AND i.indrelid IS DISTINCT FROM to_regclass('"Notes"')
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'wrong_object_type',
            MESSAGE = '"idx_Notes_My Vector_8_hnsw" is not an index on "Notes": not dropped',
            HINT = 'It is not what this migration built; look at it before you drop it.';
    END IF;
END
$hnswkit$;

-- Stops when the name belongs to anything but an index on this table.
\echo '[ 7/33] guard   "idx_Notes_My Vector_8_halfvec_hnsw"'
DO $hnswkit$
BEGIN
    IF EXISTS (
        SELECT
        FROM pg_class AS c
        LEFT JOIN pg_index AS i ON i.indexrelid = c.oid
        WHERE c.oid = to_regclass('"idx_Notes_My Vector_8_halfvec_hnsw"')
            AND i.indrelid IS DISTINCT FROM to_regclass('"Notes"')
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'wrong_object_type',
            MESSAGE = '"idx_Notes_My Vector_8_halfvec_hnsw" is not an index on "Notes": not dropped',
            HINT = 'It is not what this migration built; look at it before you drop it.';
    END IF;
END
$hnswkit$;

-- Stops when the name belongs to anything but an index on this table.
\echo '[ 8/33] guard   "idx_Notes_My Vector_8_binary_hnsw"'
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

-- Stops when the name belongs to anything but an index on this table.
\echo '[ 9/33] guard   notes_half_16'
DO $hnswkit$
BEGIN
    IF EXISTS (
        SELECT
        FROM pg_class AS c
        LEFT JOIN pg_index AS i ON i.indexrelid = c.oid
        WHERE c.oid = to_regclass('notes_half_16')
            AND i.indrelid IS DISTINCT FROM to_regclass('"Notes"')
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'wrong_object_type',
            MESSAGE = 'notes_half_16 is not an index on "Notes": not dropped',
            HINT = 'It is not what this migration built; look at it before you drop it.';
    END IF;
END
$hnswkit$;

-- From here on it waits as long as it must: a lock_timeout also fires while the finished
-- graph waits for old snapshots, and leaves an INVALID index. Waiting blocks no reads and
-- no writes.
\echo '[10/33] build   settings'
SET lock_timeout = 0;

-- A statement_timeout would kill the build and leave an INVALID index.
\echo '[11/33] build   settings'
SET statement_timeout = 0;

-- So would a transaction_timeout, which PostgreSQL 17 and later have.
\echo '[12/33] build   settings'
DO $hnswkit$
BEGIN
    PERFORM set_config(name, '0', false)
    FROM pg_settings
    WHERE name = 'transaction_timeout';
END
$hnswkit$;

-- Reads and writes go on. It waits for transactions that use the table, without a
-- lock_timeout: an interrupted drop would leave the index INVALID.
\echo '[13/33] drop    notes_half_16'
DROP INDEX CONCURRENTLY IF EXISTS notes_half_16;

-- Removes the leftover of a build that did not finish, if there is one.
\echo '[14/33] drop    notes_half_16'
DROP INDEX CONCURRENTLY IF EXISTS notes_half_16_leftover;

-- Reads and writes go on. It waits for transactions that use the table, without a
-- lock_timeout: an interrupted drop would leave the index INVALID.
\echo '[15/33] drop    "idx_Notes_My Vector_8_binary_hnsw"'
DROP INDEX CONCURRENTLY IF EXISTS "idx_Notes_My Vector_8_binary_hnsw";

-- Removes the leftover of a build that did not finish, if there is one.
\echo '[16/33] drop    "idx_Notes_My Vector_8_binary_hnsw"'
DROP INDEX CONCURRENTLY IF EXISTS "idx_Notes_My Vector_8_binary_hnsw_leftover";

-- Reads and writes go on. It waits for transactions that use the table, without a
-- lock_timeout: an interrupted drop would leave the index INVALID.
\echo '[17/33] drop    "idx_Notes_My Vector_8_halfvec_hnsw"'
DROP INDEX CONCURRENTLY IF EXISTS "idx_Notes_My Vector_8_halfvec_hnsw";

-- Removes the leftover of a build that did not finish, if there is one.
\echo '[18/33] drop    "idx_Notes_My Vector_8_halfvec_hnsw"'
DROP INDEX CONCURRENTLY IF EXISTS "idx_Notes_My Vector_8_halfvec_hnsw_leftover";

-- Reads and writes go on. It waits for transactions that use the table, without a
-- lock_timeout: an interrupted drop would leave the index INVALID.
\echo '[19/33] drop    "idx_Notes_My Vector_8_hnsw"'
DROP INDEX CONCURRENTLY IF EXISTS "idx_Notes_My Vector_8_hnsw";

-- Removes the leftover of a build that did not finish, if there is one.
\echo '[20/33] drop    "idx_Notes_My Vector_8_hnsw"'
DROP INDEX CONCURRENTLY IF EXISTS "idx_Notes_My Vector_8_hnsw_leftover";

-- Reads and writes go on. It waits for transactions that use the table, without a
-- lock_timeout: an interrupted drop would leave the index INVALID.
\echo '[21/33] drop    "idx_Notes_My Vector_binary_hnsw"'
DROP INDEX CONCURRENTLY IF EXISTS "idx_Notes_My Vector_binary_hnsw";

-- Removes the leftover of a build that did not finish, if there is one.
\echo '[22/33] drop    "idx_Notes_My Vector_binary_hnsw"'
DROP INDEX CONCURRENTLY IF EXISTS "idx_Notes_My Vector_binary_hnsw_leftover";

-- Reads and writes go on. It waits for transactions that use the table, without a
-- lock_timeout: an interrupted drop would leave the index INVALID.
\echo '[23/33] drop    "idx_Notes_My Vector_halfvec_hnsw"'
DROP INDEX CONCURRENTLY IF EXISTS "idx_Notes_My Vector_halfvec_hnsw";

-- Removes the leftover of a build that did not finish, if there is one.
\echo '[24/33] drop    "idx_Notes_My Vector_halfvec_hnsw"'
DROP INDEX CONCURRENTLY IF EXISTS "idx_Notes_My Vector_halfvec_hnsw_leftover";

-- Short steps again.
\echo '[25/33] verify  settings'
SET lock_timeout = '5s';

-- None of them takes long.
\echo '[26/33] verify  settings'
SET statement_timeout = '60s';

-- Fails loudly when something of the plan is left.
\echo '[27/33] verify  "idx_Notes_My Vector_halfvec_hnsw"'
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
\echo '[28/33] verify  "idx_Notes_My Vector_binary_hnsw"'
DO $hnswkit$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY[
        '"idx_Notes_My Vector_binary_hnsw"',
        '"idx_Notes_My Vector_binary_hnsw_leftover"'
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
\echo '[29/33] verify  "idx_Notes_My Vector_8_hnsw"'
DO $hnswkit$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY[
        '"idx_Notes_My Vector_8_hnsw"',
        '"idx_Notes_My Vector_8_hnsw_leftover"'
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
\echo '[30/33] verify  "idx_Notes_My Vector_8_halfvec_hnsw"'
DO $hnswkit$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY[
        '"idx_Notes_My Vector_8_halfvec_hnsw"',
        '"idx_Notes_My Vector_8_halfvec_hnsw_leftover"'
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
\echo '[31/33] verify  "idx_Notes_My Vector_8_binary_hnsw"'
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

-- Fails loudly when something of the plan is left.
\echo '[32/33] verify  notes_half_16'
DO $hnswkit$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY[
        'notes_half_16',
        'notes_half_16_leftover'
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
\echo '[33/33] restore settings as before'
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
