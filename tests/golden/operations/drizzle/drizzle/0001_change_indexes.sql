-- Change 4 HNSW indexes while reads and writes go on.
-- idx_messages_embedding_hnsw, replaced: 928 KiB for 2,000 rows, built in 0.2 s to 0.8 s.
-- idx_atoms_embedding_hnsw, built anew: 192 KiB for 500 rows, built in 0.0 s to 0.1 s.
-- notes_cosine: 168 KiB for 500 rows, built in 0.0 s to 0.1 s.
-- "we""ird :idx\", dropped; the way back: 120 KiB for 500 rows, built in 0.0 s to 0.0 s.
--
-- Make the file with drizzle-kit, which also writes the journal: change schema.ts where it
-- has to, then drizzle-kit generate --custom --name change_indexes; then put this text into
-- the file that it made.
-- Drizzle runs every migration inside of a transaction, and no transaction may hold all of
-- this change. So psql does it before the deploy, while reads and writes go on:
--   psql "$DATABASE_URL" --no-psqlrc --file drizzle_outside/change_indexes.up.sql
-- This file then proves it. Where the tables have no rows, as in tests, it makes the change
-- by itself.

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

-- Goes on when the index is there, as it was or as planned, and the name of the new one is
-- free; brings back the names from before an interrupted swap; renames an INVALID leftover
-- out of the way; stops at anything else.
DO $hnswkit1$
BEGIN
    IF NOT EXISTS (SELECT FROM messages) THEN
        EXECUTE $statement$
DO $hnswkit$
DECLARE
    existing_name text := 'idx_messages_embedding_hnsw';
    fresh_name text := 'idx_messages_embedding_hnsw_new';
    table_name text := 'messages';
    it record;
    planned text;
    existing text;
    existing_same_table boolean;
    existing_usable boolean;
    fresh text;
    fresh_same_table boolean;
    fresh_usable boolean;
    before text;
BEGIN
    IF to_regclass('idx_messages_embedding_hnsw_old') IS NOT NULL THEN
        -- Interrupted between the swap and the drop: the names go back.
        IF to_regclass('idx_messages_embedding_hnsw_new') IS NOT NULL THEN
            RAISE EXCEPTION USING
                ERRCODE = 'duplicate_object',
                MESSAGE = 'idx_messages_embedding_hnsw_old and idx_messages_embedding_hnsw_new are both there',
                HINT = 'One of them is not of this migration: look at both, and drop that one.';
        ELSIF to_regclass('idx_messages_embedding_hnsw') IS NOT NULL THEN
            ALTER INDEX idx_messages_embedding_hnsw RENAME TO idx_messages_embedding_hnsw_new;
        END IF;
        ALTER INDEX idx_messages_embedding_hnsw_old RENAME TO idx_messages_embedding_hnsw;
    END IF;

    -- What the server makes of the planned definition: asked of an empty copy of the table.
    CREATE TEMPORARY TABLE hnswkit_copy (LIKE messages);
    CREATE INDEX hnswkit_plan
        ON pg_temp.hnswkit_copy
        USING hnsw (embedding vector_cosine_ops)
        WITH (m = 24, ef_construction = 96);
    CREATE INDEX hnswkit_before
        ON pg_temp.hnswkit_copy
        USING hnsw (embedding vector_cosine_ops)
        WITH (m = 16, ef_construction = 64);
    FOR it IN
        SELECT
            i.indexrelid,
            i.indexrelid = 'pg_temp.hnswkit_plan'::regclass AS is_plan,
            i.indrelid = to_regclass(table_name) AS same_table,
            i.indisvalid AND i.indisready AS usable,
            format(
                'USING %s (%s %s) WITH (m = %s, ef_construction = %s)%s',
                a.amname,
                pg_get_indexdef(i.indexrelid, 1, false),
                o.opcname,
                coalesce(substring(c.reloptions::text FROM '[{,]m=([0-9]+)'), '16'),
                coalesce(substring(c.reloptions::text FROM 'ef_construction=([0-9]+)'), '64'),
                ' WHERE ' || pg_get_expr(i.indpred, i.indrelid)
            ) AS definition
        FROM pg_index AS i
        JOIN pg_class AS c ON c.oid = i.indexrelid
        JOIN pg_am AS a ON a.oid = c.relam
        JOIN pg_opclass AS o ON o.oid = i.indclass[0]
        WHERE i.indexrelid IN ('pg_temp.hnswkit_plan'::regclass, to_regclass(existing_name), to_regclass(fresh_name), to_regclass('pg_temp.hnswkit_before'))
    LOOP
        IF it.is_plan THEN
            planned := it.definition;
        ELSIF it.indexrelid = to_regclass('pg_temp.hnswkit_before') THEN
            before := it.definition;
        ELSIF it.indexrelid = to_regclass(existing_name) THEN
            existing := it.definition;
            existing_same_table := it.same_table;
            existing_usable := it.usable;
        ELSIF it.indexrelid = to_regclass(fresh_name) THEN
            fresh := it.definition;
            fresh_same_table := it.same_table;
            fresh_usable := it.usable;
        END IF;
    END LOOP;
    DROP TABLE pg_temp.hnswkit_copy;

    IF to_regclass(existing_name) IS NULL AND to_regclass(fresh_name) IS NULL THEN
        RAISE EXCEPTION 'index % does not exist', existing_name
            USING HINT = 'There is nothing to replace: create it.';
    ELSIF to_regclass(existing_name) IS NOT NULL AND existing IS NULL
        OR to_regclass(fresh_name) IS NOT NULL AND fresh IS NULL THEN
        RAISE EXCEPTION 'relation % or % is there and is not an index', existing_name, fresh_name
            USING HINT = 'Choose another name.';
    ELSIF NOT coalesce(existing_same_table, true) OR NOT coalesce(fresh_same_table, true) THEN
        RAISE EXCEPTION 'index % or % belongs to another table than %', existing_name, fresh_name, table_name
            USING HINT = 'Choose another name, or another schema.';
    ELSIF EXISTS (
        SELECT
        FROM pg_stat_progress_create_index
        WHERE index_relid IN (to_regclass(existing_name), to_regclass(fresh_name))
    ) THEN
        RAISE EXCEPTION 'another session is building index % or %', existing_name, fresh_name
            USING HINT = 'Wait for it, or cancel it; then run this again.';
    ELSIF existing NOT IN (before, planned) THEN
        RAISE EXCEPTION 'index % is not what the plan says that it is', existing_name
            USING DETAIL = format('There is: %s. Said: %s. Planned: %s.', existing, before, planned),
                HINT = 'Correct what the spec says of it (previous_…), so that the way back is true.';
    ELSIF fresh_usable AND fresh = before AND existing_usable IS NOT TRUE THEN
        -- Interrupted while the other one was being dropped: this is the one that serves.
        IF existing IS NOT NULL THEN
            ALTER INDEX idx_messages_embedding_hnsw RENAME TO idx_messages_embedding_hnsw_leftover;
        END IF;
        ALTER INDEX idx_messages_embedding_hnsw_new RENAME TO idx_messages_embedding_hnsw;
    ELSIF existing_usable AND existing = planned THEN
        RAISE NOTICE 'index % is valid and as planned: nothing to build', existing_name;
        IF fresh IS NOT NULL THEN
            RAISE NOTICE 'index % is of a replacement that was given up: removing it', fresh_name;
            ALTER INDEX idx_messages_embedding_hnsw_new RENAME TO idx_messages_embedding_hnsw_leftover;
        END IF;
        ALTER INDEX idx_messages_embedding_hnsw RENAME TO idx_messages_embedding_hnsw_new;
    ELSIF fresh_usable AND fresh <> planned THEN
        RAISE EXCEPTION 'index % is there with another definition', fresh_name
            USING DETAIL = format('There is: %s. Planned: %s.', fresh, planned),
                HINT = 'Drop it: it is the leftover of another migration.';
    ELSIF NOT fresh_usable THEN
        RAISE NOTICE 'index % is INVALID, left by a build that did not finish: removing it', fresh_name;
        ALTER INDEX idx_messages_embedding_hnsw_new RENAME TO idx_messages_embedding_hnsw_leftover;
    END IF;
END
$hnswkit$;
$statement$;
    END IF;
END
$hnswkit1$;
--> statement-breakpoint

-- Goes on when the index is there, on its table and as planned, valid or not.
DO $hnswkit1$
BEGIN
    IF NOT EXISTS (SELECT FROM atoms) THEN
        EXECUTE $statement$
DO $hnswkit$
DECLARE
    index_name text := 'idx_atoms_embedding_hnsw';
    table_name text := 'atoms';
    it record;
    planned text;
    existing text;
    same_table boolean;
    usable boolean;
BEGIN
    -- What the server makes of the planned definition: asked of an empty copy of the table.
    CREATE TEMPORARY TABLE hnswkit_copy (LIKE atoms);
    CREATE INDEX hnswkit_plan
        ON pg_temp.hnswkit_copy
        USING hnsw (embedding vector_l2_ops)
        WITH (m = 16, ef_construction = 64);
    FOR it IN
        SELECT
            i.indrelid = 'pg_temp.hnswkit_copy'::regclass AS is_plan,
            i.indrelid = to_regclass(table_name) AS same_table,
            i.indisvalid AND i.indisready AS usable,
            format(
                'USING %s (%s %s) WITH (m = %s, ef_construction = %s)%s',
                a.amname,
                pg_get_indexdef(i.indexrelid, 1, false),
                o.opcname,
                coalesce(substring(c.reloptions::text FROM '[{,]m=([0-9]+)'), '16'),
                coalesce(substring(c.reloptions::text FROM 'ef_construction=([0-9]+)'), '64'),
                ' WHERE ' || pg_get_expr(i.indpred, i.indrelid)
            ) AS definition
        FROM pg_index AS i
        JOIN pg_class AS c ON c.oid = i.indexrelid
        JOIN pg_am AS a ON a.oid = c.relam
        JOIN pg_opclass AS o ON o.oid = i.indclass[0]
        WHERE i.indexrelid IN ('pg_temp.hnswkit_plan'::regclass, to_regclass(index_name))
    LOOP
        IF it.is_plan THEN
            planned := it.definition;
        ELSE
            existing := it.definition;
            same_table := it.same_table;
            usable := it.usable;
        END IF;
    END LOOP;
    DROP TABLE pg_temp.hnswkit_copy;

    IF to_regclass(index_name) IS NULL THEN
        RAISE EXCEPTION 'index % does not exist', index_name
            USING HINT = 'There is nothing to build anew: create it.';
    ELSIF existing IS NULL THEN
        RAISE EXCEPTION 'relation % is there and is not an index', index_name
            USING HINT = 'Choose another name.';
    ELSIF NOT same_table THEN
        RAISE EXCEPTION 'index % belongs to another table than %', index_name, table_name
            USING HINT = 'Choose another name, or another schema.';
    ELSIF usable AND existing <> planned THEN
        RAISE EXCEPTION 'index % is there with another definition', index_name
            USING DETAIL = format('There is: %s. Planned: %s.', existing, planned),
                HINT = 'Choose another name, or drop the index that is there.';
    ELSIF existing <> planned THEN
        RAISE EXCEPTION 'index % is INVALID and has another definition', index_name
            USING DETAIL = format('There is: %s. Planned: %s.', existing, planned),
                HINT = 'Drop it, and create the planned one.';
    ELSIF EXISTS (
        SELECT FROM pg_stat_progress_create_index WHERE index_relid = to_regclass(index_name)
    ) THEN
        RAISE EXCEPTION 'another session is building index %', index_name
            USING HINT = 'Wait for it, or cancel it; then run this again.';
    END IF;
END
$hnswkit$;
$statement$;
    END IF;
END
$hnswkit1$;
--> statement-breakpoint

-- Stops when the script was not run; an index on a table without rows is built below.
DO $hnswkit$
BEGIN
    IF to_regclass('"App".notes_cosine') IS NULL AND EXISTS (SELECT FROM "App"."Old Notes") THEN
        RAISE EXCEPTION USING
            ERRCODE = 'object_not_in_prerequisite_state',
            MESSAGE = '"App".notes_cosine is not there and "App"."Old Notes" has rows: a build in this transaction would stop all writes to it',
            HINT = 'Run drizzle_outside/change_indexes.up.sql with psql, then run this again.';
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
        WHERE c.oid = to_regclass('"App"."we""ird :idx\"')
            AND i.indrelid IS DISTINCT FROM to_regclass('"App"."Old Notes"')
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'wrong_object_type',
            MESSAGE = '"App"."we""ird :idx\" is not an index on "App"."Old Notes": not dropped',
            HINT = 'It is not what this migration built; look at it before you drop it.';
    END IF;
END
$hnswkit$;
--> statement-breakpoint

-- Stops when the script was not run; the index of a table without rows is dropped below.
DO $hnswkit$
BEGIN
    IF to_regclass('"App"."we""ird :idx\"') IS NOT NULL AND EXISTS (SELECT FROM "App"."Old Notes") THEN
        RAISE EXCEPTION USING
            ERRCODE = 'object_not_in_prerequisite_state',
            MESSAGE = '"App"."we""ird :idx\" is still there and "App"."Old Notes" has rows: a drop in this transaction would stop all reads and writes',
            HINT = 'Run drizzle_outside/change_indexes.up.sql with psql, then run this again.';
    END IF;
END
$hnswkit$;
--> statement-breakpoint

-- Removes the leftover of a build that did not finish, if there is one.
DO $hnswkit$
BEGIN
    IF NOT EXISTS (SELECT FROM messages) THEN
        EXECUTE $statement$
DROP INDEX IF EXISTS idx_messages_embedding_hnsw_leftover;
$statement$;
    END IF;
END
$hnswkit$;
--> statement-breakpoint

-- Builds the new index; writes to the table wait until the transaction ends. Does nothing
-- when the guard found it as planned.
DO $hnswkit$
BEGIN
    IF NOT EXISTS (SELECT FROM messages) THEN
        EXECUTE $statement$
CREATE INDEX IF NOT EXISTS idx_messages_embedding_hnsw_new
    ON messages
    USING hnsw (embedding vector_cosine_ops)
    WITH (m = 24, ef_construction = 96);
$statement$;
    END IF;
END
$hnswkit$;
--> statement-breakpoint

-- Nothing is swapped unless the new index is valid, ready and defined as planned.
DO $hnswkit1$
BEGIN
    IF NOT EXISTS (SELECT FROM messages) THEN
        EXECUTE $statement$
DO $hnswkit$
DECLARE
    index_name text := 'idx_messages_embedding_hnsw_new';
    table_name text := 'messages';
    it record;
    planned text;
    existing text;
    same_table boolean;
    usable boolean;
BEGIN
    -- What the server makes of the planned definition: asked of an empty copy of the table.
    CREATE TEMPORARY TABLE hnswkit_copy (LIKE messages);
    CREATE INDEX hnswkit_plan
        ON pg_temp.hnswkit_copy
        USING hnsw (embedding vector_cosine_ops)
        WITH (m = 24, ef_construction = 96);
    FOR it IN
        SELECT
            i.indrelid = 'pg_temp.hnswkit_copy'::regclass AS is_plan,
            i.indrelid = to_regclass(table_name) AS same_table,
            i.indisvalid AND i.indisready AS usable,
            format(
                'USING %s (%s %s) WITH (m = %s, ef_construction = %s)%s',
                a.amname,
                pg_get_indexdef(i.indexrelid, 1, false),
                o.opcname,
                coalesce(substring(c.reloptions::text FROM '[{,]m=([0-9]+)'), '16'),
                coalesce(substring(c.reloptions::text FROM 'ef_construction=([0-9]+)'), '64'),
                ' WHERE ' || pg_get_expr(i.indpred, i.indrelid)
            ) AS definition
        FROM pg_index AS i
        JOIN pg_class AS c ON c.oid = i.indexrelid
        JOIN pg_am AS a ON a.oid = c.relam
        JOIN pg_opclass AS o ON o.oid = i.indclass[0]
        WHERE i.indexrelid IN ('pg_temp.hnswkit_plan'::regclass, to_regclass(index_name))
    LOOP
        IF it.is_plan THEN
            planned := it.definition;
        ELSE
            existing := it.definition;
            same_table := it.same_table;
            usable := it.usable;
        END IF;
    END LOOP;
    DROP TABLE pg_temp.hnswkit_copy;

    IF to_regclass(index_name) IS NULL THEN
        RAISE EXCEPTION 'index % does not exist', index_name
            USING HINT = 'The build did not happen. Run the migration again.';
    ELSIF existing IS NULL THEN
        RAISE EXCEPTION 'relation % is there and is not an index', index_name
            USING HINT = 'Choose another name.';
    ELSIF NOT same_table THEN
        RAISE EXCEPTION 'index % belongs to another table than %', index_name, table_name
            USING HINT = 'Choose another name, or another schema.';
    ELSIF usable AND existing <> planned THEN
        RAISE EXCEPTION 'index % is there with another definition', index_name
            USING DETAIL = format('There is: %s. Planned: %s.', existing, planned),
                HINT = 'Choose another name, or drop the index that is there.';
    ELSIF NOT usable THEN
        RAISE EXCEPTION 'index % is INVALID: no query uses it', index_name
            USING HINT = 'If another session is building it, wait. Then run the migration again: it builds anew.';
    END IF;
    RAISE NOTICE 'index % is valid, ready and as planned', index_name;
END
$hnswkit$;
$statement$;
    END IF;
END
$hnswkit1$;
--> statement-breakpoint

-- Swaps the names, both at once. It needs a lock on the two indexes only, for a moment, and
-- tries again when it does not get it within a second. Until the next step the old index is
-- there, and the way back is to swap again.
DO $hnswkit1$
BEGIN
    IF NOT EXISTS (SELECT FROM messages) THEN
        EXECUTE $statement$
DO $hnswkit$
BEGIN
    -- Renaming needs a lock on the indexes only; it gives up rather than queue, and tries again.
    PERFORM set_config('lock_timeout', '1s', true);
    FOR attempt IN 1..30 LOOP
        BEGIN
            IF to_regclass('idx_messages_embedding_hnsw') IS NOT NULL THEN
                ALTER INDEX idx_messages_embedding_hnsw RENAME TO idx_messages_embedding_hnsw_old;
            END IF;
            ALTER INDEX idx_messages_embedding_hnsw_new RENAME TO idx_messages_embedding_hnsw;
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
$statement$;
    END IF;
END
$hnswkit1$;
--> statement-breakpoint

-- The point of no return, when the transaction ends: from then on the way back is another
-- build.
DO $hnswkit$
BEGIN
    IF NOT EXISTS (SELECT FROM messages) THEN
        EXECUTE $statement$
DROP INDEX IF EXISTS idx_messages_embedding_hnsw_old;
$statement$;
    END IF;
END
$hnswkit$;
--> statement-breakpoint

-- Builds it anew in place: writes to the table wait until the transaction ends, and so do
-- reads, as the planner opens every index of a table.
DO $hnswkit$
BEGIN
    IF NOT EXISTS (SELECT FROM atoms) THEN
        EXECUTE $statement$
REINDEX INDEX idx_atoms_embedding_hnsw;
$statement$;
    END IF;
END
$hnswkit$;
--> statement-breakpoint

-- Does nothing after the script.
-- hnswkit-ignore index-blocks-writes: the guard above lets it build in tables without rows only
-- squawk-ignore require-concurrent-index-creation
CREATE INDEX IF NOT EXISTS notes_cosine
    ON "App"."Old Notes"
    USING hnsw ("select" vector_cosine_ops)
    WITH (m = 16, ef_construction = 64);
--> statement-breakpoint

-- Does nothing after the script.
-- squawk-ignore require-concurrent-index-deletion
DROP INDEX IF EXISTS "App"."we""ird :idx\";
--> statement-breakpoint

-- Fails loudly unless the index is valid, ready and defined as planned.
DO $hnswkit$
DECLARE
    index_name text := 'idx_messages_embedding_hnsw';
    table_name text := 'messages';
    it record;
    planned text;
    existing text;
    same_table boolean;
    usable boolean;
BEGIN
    -- What the server makes of the planned definition: asked of an empty copy of the table.
    CREATE TEMPORARY TABLE hnswkit_copy (LIKE messages);
    CREATE INDEX hnswkit_plan
        ON pg_temp.hnswkit_copy
        USING hnsw (embedding vector_cosine_ops)
        WITH (m = 24, ef_construction = 96);
    FOR it IN
        SELECT
            i.indrelid = 'pg_temp.hnswkit_copy'::regclass AS is_plan,
            i.indrelid = to_regclass(table_name) AS same_table,
            i.indisvalid AND i.indisready AS usable,
            format(
                'USING %s (%s %s) WITH (m = %s, ef_construction = %s)%s',
                a.amname,
                pg_get_indexdef(i.indexrelid, 1, false),
                o.opcname,
                coalesce(substring(c.reloptions::text FROM '[{,]m=([0-9]+)'), '16'),
                coalesce(substring(c.reloptions::text FROM 'ef_construction=([0-9]+)'), '64'),
                ' WHERE ' || pg_get_expr(i.indpred, i.indrelid)
            ) AS definition
        FROM pg_index AS i
        JOIN pg_class AS c ON c.oid = i.indexrelid
        JOIN pg_am AS a ON a.oid = c.relam
        JOIN pg_opclass AS o ON o.oid = i.indclass[0]
        WHERE i.indexrelid IN ('pg_temp.hnswkit_plan'::regclass, to_regclass(index_name))
    LOOP
        IF it.is_plan THEN
            planned := it.definition;
        ELSE
            existing := it.definition;
            same_table := it.same_table;
            usable := it.usable;
        END IF;
    END LOOP;
    DROP TABLE pg_temp.hnswkit_copy;

    IF to_regclass(index_name) IS NULL THEN
        RAISE EXCEPTION 'index % does not exist', index_name
            USING HINT = 'Run drizzle_outside/change_indexes.up.sql with psql, then run this again.';
    ELSIF existing IS NULL THEN
        RAISE EXCEPTION 'relation % is there and is not an index', index_name
            USING HINT = 'Choose another name.';
    ELSIF NOT same_table THEN
        RAISE EXCEPTION 'index % belongs to another table than %', index_name, table_name
            USING HINT = 'Choose another name, or another schema.';
    ELSIF usable AND existing <> planned THEN
        RAISE EXCEPTION 'index % is there with another definition', index_name
            USING DETAIL = format('There is: %s. Planned: %s.', existing, planned),
                HINT = 'Choose another name, or drop the index that is there.';
    ELSIF NOT usable THEN
        RAISE EXCEPTION 'index % is INVALID: no query uses it', index_name
            USING HINT = 'If another session is building it, wait. Otherwise run drizzle_outside/change_indexes.up.sql with psql: it builds anew. Then run this again.';
    END IF;
    RAISE NOTICE 'index % is valid, ready and as planned', index_name;
END
$hnswkit$;
--> statement-breakpoint

-- Fails loudly when something of the replacement is left.
DO $hnswkit$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY[
        'idx_messages_embedding_hnsw_new',
        'idx_messages_embedding_hnsw_old',
        'idx_messages_embedding_hnsw_leftover'
    ] LOOP
        IF to_regclass(name) IS NOT NULL THEN
            RAISE EXCEPTION USING
                ERRCODE = 'object_not_in_prerequisite_state',
                MESSAGE = format('%s is still there', name),
                HINT = 'Run drizzle_outside/change_indexes.up.sql with psql, then run this again.';
        END IF;
    END LOOP;
END
$hnswkit$;
--> statement-breakpoint

-- Fails loudly unless the index is valid, ready and defined as planned.
DO $hnswkit$
DECLARE
    index_name text := 'idx_atoms_embedding_hnsw';
    table_name text := 'atoms';
    it record;
    planned text;
    existing text;
    same_table boolean;
    usable boolean;
BEGIN
    -- What the server makes of the planned definition: asked of an empty copy of the table.
    CREATE TEMPORARY TABLE hnswkit_copy (LIKE atoms);
    CREATE INDEX hnswkit_plan
        ON pg_temp.hnswkit_copy
        USING hnsw (embedding vector_l2_ops)
        WITH (m = 16, ef_construction = 64);
    FOR it IN
        SELECT
            i.indrelid = 'pg_temp.hnswkit_copy'::regclass AS is_plan,
            i.indrelid = to_regclass(table_name) AS same_table,
            i.indisvalid AND i.indisready AS usable,
            format(
                'USING %s (%s %s) WITH (m = %s, ef_construction = %s)%s',
                a.amname,
                pg_get_indexdef(i.indexrelid, 1, false),
                o.opcname,
                coalesce(substring(c.reloptions::text FROM '[{,]m=([0-9]+)'), '16'),
                coalesce(substring(c.reloptions::text FROM 'ef_construction=([0-9]+)'), '64'),
                ' WHERE ' || pg_get_expr(i.indpred, i.indrelid)
            ) AS definition
        FROM pg_index AS i
        JOIN pg_class AS c ON c.oid = i.indexrelid
        JOIN pg_am AS a ON a.oid = c.relam
        JOIN pg_opclass AS o ON o.oid = i.indclass[0]
        WHERE i.indexrelid IN ('pg_temp.hnswkit_plan'::regclass, to_regclass(index_name))
    LOOP
        IF it.is_plan THEN
            planned := it.definition;
        ELSE
            existing := it.definition;
            same_table := it.same_table;
            usable := it.usable;
        END IF;
    END LOOP;
    DROP TABLE pg_temp.hnswkit_copy;

    IF to_regclass(index_name) IS NULL THEN
        RAISE EXCEPTION 'index % does not exist', index_name
            USING HINT = 'Run drizzle_outside/change_indexes.up.sql with psql, then run this again.';
    ELSIF existing IS NULL THEN
        RAISE EXCEPTION 'relation % is there and is not an index', index_name
            USING HINT = 'Choose another name.';
    ELSIF NOT same_table THEN
        RAISE EXCEPTION 'index % belongs to another table than %', index_name, table_name
            USING HINT = 'Choose another name, or another schema.';
    ELSIF usable AND existing <> planned THEN
        RAISE EXCEPTION 'index % is there with another definition', index_name
            USING DETAIL = format('There is: %s. Planned: %s.', existing, planned),
                HINT = 'Choose another name, or drop the index that is there.';
    ELSIF NOT usable THEN
        RAISE EXCEPTION 'index % is INVALID: no query uses it', index_name
            USING HINT = 'If another session is building it, wait. Otherwise run drizzle_outside/change_indexes.up.sql with psql: it builds anew. Then run this again.';
    END IF;
    RAISE NOTICE 'index % is valid, ready and as planned', index_name;
END
$hnswkit$;
--> statement-breakpoint

-- Fails loudly unless the index is valid, ready and defined as planned.
DO $hnswkit$
DECLARE
    index_name text := '"App".notes_cosine';
    table_name text := '"App"."Old Notes"';
    it record;
    planned text;
    existing text;
    same_table boolean;
    usable boolean;
BEGIN
    -- What the server makes of the planned definition: asked of an empty copy of the table.
    CREATE TEMPORARY TABLE hnswkit_copy (LIKE "App"."Old Notes");
    CREATE INDEX hnswkit_plan
        ON pg_temp.hnswkit_copy
        USING hnsw ("select" vector_cosine_ops)
        WITH (m = 16, ef_construction = 64);
    FOR it IN
        SELECT
            i.indrelid = 'pg_temp.hnswkit_copy'::regclass AS is_plan,
            i.indrelid = to_regclass(table_name) AS same_table,
            i.indisvalid AND i.indisready AS usable,
            format(
                'USING %s (%s %s) WITH (m = %s, ef_construction = %s)%s',
                a.amname,
                pg_get_indexdef(i.indexrelid, 1, false),
                o.opcname,
                coalesce(substring(c.reloptions::text FROM '[{,]m=([0-9]+)'), '16'),
                coalesce(substring(c.reloptions::text FROM 'ef_construction=([0-9]+)'), '64'),
                ' WHERE ' || pg_get_expr(i.indpred, i.indrelid)
            ) AS definition
        FROM pg_index AS i
        JOIN pg_class AS c ON c.oid = i.indexrelid
        JOIN pg_am AS a ON a.oid = c.relam
        JOIN pg_opclass AS o ON o.oid = i.indclass[0]
        WHERE i.indexrelid IN ('pg_temp.hnswkit_plan'::regclass, to_regclass(index_name))
    LOOP
        IF it.is_plan THEN
            planned := it.definition;
        ELSE
            existing := it.definition;
            same_table := it.same_table;
            usable := it.usable;
        END IF;
    END LOOP;
    DROP TABLE pg_temp.hnswkit_copy;

    IF to_regclass(index_name) IS NULL THEN
        RAISE EXCEPTION 'index % does not exist', index_name
            USING HINT = 'Run drizzle_outside/change_indexes.up.sql with psql, then run this again.';
    ELSIF existing IS NULL THEN
        RAISE EXCEPTION 'relation % is there and is not an index', index_name
            USING HINT = 'Choose another name.';
    ELSIF NOT same_table THEN
        RAISE EXCEPTION 'index % belongs to another table than %', index_name, table_name
            USING HINT = 'Choose another name, or another schema.';
    ELSIF usable AND existing <> planned THEN
        RAISE EXCEPTION 'index % is there with another definition', index_name
            USING DETAIL = format('There is: %s. Planned: %s.', existing, planned),
                HINT = 'Choose another name, or drop the index that is there.';
    ELSIF NOT usable THEN
        RAISE EXCEPTION 'index % is INVALID: no query uses it', index_name
            USING HINT = 'If another session is building it, wait. Otherwise run drizzle_outside/change_indexes.up.sql with psql: it builds anew. Then run this again.';
    END IF;
    RAISE NOTICE 'index % is valid, ready and as planned', index_name;
END
$hnswkit$;
--> statement-breakpoint

-- Fails loudly when the index is left.
DO $hnswkit$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY[
        '"App"."we""ird :idx\"'
    ] LOOP
        IF to_regclass(name) IS NOT NULL THEN
            RAISE EXCEPTION USING
                ERRCODE = 'object_not_in_prerequisite_state',
                MESSAGE = format('%s is still there', name),
                HINT = 'Run drizzle_outside/change_indexes.up.sql with psql, then run this again.';
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
