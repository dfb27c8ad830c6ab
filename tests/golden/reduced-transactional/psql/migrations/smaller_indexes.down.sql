-- Way back of smaller_indexes: drop 2 HNSW indexes inside a transaction.
--
-- Run: psql "$DATABASE_URL" --no-psqlrc --file migrations/smaller_indexes.down.sql (never
-- with --single-transaction). Safe to run again.

\set ON_ERROR_STOP on
\timing on

BEGIN;

-- Remembers the settings of the session; the last step puts them back.
\echo '[ 1/10] prepare settings'
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
\echo '[ 2/10] prepare settings'
SET LOCAL lock_timeout = '5s';

-- The build takes as long as it takes; cancelled, it leaves nothing behind.
\echo '[ 3/10] prepare settings'
SET LOCAL statement_timeout = 0;

-- Stops when the name belongs to anything but an index on this table.
\echo '[ 4/10] guard   "idx_Notes_My Vector_halfvec_hnsw"'
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
\echo '[ 5/10] guard   "idx_Notes_My Vector_8_binary_hnsw"'
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

-- Takes the table from everybody for a moment, or gives up after lock_timeout.
\echo '[ 6/10] drop    "idx_Notes_My Vector_8_binary_hnsw"'
-- squawk-ignore require-concurrent-index-deletion
DROP INDEX IF EXISTS "idx_Notes_My Vector_8_binary_hnsw";

-- Takes the table from everybody for a moment, or gives up after lock_timeout.
\echo '[ 7/10] drop    "idx_Notes_My Vector_halfvec_hnsw"'
-- squawk-ignore require-concurrent-index-deletion
DROP INDEX IF EXISTS "idx_Notes_My Vector_halfvec_hnsw";

-- Fails loudly when something of the plan is left.
\echo '[ 8/10] verify  "idx_Notes_My Vector_halfvec_hnsw"'
DO $hnswkit$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY[
        '"idx_Notes_My Vector_halfvec_hnsw"'
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
\echo '[ 9/10] verify  "idx_Notes_My Vector_8_binary_hnsw"'
DO $hnswkit$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY[
        '"idx_Notes_My Vector_8_binary_hnsw"'
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
\echo '[10/10] restore settings as before'
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

COMMIT;

\echo 'done'
