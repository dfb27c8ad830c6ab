-- Way back of change_model_switch: switch back from HNSW index "App"."idx_Old Notes_New
-- ""one"" :x\_hnsw" while reads and writes go on.
--
-- Run: psql "$DATABASE_URL" --no-psqlrc --file migrations/change_model_switch.down.sql
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

-- Stops when the old column has been dropped.
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
\echo '[ 5/14] build   settings'
SET lock_timeout = 0;

-- A statement_timeout would kill the build and leave an INVALID index.
\echo '[ 6/14] build   settings'
SET statement_timeout = 0;

-- So would a transaction_timeout, which PostgreSQL 17 and later have.
\echo '[ 7/14] build   settings'
DO $hnswkit$
BEGIN
    PERFORM set_config(name, '0', false)
    FROM pg_settings
    WHERE name = 'transaction_timeout';
END
$hnswkit$;

-- Says how many rows have no embedding of the old model, because they were written by an
-- application that wrote the new one only; stops at them where the old column has to be NOT
-- NULL again. It reads the table.
\echo '[ 8/14] guard   "App"."idx_Old Notes_New ""one"" :x\\_hnsw"'
DO $hnswkit$
DECLARE
    relation regclass := to_regclass('"App"."Old Notes"');
    books text := (
        SELECT coalesce(obj_description(tgfoid, 'pg_proc'), '')
        FROM pg_trigger
        WHERE tgrelid = relation AND tgname = 'zz_Old Notes_New "one" :x\_stale'
    );
    since timestamptz := substring(books FROM 'switched at ([0-9TZ:-]+)')::timestamptz;
    missing bigint;
BEGIN
    IF since IS NULL THEN
        RETURN;
    END IF;
    SELECT count(*)
    INTO missing
    FROM "App"."Old Notes"
    WHERE "select" IS NULL AND "New ""one"" :x\" IS NOT NULL;
    IF 0 < missing THEN
        IF books LIKE '%was NOT NULL%' THEN
            RAISE EXCEPTION USING
                MESSAGE = format('%s rows of %s have no %s', missing, '"App"."Old Notes"', '"select"'),
                HINT = 'Searches miss them until they are embedded with the old model.';
        END IF;
        RAISE NOTICE USING
            MESSAGE = format('%s rows of %s have no %s', missing, '"App"."Old Notes"', '"select"'),
            HINT = 'Searches miss them until they are embedded with the old model.';
    END IF;
END
$hnswkit$;

-- Only where the old column was NOT NULL before the switch: the constraint takes the table
-- for a moment, its proof reads the table while reads and writes go on. Interrupted, it
-- leaves the constraint; run this again, or go back.
\echo '[ 9/14] build   "App"."idx_Old Notes_New ""one"" :x\\_hnsw"'
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
    IF books NOT LIKE '%was NOT NULL%' OR books IS NULL THEN
        RETURN;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_constraint WHERE conrelid = relation AND conname = 'Old Notes_select_filled') THEN
        -- It gives up rather than queue in front of everybody, and tries again.
        PERFORM set_config('lock_timeout', '1s', true);
        FOR attempt IN 1..30 LOOP
            BEGIN
                ALTER TABLE "App"."Old Notes"
                    ADD CONSTRAINT "Old Notes_select_filled" CHECK ("select" IS NOT NULL) NOT VALID;
                EXIT;
            EXCEPTION WHEN lock_not_available THEN
                IF attempt = 30 THEN
                    RAISE;
                END IF;
                PERFORM pg_sleep(1);
            END;
        END LOOP;
        COMMIT;
    END IF;
    ALTER TABLE "App"."Old Notes" VALIDATE CONSTRAINT "Old Notes_select_filled";
END
$hnswkit$;

-- The old column is NOT NULL again if it was, and the trigger keeps the books of the new
-- one again. Reads and writes wait for a moment; it gives up after a second and tries
-- again.
\echo '[10/14] build   "App"."idx_Old Notes_New ""one"" :x\\_hnsw"'
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
    IF since IS NULL THEN
        RETURN;
    END IF;
    -- It gives up rather than queue in front of everybody, and tries again.
    PERFORM set_config('lock_timeout', '1s', true);
    FOR attempt IN 1..30 LOOP
        BEGIN
            IF books LIKE '%was NOT NULL%' THEN
                -- Proved by the constraint, so that no row is read.
                ALTER TABLE "App"."Old Notes" ALTER COLUMN "select" SET NOT NULL;
                ALTER TABLE "App"."Old Notes" DROP CONSTRAINT IF EXISTS "Old Notes_select_filled";
                ALTER TABLE "App"."Old Notes" DROP CONSTRAINT IF EXISTS "Old Notes_New ""one"" :x\_filled";
            END IF;
            CREATE OR REPLACE FUNCTION "App"."zz_Old Notes_New ""one"" :x\_stale"() RETURNS trigger
            LANGUAGE plpgsql
            AS $function$
            BEGIN
                -- What it was computed from has changed, and no other embedding has come with it.
                IF NEW."New ""one"" :x\" IS NOT NULL
                    AND pg_catalog.record_image_ne(ROW(NEW.body), ROW(OLD.body))
                    AND pg_catalog.record_image_eq(ROW(NEW."New ""one"" :x\"), ROW(OLD."New ""one"" :x\"))
                THEN
                    NEW."New ""one"" :x\" := NULL;
                END IF;
                RETURN NEW;
            END
            $function$;
            COMMENT ON FUNCTION "App"."zz_Old Notes_New ""one"" :x\_stale"() IS 'hnswkit: "New ""one"" :x\" is going to take the place of "select"';
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
\echo '[11/14] verify  settings'
SET lock_timeout = '5s';

-- None of them takes long.
\echo '[12/14] verify  settings'
SET statement_timeout = '60s';

-- Fails loudly unless it is as planned.
\echo '[13/14] verify  "App"."idx_Old Notes_New ""one"" :x\\_hnsw"'
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
        AND since IS NULL
        AND EXISTS (
            SELECT FROM pg_trigger
            WHERE tgrelid = relation AND tgname = 'zz_Old Notes_New "one" :x\_stale' AND tgenabled IN ('O', 'A')
        )
    ) IS NOT TRUE THEN
        RAISE EXCEPTION USING
            ERRCODE = 'object_not_in_prerequisite_state',
            MESSAGE = 'not as planned: "App"."Old Notes" has column "New ""one"" :x\" and its trigger',
            HINT = 'Run this again.';
    END IF;
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
