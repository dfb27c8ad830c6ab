-- Way back of change_model_index: drop HNSW index "App"."idx_Old Notes_New ""one""
-- :x\_hnsw" while reads and writes go on.
--
-- Run: psql "$DATABASE_URL" --no-psqlrc --file migrations/change_model_index.down.sql
-- (never with --single-transaction). Safe to run again.

\set ON_ERROR_STOP on
\timing on

-- Remembers the settings of the session; the last step puts them back.
\echo '[ 1/14] prepare settings'
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
\echo '[ 2/14] prepare settings'
SET lock_timeout = '5s';

-- None of the short steps takes long.
\echo '[ 3/14] prepare settings'
SET statement_timeout = '60s';

-- Stops when the new column serves.
\echo '[ 4/14] guard   "App"."idx_Old Notes_New ""one"" :x\\_hnsw"'
DO $hnswkit$
DECLARE
    relation regclass := to_regclass('"App"."Old Notes"');
    books text := (
        SELECT coalesce(obj_description(tgfoid, 'pg_proc'), '')
        FROM pg_trigger
        WHERE tgrelid = relation AND tgname = 'zz_Old Notes_New "one" :x\_stale'
    );
    since timestamptz := substring(books FROM 'switched at ([0-9TZ:-]+)')::timestamptz;
BEGIN
    IF since IS NOT NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'object_not_in_prerequisite_state',
            MESSAGE = 'column "New ""one"" :x\" of "App"."Old Notes" serves already',
            HINT = 'Go back through the stage `switch` first.';
    END IF;
END
$hnswkit$;

-- Stops when the name belongs to anything but an index on this table.
\echo '[ 5/14] guard   "App"."idx_Old Notes_New ""one"" :x\\_hnsw"'
DO $hnswkit$
BEGIN
    IF EXISTS (
        SELECT
        FROM pg_class AS c
        LEFT JOIN pg_index AS i ON i.indexrelid = c.oid
        WHERE c.oid = to_regclass('"App"."idx_Old Notes_New ""one"" :x\_hnsw"')
            AND i.indrelid IS DISTINCT FROM to_regclass('"App"."Old Notes"')
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'wrong_object_type',
            MESSAGE = '"App"."idx_Old Notes_New ""one"" :x\_hnsw" is not an index on "App"."Old Notes": not dropped',
            HINT = 'It is not what this migration built; look at it before you drop it.';
    END IF;
END
$hnswkit$;

-- From here on it waits as long as it must: a lock_timeout also fires while the finished
-- graph waits for old snapshots, and leaves an INVALID index. Waiting blocks no reads and
-- no writes.
\echo '[ 6/14] build   settings'
SET lock_timeout = 0;

-- A statement_timeout would kill the build and leave an INVALID index.
\echo '[ 7/14] build   settings'
SET statement_timeout = 0;

-- So would a transaction_timeout, which PostgreSQL 17 and later have.
\echo '[ 8/14] build   settings'
DO $hnswkit$
BEGIN
    PERFORM set_config(name, '0', false)
    FROM pg_settings
    WHERE name = 'transaction_timeout';
END
$hnswkit$;

-- Reads and writes go on. It waits for transactions that use the table, without a
-- lock_timeout: an interrupted drop would leave the index INVALID.
\echo '[ 9/14] drop    "App"."idx_Old Notes_New ""one"" :x\\_hnsw"'
DROP INDEX CONCURRENTLY IF EXISTS "App"."idx_Old Notes_New ""one"" :x\_hnsw";

-- Removes the leftover of a build that did not finish, if there is one.
\echo '[10/14] drop    "App"."idx_Old Notes_New ""one"" :x\\_hnsw"'
DROP INDEX CONCURRENTLY IF EXISTS "App"."idx_Old Notes_New ""one"" :x\_hnsw_leftover";

-- Short steps again.
\echo '[11/14] verify  settings'
SET lock_timeout = '5s';

-- None of them takes long.
\echo '[12/14] verify  settings'
SET statement_timeout = '60s';

-- Fails loudly when something of the plan is left.
\echo '[13/14] verify  "App"."idx_Old Notes_New ""one"" :x\\_hnsw"'
DO $hnswkit$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY[
        '"App"."idx_Old Notes_New ""one"" :x\_hnsw"',
        '"App"."idx_Old Notes_New ""one"" :x\_hnsw_leftover"'
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
\echo '[14/14] restore settings as before'
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
