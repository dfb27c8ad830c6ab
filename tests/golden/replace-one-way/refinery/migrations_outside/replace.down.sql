-- Way back of replace: bring back HNSW index items_nearest while reads and writes go on.
--
-- Run: psql "$DATABASE_URL" --no-psqlrc --file migrations_outside/replace.down.sql (never
-- with --single-transaction). Safe to run again.

\set ON_ERROR_STOP on
\timing on

-- Remembers the settings of the session; the last step puts them back.
\echo '[ 1/13] prepare settings'
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
\echo '[ 2/13] prepare settings'
SET lock_timeout = '5s';

-- None of the short steps takes long.
\echo '[ 3/13] prepare settings'
SET statement_timeout = '60s';

-- Gives the old index its name back, as long as it is there; stops when its drop has begun.
\echo '[ 4/13] guard   items_nearest'
DO $hnswkit$
BEGIN
    IF EXISTS (
        SELECT
        FROM pg_index
        WHERE indexrelid = to_regclass('items_nearest_old') AND NOT (indisvalid AND indisready)
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'object_not_in_prerequisite_state',
            MESSAGE = 'items_nearest_old is INVALID: its drop has begun, it cannot come back',
            HINT = 'Run the migration again: it goes on from here.';
    ELSIF to_regclass('items_nearest_old') IS NULL
        AND (to_regclass('items_nearest_new') IS NULL OR to_regclass('items_nearest') IS NULL) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'object_not_in_prerequisite_state',
            MESSAGE = 'the index that items_nearest has replaced was dropped: it cannot come back',
            HINT = 'Say what it was (previous_m, previous_metric, …), and the way back builds it again.';
    END IF;
    IF to_regclass('items_nearest_old') IS NOT NULL THEN
        -- Interrupted between the swap and the drop: the names go back.
        IF to_regclass('items_nearest_new') IS NOT NULL THEN
            RAISE EXCEPTION USING
                ERRCODE = 'duplicate_object',
                MESSAGE = 'items_nearest_old and items_nearest_new are both there',
                HINT = 'One of them is not of this migration: look at both, and drop that one.';
        ELSIF to_regclass('items_nearest') IS NOT NULL THEN
            ALTER INDEX items_nearest RENAME TO items_nearest_new;
        END IF;
        ALTER INDEX items_nearest_old RENAME TO items_nearest;
    END IF;
END
$hnswkit$;

-- From here on it waits as long as it must: a lock_timeout also fires while the finished
-- graph waits for old snapshots, and leaves an INVALID index. Waiting blocks no reads and
-- no writes.
\echo '[ 5/13] build   settings'
SET lock_timeout = 0;

-- A statement_timeout would kill the build and leave an INVALID index.
\echo '[ 6/13] build   settings'
SET statement_timeout = 0;

-- So would a transaction_timeout, which PostgreSQL 17 and later have.
\echo '[ 7/13] build   settings'
DO $hnswkit$
BEGIN
    PERFORM set_config(name, '0', false)
    FROM pg_settings
    WHERE name = 'transaction_timeout';
END
$hnswkit$;

-- Removes the new index.
\echo '[ 8/13] drop    items_nearest'
DROP INDEX CONCURRENTLY IF EXISTS items_nearest_new;

-- Removes the leftover of a build that did not finish, if there is one.
\echo '[ 9/13] drop    items_nearest'
DROP INDEX CONCURRENTLY IF EXISTS items_nearest_leftover;

-- Short steps again.
\echo '[10/13] verify  settings'
SET lock_timeout = '5s';

-- None of them takes long.
\echo '[11/13] verify  settings'
SET statement_timeout = '60s';

-- Fails loudly when something of the replacement is left.
\echo '[12/13] verify  items_nearest'
DO $hnswkit$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY[
        'items_nearest_new',
        'items_nearest_old',
        'items_nearest_leftover'
    ] LOOP
        IF to_regclass(name) IS NOT NULL THEN
            RAISE EXCEPTION USING
                ERRCODE = 'object_not_in_prerequisite_state',
                MESSAGE = format('%s is still there', name),
                HINT = format('DROP INDEX CONCURRENTLY %s; then run this again.', name);
        END IF;
    END LOOP;
END
$hnswkit$;

-- Puts the settings back as they were.
\echo '[13/13] restore settings as before'
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
