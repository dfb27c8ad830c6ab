-- Way back of change_type_expand: drop the new column of HNSW index "App"."we""ird :idx\"
-- while reads and writes go on.
--
-- Run: psql "$DATABASE_URL" --no-psqlrc --file
-- migrations_outside/change_type_expand.down.sql (never with --single-transaction). Safe to
-- run again.

\set ON_ERROR_STOP on
\timing on

-- Remembers the settings of the session; the last step puts them back.
\echo '[ 1/15] prepare settings'
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
\echo '[ 2/15] prepare settings'
SET lock_timeout = '5s';

-- None of the short steps takes long.
\echo '[ 3/15] prepare settings'
SET statement_timeout = '60s';

-- Stops when the columns are switched: the new one is in use then.
\echo '[ 4/15] guard   "App"."we""ird :idx\\"'
DO $hnswkit$
DECLARE
    relation regclass := '"App"."Old Notes"';
    now_type text;
    new_type text;
    old_type text;
    found text;
BEGIN
    SELECT
        max(t.typname || '(' || a.atttypmod || ')') FILTER (WHERE a.attname = 'se''lect'),
        max(t.typname || '(' || a.atttypmod || ')') FILTER (WHERE a.attname = 'se''lect_new'),
        max(t.typname || '(' || a.atttypmod || ')') FILTER (WHERE a.attname = 'se''lect_old')
    INTO now_type, new_type, old_type
    FROM pg_attribute AS a
    JOIN pg_type AS t ON t.oid = a.atttypid
    WHERE a.attrelid = relation AND NOT a.attisdropped;
    IF old_type IS NOT NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'object_not_in_prerequisite_state',
            MESSAGE = 'the columns of "App"."Old Notes" are switched',
            HINT = 'Take the switch back first: the way back of stage = "switch".';
    END IF;
END
$hnswkit$;

-- From here on it waits as long as it must: a lock_timeout also fires while the finished
-- graph waits for old snapshots, and leaves an INVALID index. Waiting blocks no reads and
-- no writes.
\echo '[ 5/15] build   settings'
SET lock_timeout = 0;

-- A statement_timeout would kill the build and leave an INVALID index.
\echo '[ 6/15] build   settings'
SET statement_timeout = 0;

-- So would a transaction_timeout, which PostgreSQL 17 and later have.
\echo '[ 7/15] build   settings'
DO $hnswkit$
BEGIN
    PERFORM set_config(name, '0', false)
    FROM pg_settings
    WHERE name = 'transaction_timeout';
END
$hnswkit$;

-- Reads and writes go on.
\echo '[ 8/15] drop    "App"."we""ird :idx\\"'
DROP INDEX CONCURRENTLY IF EXISTS "App"."we""ird :idx\_new";

-- Reads and writes go on.
\echo '[ 9/15] drop    "App"."we""ird :idx\\"'
DROP INDEX CONCURRENTLY IF EXISTS "App"."we""ird :idx\_new_leftover";

-- Removes the new column and its trigger together, for which it needs the table for a
-- moment. The old column has every value as it was written.
\echo '[10/15] drop    "App"."we""ird :idx\\"'
DO $hnswkit$
BEGIN
    IF NOT EXISTS (
        SELECT FROM pg_attribute
        WHERE attrelid = '"App"."Old Notes"'::regclass AND attname = 'se''lect_new' AND NOT attisdropped
        UNION ALL
        SELECT FROM pg_trigger WHERE tgrelid = '"App"."Old Notes"'::regclass AND tgname = 'zz_Old Notes_se''lect_sync'
    ) THEN
        RETURN;
    END IF;
    -- It gives up rather than queue in front of everybody, and tries again.
    PERFORM set_config('lock_timeout', '1s', true);
    FOR attempt IN 1..30 LOOP
        BEGIN
            LOCK TABLE "App"."Old Notes" IN ACCESS EXCLUSIVE MODE;
            DROP TRIGGER IF EXISTS "zz_Old Notes_se'lect_sync" ON "App"."Old Notes";
            DROP FUNCTION IF EXISTS "App"."zz_Old Notes_se'lect_sync"();
            ALTER TABLE "App"."Old Notes" DROP COLUMN IF EXISTS "se'lect_new";
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
\echo '[11/15] verify  settings'
SET lock_timeout = '5s';

-- None of them takes long.
\echo '[12/15] verify  settings'
SET statement_timeout = '60s';

-- Fails loudly when an index is left.
\echo '[13/15] verify  "App"."we""ird :idx\\"'
DO $hnswkit$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY[
        '"App"."we""ird :idx\_new"',
        '"App"."we""ird :idx\_new_leftover"'
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

-- Fails loudly unless the columns are as before.
\echo '[14/15] verify  "App"."we""ird :idx\\"'
DO $hnswkit$
DECLARE
    found text;
BEGIN
    SELECT string_agg(
        format(
            'column %s is %s; planned is %s',
            it.name,
            coalesce(t.typname || '(' || a.atttypmod || ')', 'absent'),
            coalesce(it.planned, 'absent')
        ),
        '; '
    )
    INTO found
    FROM (
        VALUES
            ('se''lect', 'vector(4)'),
            ('se''lect_new', NULL)
    ) AS it (name, planned)
    LEFT JOIN pg_attribute AS a
        ON a.attrelid = '"App"."Old Notes"'::regclass AND a.attname = it.name AND NOT a.attisdropped
    LEFT JOIN pg_type AS t ON t.oid = a.atttypid
    WHERE t.typname || '(' || a.atttypmod || ')' IS DISTINCT FROM it.planned::text;
    IF found IS NOT NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'object_not_in_prerequisite_state',
            MESSAGE = found,
            HINT = 'Run this again.';
    END IF;
END
$hnswkit$;

-- Puts the settings back as they were.
\echo '[15/15] restore settings as before'
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
