-- Way back of add_hnsw_vector_indexes: drop 2 HNSW indexes while reads and writes go on.
--
-- Make the file with drizzle-kit, which also writes the journal: take the indexes out of
-- schema.ts, then drizzle-kit generate --name undo_add_hnsw_vector_indexes; then put this
-- text into the file that it made.
-- Drizzle runs every migration inside of a transaction, and no transaction may hold a
-- concurrent drop. So psql does it before the deploy, while reads and writes go on:
--   psql "$DATABASE_URL" --no-psqlrc --file drizzle_outside/add_hnsw_vector_indexes.down.sql
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
--> statement-breakpoint

-- Gives up rather than queue in front of everybody.
SET LOCAL lock_timeout = '5s';
--> statement-breakpoint

-- Nothing in here takes long.
SET LOCAL statement_timeout = '60s';
--> statement-breakpoint

-- Stops when the name belongs to anything but an index on this table.
DO $hnswkit$
BEGIN
    IF EXISTS (
        SELECT
        FROM pg_class AS c
        LEFT JOIN pg_index AS i ON i.indexrelid = c.oid
        WHERE c.oid = to_regclass('idx_messages_embedding_hnsw')
            AND i.indrelid IS DISTINCT FROM to_regclass('messages')
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'wrong_object_type',
            MESSAGE = 'idx_messages_embedding_hnsw is not an index on messages: not dropped',
            HINT = 'It is not what this migration built; look at it before you drop it.';
    END IF;
END
$hnswkit$;
--> statement-breakpoint

-- Stops when the script was not run; the index of a table without rows is dropped below.
DO $hnswkit$
BEGIN
    IF to_regclass('idx_messages_embedding_hnsw') IS NOT NULL AND EXISTS (SELECT FROM messages) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'object_not_in_prerequisite_state',
            MESSAGE = 'idx_messages_embedding_hnsw is still there and messages has rows: a drop in this transaction would stop all reads and writes',
            HINT = 'Run drizzle_outside/add_hnsw_vector_indexes.down.sql with psql, then run this again.';
    END IF;
END
$hnswkit$;
--> statement-breakpoint

-- Stops when the name belongs to anything but an index on this table.
DO $hnswkit$
BEGIN
    IF EXISTS (
        SELECT
        FROM pg_class AS c
        LEFT JOIN pg_index AS i ON i.indexrelid = c.oid
        WHERE c.oid = to_regclass('idx_atoms_embedding_hnsw')
            AND i.indrelid IS DISTINCT FROM to_regclass('atoms')
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'wrong_object_type',
            MESSAGE = 'idx_atoms_embedding_hnsw is not an index on atoms: not dropped',
            HINT = 'It is not what this migration built; look at it before you drop it.';
    END IF;
END
$hnswkit$;
--> statement-breakpoint

-- Stops when the script was not run; the index of a table without rows is dropped below.
DO $hnswkit$
BEGIN
    IF to_regclass('idx_atoms_embedding_hnsw') IS NOT NULL AND EXISTS (SELECT FROM atoms) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'object_not_in_prerequisite_state',
            MESSAGE = 'idx_atoms_embedding_hnsw is still there and atoms has rows: a drop in this transaction would stop all reads and writes',
            HINT = 'Run drizzle_outside/add_hnsw_vector_indexes.down.sql with psql, then run this again.';
    END IF;
END
$hnswkit$;
--> statement-breakpoint

-- Does nothing after the script.
-- squawk-ignore require-concurrent-index-deletion
DROP INDEX IF EXISTS idx_atoms_embedding_hnsw;
--> statement-breakpoint

-- Does nothing after the script.
-- squawk-ignore require-concurrent-index-deletion
DROP INDEX IF EXISTS idx_messages_embedding_hnsw;
--> statement-breakpoint

-- Fails loudly when the index is left.
DO $hnswkit$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY[
        'idx_messages_embedding_hnsw'
    ] LOOP
        IF to_regclass(name) IS NOT NULL THEN
            RAISE EXCEPTION USING
                ERRCODE = 'object_not_in_prerequisite_state',
                MESSAGE = format('%s is still there', name),
                HINT = 'Run drizzle_outside/add_hnsw_vector_indexes.down.sql with psql, then run this again.';
        END IF;
    END LOOP;
END
$hnswkit$;
--> statement-breakpoint

-- Fails loudly when the index is left.
DO $hnswkit$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY[
        'idx_atoms_embedding_hnsw'
    ] LOOP
        IF to_regclass(name) IS NOT NULL THEN
            RAISE EXCEPTION USING
                ERRCODE = 'object_not_in_prerequisite_state',
                MESSAGE = format('%s is still there', name),
                HINT = 'Run drizzle_outside/add_hnsw_vector_indexes.down.sql with psql, then run this again.';
        END IF;
    END LOOP;
END
$hnswkit$;
--> statement-breakpoint

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
