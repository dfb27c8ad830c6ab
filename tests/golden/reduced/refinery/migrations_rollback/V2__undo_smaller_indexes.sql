-- Way back of smaller_indexes: drop 2 HNSW indexes while reads and writes go on.
--
-- refinery has no way back: move this file into migrations when you want it.
-- refinery runs every migration inside of a transaction, and no transaction may hold a
-- concurrent drop. So psql does it before the deploy, while reads and writes go on:
--   psql "$DATABASE_URL" --no-psqlrc --file migrations_outside/smaller_indexes.down.sql
-- This file then proves it. Where the tables have no rows, as in tests, it drops the
-- indexes by itself.

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

-- Stops when the name belongs to anything but an index on this table.
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

-- Stops when the script was not run; the index of a table without rows is dropped below.
DO $hnswkit$
BEGIN
    IF to_regclass('"idx_Notes_My Vector_halfvec_hnsw"') IS NOT NULL AND EXISTS (SELECT FROM "Notes") THEN
        RAISE EXCEPTION USING
            ERRCODE = 'object_not_in_prerequisite_state',
            MESSAGE = '"idx_Notes_My Vector_halfvec_hnsw" is still there and "Notes" has rows: a drop in this transaction would stop all reads and writes',
            HINT = 'Run migrations_outside/smaller_indexes.down.sql with psql, then run this again.';
    END IF;
END
$hnswkit$;

-- Stops when the name belongs to anything but an index on this table.
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

-- Stops when the script was not run; the index of a table without rows is dropped below.
DO $hnswkit$
BEGIN
    IF to_regclass('"idx_Notes_My Vector_8_binary_hnsw"') IS NOT NULL AND EXISTS (SELECT FROM "Notes") THEN
        RAISE EXCEPTION USING
            ERRCODE = 'object_not_in_prerequisite_state',
            MESSAGE = '"idx_Notes_My Vector_8_binary_hnsw" is still there and "Notes" has rows: a drop in this transaction would stop all reads and writes',
            HINT = 'Run migrations_outside/smaller_indexes.down.sql with psql, then run this again.';
    END IF;
END
$hnswkit$;

-- Does nothing after the script.
-- squawk-ignore require-concurrent-index-deletion
DROP INDEX IF EXISTS "idx_Notes_My Vector_8_binary_hnsw";

-- Does nothing after the script.
-- squawk-ignore require-concurrent-index-deletion
DROP INDEX IF EXISTS "idx_Notes_My Vector_halfvec_hnsw";

-- Fails loudly when the index is left.
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
                HINT = 'Run migrations_outside/smaller_indexes.down.sql with psql, then run this again.';
        END IF;
    END LOOP;
END
$hnswkit$;

-- Fails loudly when the index is left.
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
                HINT = 'Run migrations_outside/smaller_indexes.down.sql with psql, then run this again.';
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
