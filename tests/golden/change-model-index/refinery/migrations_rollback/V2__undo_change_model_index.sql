-- Way back of change_model_index: drop HNSW index "App"."idx_Old Notes_New ""one""
-- :x\_hnsw" while reads and writes go on.
--
-- refinery has no way back: move this file into migrations when you want it.
-- refinery runs every migration inside of a transaction, and no transaction may hold all of
-- the way back. So psql does it before the deploy, while reads and writes go on:
--   psql "$DATABASE_URL" --no-psqlrc --file migrations_outside/change_model_index.down.sql
-- This file then proves it. Where the tables have no rows, as in tests, it goes it by
-- itself.

-- Remembers the settings; the last step puts them back.
DO $hnswkit$
BEGIN
    PERFORM set_config('hnswkit.' || name, current_setting(name), true)
    FROM pg_settings
    WHERE name IN (
        'lock_timeout',
        'statement_timeout'
    );
END
$hnswkit$;

-- Gives up rather than queue in front of everybody.
SET LOCAL lock_timeout = '5s';

-- Nothing in here takes long.
SET LOCAL statement_timeout = '60s';

-- Stops when the new column serves.
DO $hnswkit1$
BEGIN
    IF NOT EXISTS (SELECT FROM "App"."Old Notes") THEN
        EXECUTE $statement$
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
$statement$;
    END IF;
END
$hnswkit1$;

-- Stops when the name belongs to anything but an index on this table.
DO $hnswkit1$
BEGIN
    IF NOT EXISTS (SELECT FROM "App"."Old Notes") THEN
        EXECUTE $statement$
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
$statement$;
    END IF;
END
$hnswkit1$;

-- Takes the table from everybody for a moment, or gives up after lock_timeout.
DO $hnswkit$
BEGIN
    IF NOT EXISTS (SELECT FROM "App"."Old Notes") THEN
        EXECUTE $statement$
DROP INDEX IF EXISTS "App"."idx_Old Notes_New ""one"" :x\_hnsw";
$statement$;
    END IF;
END
$hnswkit$;

-- Fails loudly when something of the plan is left.
DO $hnswkit$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY[
        '"App"."idx_Old Notes_New ""one"" :x\_hnsw"'
    ] LOOP
        IF to_regclass(name) IS NOT NULL THEN
            RAISE EXCEPTION USING
                ERRCODE = 'object_not_in_prerequisite_state',
                MESSAGE = format('%s is still there', name),
                HINT = 'Run migrations_outside/change_model_index.down.sql with psql, then run this again.';
        END IF;
    END LOOP;
END
$hnswkit$;

-- Puts the settings back as they were.
DO $hnswkit$
BEGIN
    PERFORM set_config(name, current_setting('hnswkit.' || name), true)
    FROM pg_settings
    WHERE name IN (
        'lock_timeout',
        'statement_timeout'
    );
END
$hnswkit$;
