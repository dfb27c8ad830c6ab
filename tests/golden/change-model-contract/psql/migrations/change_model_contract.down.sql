-- Way back of change_model_contract: refuse to go back behind HNSW index "App"."idx_Old
-- Notes_New ""one"" :x\_hnsw" while reads and writes go on.
--
-- Run: psql "$DATABASE_URL" --no-psqlrc --file migrations/change_model_contract.down.sql
-- (never with --single-transaction). Safe to run again.

\set ON_ERROR_STOP on
\timing on

-- Remembers the settings of the session; the last step puts them back.
\echo '[ 1/12] prepare settings'
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
\echo '[ 2/12] prepare settings'
SET lock_timeout = '5s';

-- None of the short steps takes long.
\echo '[ 3/12] prepare settings'
SET statement_timeout = '60s';

-- Nothing brings the old embeddings back once they are dropped: it says so, and stops.
\echo '[ 4/12] guard   "App"."idx_Old Notes_New ""one"" :x\\_hnsw"'
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
    IF (
        SELECT format('%s(%s)', t.typname, a.atttypmod)
        FROM pg_attribute AS a
        JOIN pg_type AS t ON t.oid = a.atttypid
        WHERE a.attrelid = relation AND a.attname = 'select' AND NOT a.attisdropped
    ) IS NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'object_not_in_prerequisite_state',
            MESSAGE = 'column "select" of "App"."Old Notes" was dropped: it cannot come back',
            HINT = 'Change the model again, to the one from before.';
    END IF;
END
$hnswkit$;

-- From here on it waits as long as it must: a lock_timeout also fires while the finished
-- graph waits for old snapshots, and leaves an INVALID index. Waiting blocks no reads and
-- no writes.
\echo '[ 5/12] build   settings'
SET lock_timeout = 0;

-- A statement_timeout would kill the build and leave an INVALID index.
\echo '[ 6/12] build   settings'
SET statement_timeout = 0;

-- So would a transaction_timeout, which PostgreSQL 17 and later have.
\echo '[ 7/12] build   settings'
DO $hnswkit$
BEGIN
    PERFORM set_config(name, '0', false)
    FROM pg_settings
    WHERE name = 'transaction_timeout';
END
$hnswkit$;

-- Removes the constraint of a contraction that did not finish, if there is one.
\echo '[ 8/12] drop    "App"."idx_Old Notes_New ""one"" :x\\_hnsw"'
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
    IF books IS NULL OR NOT EXISTS (SELECT FROM pg_constraint WHERE conrelid = relation AND conname = 'Old Notes_New "one" :x\_filled') THEN
        RETURN;
    END IF;
    -- It gives up rather than queue in front of everybody, and tries again.
    PERFORM set_config('lock_timeout', '1s', true);
    FOR attempt IN 1..30 LOOP
        BEGIN
            ALTER TABLE "App"."Old Notes" DROP CONSTRAINT IF EXISTS "Old Notes_New ""one"" :x\_filled";
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

-- Short steps again.
\echo '[ 9/12] verify  settings'
SET lock_timeout = '5s';

-- None of them takes long.
\echo '[10/12] verify  settings'
SET statement_timeout = '60s';

-- Fails loudly unless it is as planned.
\echo '[11/12] verify  "App"."idx_Old Notes_New ""one"" :x\\_hnsw"'
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
    IF (
        (
        SELECT format('%s(%s)', t.typname, a.atttypmod)
        FROM pg_attribute AS a
        JOIN pg_type AS t ON t.oid = a.atttypid
        WHERE a.attrelid = relation AND a.attname = 'select' AND NOT a.attisdropped
    ) IS NOT NULL
        AND (
        SELECT format('%s(%s)', t.typname, a.atttypmod)
        FROM pg_attribute AS a
        JOIN pg_type AS t ON t.oid = a.atttypid
        WHERE a.attrelid = relation AND a.attname = 'New "one" :x\' AND NOT a.attisdropped
    ) IS NOT NULL
        AND since IS NOT NULL
        AND EXISTS (
            SELECT FROM pg_trigger
            WHERE tgrelid = relation AND tgname = 'zz_Old Notes_New "one" :x\_stale' AND tgenabled IN ('O', 'A')
        )
    ) IS NOT TRUE THEN
        RAISE EXCEPTION USING
            ERRCODE = 'object_not_in_prerequisite_state',
            MESSAGE = 'not as planned: column "New ""one"" :x\" of "App"."Old Notes" serves',
            HINT = 'Run this again.';
    END IF;
END
$hnswkit$;

-- Puts the settings back as they were.
\echo '[12/12] restore settings as before'
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
