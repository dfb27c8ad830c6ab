-- Way back of replace: bring back HNSW index items_nearest while reads and writes go on.
--
-- refinery has no way back: move this file into migrations when you want it.
-- refinery runs every migration inside of a transaction, and no transaction may hold all of
-- the way back. So psql does it before the deploy, while reads and writes go on:
--   psql "$DATABASE_URL" --no-psqlrc --file migrations_outside/replace.down.sql
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

-- Gives the old index its name back, as long as it is there; stops when its drop has begun.
DO $hnswkit1$
BEGIN
    IF NOT EXISTS (SELECT FROM items) THEN
        EXECUTE $statement$
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
$statement$;
    END IF;
END
$hnswkit1$;

-- Removes the new index.
DO $hnswkit$
BEGIN
    IF NOT EXISTS (SELECT FROM items) THEN
        EXECUTE $statement$
DROP INDEX IF EXISTS items_nearest_new;
$statement$;
    END IF;
END
$hnswkit$;

-- Removes the leftover of a build that did not finish, if there is one.
DO $hnswkit$
BEGIN
    IF NOT EXISTS (SELECT FROM items) THEN
        EXECUTE $statement$
DROP INDEX IF EXISTS items_nearest_leftover;
$statement$;
    END IF;
END
$hnswkit$;

-- Fails loudly when something of the replacement is left.
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
                HINT = 'Run migrations_outside/replace.down.sql with psql, then run this again.';
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
