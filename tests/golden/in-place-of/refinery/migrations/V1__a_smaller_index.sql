-- Change 4 HNSW indexes while reads and writes go on.
-- atoms_l2, replaced: 56.0 KiB for 200 rows, built in 0.0 s to 0.0 s.
-- messages_small: 472 KiB for 2,000 rows, built in 0.0 s to 0.2 s.
-- notes_ip, built anew: 48.0 KiB for 100 rows, built in 0.0 s to 0.0 s.
-- messages_l2, dropped; the way back: 664 KiB for 2,000 rows, built in 0.1 s to 0.4 s.
--
-- refinery runs every migration inside of a transaction, and no transaction may hold all of
-- this change. So psql does it before the deploy, while reads and writes go on:
--   psql "$DATABASE_URL" --no-psqlrc --file migrations_outside/a_smaller_index.up.sql
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

-- Gives up rather than queue in front of everybody.
SET LOCAL lock_timeout = '5s';

-- Nothing in here takes long.
SET LOCAL statement_timeout = '60s';

-- Goes on when the index is there, as it was or as planned, and the name of the new one is
-- free; brings back the names from before an interrupted swap; renames an INVALID leftover
-- out of the way; stops at anything else.
DO $hnswkit1$
BEGIN
    IF NOT EXISTS (SELECT FROM atoms) THEN
        EXECUTE $statement$
DO $hnswkit$
DECLARE
    existing_name text := 'atoms_l2';
    fresh_name text := 'atoms_l2_new';
    table_name text := 'atoms';
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
    IF to_regclass('atoms_l2_old') IS NOT NULL THEN
        -- Interrupted between the swap and the drop: the names go back.
        IF to_regclass('atoms_l2_new') IS NOT NULL THEN
            RAISE EXCEPTION USING
                ERRCODE = 'duplicate_object',
                MESSAGE = 'atoms_l2_old and atoms_l2_new are both there',
                HINT = 'One of them is not of this migration: look at both, and drop that one.';
        ELSIF to_regclass('atoms_l2') IS NOT NULL THEN
            ALTER INDEX atoms_l2 RENAME TO atoms_l2_new;
        END IF;
        ALTER INDEX atoms_l2_old RENAME TO atoms_l2;
    END IF;

    -- What the server makes of the planned definition: asked of an empty copy of the table.
    CREATE TEMPORARY TABLE hnswkit_copy (LIKE atoms);
    CREATE INDEX hnswkit_plan
        ON pg_temp.hnswkit_copy
        USING hnsw (embedding vector_l2_ops)
        WITH (m = 8, ef_construction = 32);
    CREATE INDEX hnswkit_before
        ON pg_temp.hnswkit_copy
        USING hnsw (embedding vector_l2_ops)
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
            ALTER INDEX atoms_l2 RENAME TO atoms_l2_leftover;
        END IF;
        ALTER INDEX atoms_l2_new RENAME TO atoms_l2;
    ELSIF existing_usable AND existing = planned THEN
        RAISE NOTICE 'index % is valid and as planned: nothing to build', existing_name;
        IF fresh IS NOT NULL THEN
            RAISE NOTICE 'index % is of a replacement that was given up: removing it', fresh_name;
            ALTER INDEX atoms_l2_new RENAME TO atoms_l2_leftover;
        END IF;
        ALTER INDEX atoms_l2 RENAME TO atoms_l2_new;
    ELSIF fresh_usable AND fresh <> planned THEN
        RAISE EXCEPTION 'index % is there with another definition', fresh_name
            USING DETAIL = format('There is: %s. Planned: %s.', fresh, planned),
                HINT = 'Drop it: it is the leftover of another migration.';
    ELSIF NOT fresh_usable THEN
        RAISE NOTICE 'index % is INVALID, left by a build that did not finish: removing it', fresh_name;
        ALTER INDEX atoms_l2_new RENAME TO atoms_l2_leftover;
    END IF;
END
$hnswkit$;
$statement$;
    END IF;
END
$hnswkit1$;

-- Stops when the script was not run; an index on a table without rows is built below.
DO $hnswkit$
BEGIN
    IF to_regclass('messages_small') IS NULL AND EXISTS (SELECT FROM messages) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'object_not_in_prerequisite_state',
            MESSAGE = 'messages_small is not there and messages has rows: a build in this transaction would stop all writes to it',
            HINT = 'Run migrations_outside/a_smaller_index.up.sql with psql, then run this again.';
    END IF;
END
$hnswkit$;

-- Goes on when the index is there, on its table and as planned, valid or not.
DO $hnswkit1$
BEGIN
    IF NOT EXISTS (SELECT FROM notes) THEN
        EXECUTE $statement$
DO $hnswkit$
DECLARE
    index_name text := 'notes_ip';
    table_name text := 'notes';
    it record;
    planned text;
    existing text;
    same_table boolean;
    usable boolean;
BEGIN
    -- What the server makes of the planned definition: asked of an empty copy of the table.
    CREATE TEMPORARY TABLE hnswkit_copy (LIKE notes);
    CREATE INDEX hnswkit_plan
        ON pg_temp.hnswkit_copy
        USING hnsw (embedding vector_ip_ops)
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

-- Stops when the name belongs to anything but an index on this table.
DO $hnswkit$
BEGIN
    IF EXISTS (
        SELECT
        FROM pg_class AS c
        LEFT JOIN pg_index AS i ON i.indexrelid = c.oid
        WHERE c.oid = to_regclass('messages_l2')
            AND i.indrelid IS DISTINCT FROM to_regclass('messages')
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'wrong_object_type',
            MESSAGE = 'messages_l2 is not an index on messages: not dropped',
            HINT = 'It is not what this migration built; look at it before you drop it.';
    END IF;
END
$hnswkit$;

-- Stops when the script was not run; the index of a table without rows is dropped below.
DO $hnswkit$
BEGIN
    IF to_regclass('messages_l2') IS NOT NULL AND EXISTS (SELECT FROM messages) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'object_not_in_prerequisite_state',
            MESSAGE = 'messages_l2 is still there and messages has rows: a drop in this transaction would stop all reads and writes',
            HINT = 'Run migrations_outside/a_smaller_index.up.sql with psql, then run this again.';
    END IF;
END
$hnswkit$;

-- Removes the leftover of a build that did not finish, if there is one.
DO $hnswkit$
BEGIN
    IF NOT EXISTS (SELECT FROM atoms) THEN
        EXECUTE $statement$
DROP INDEX IF EXISTS atoms_l2_leftover;
$statement$;
    END IF;
END
$hnswkit$;

-- Builds the new index; writes to the table wait until the transaction ends. Does nothing
-- when the guard found it as planned.
DO $hnswkit$
BEGIN
    IF NOT EXISTS (SELECT FROM atoms) THEN
        EXECUTE $statement$
CREATE INDEX IF NOT EXISTS atoms_l2_new
    ON atoms
    USING hnsw (embedding vector_l2_ops)
    WITH (m = 8, ef_construction = 32);
$statement$;
    END IF;
END
$hnswkit$;

-- Nothing is swapped unless the new index is valid, ready and defined as planned.
DO $hnswkit1$
BEGIN
    IF NOT EXISTS (SELECT FROM atoms) THEN
        EXECUTE $statement$
DO $hnswkit$
DECLARE
    index_name text := 'atoms_l2_new';
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
        WITH (m = 8, ef_construction = 32);
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

-- Swaps the names, both at once. It needs a lock on the two indexes only, for a moment, and
-- tries again when it does not get it within a second. Until the next step the old index is
-- there, and the way back is to swap again.
DO $hnswkit1$
BEGIN
    IF NOT EXISTS (SELECT FROM atoms) THEN
        EXECUTE $statement$
DO $hnswkit$
BEGIN
    -- Renaming needs a lock on the indexes only; it gives up rather than queue, and tries again.
    PERFORM set_config('lock_timeout', '1s', true);
    FOR attempt IN 1..30 LOOP
        BEGIN
            IF to_regclass('atoms_l2') IS NOT NULL THEN
                ALTER INDEX atoms_l2 RENAME TO atoms_l2_old;
            END IF;
            ALTER INDEX atoms_l2_new RENAME TO atoms_l2;
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

-- The point of no return, when the transaction ends: from then on the way back is another
-- build.
DO $hnswkit$
BEGIN
    IF NOT EXISTS (SELECT FROM atoms) THEN
        EXECUTE $statement$
DROP INDEX IF EXISTS atoms_l2_old;
$statement$;
    END IF;
END
$hnswkit$;

-- Does nothing after the script.
-- hnswkit-ignore index-blocks-writes: the guard above lets it build in tables without rows only
-- squawk-ignore require-concurrent-index-creation
CREATE INDEX IF NOT EXISTS messages_small
    ON messages
    USING hnsw (embedding vector_l2_ops)
    WITH (m = 8, ef_construction = 32);

-- Builds it anew in place: writes to the table wait until the transaction ends, and so do
-- reads, as the planner opens every index of a table.
DO $hnswkit$
BEGIN
    IF NOT EXISTS (SELECT FROM notes) THEN
        EXECUTE $statement$
REINDEX INDEX notes_ip;
$statement$;
    END IF;
END
$hnswkit$;

-- Does nothing after the script.
-- squawk-ignore require-concurrent-index-deletion
DROP INDEX IF EXISTS messages_l2;

-- Fails loudly unless the index is valid, ready and defined as planned.
DO $hnswkit$
DECLARE
    index_name text := 'atoms_l2';
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
        WITH (m = 8, ef_construction = 32);
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
            USING HINT = 'Run migrations_outside/a_smaller_index.up.sql with psql, then run this again.';
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
            USING HINT = 'If another session is building it, wait. Otherwise run migrations_outside/a_smaller_index.up.sql with psql: it builds anew. Then run this again.';
    END IF;
    RAISE NOTICE 'index % is valid, ready and as planned', index_name;
END
$hnswkit$;

-- Fails loudly when something of the replacement is left.
DO $hnswkit$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY[
        'atoms_l2_new',
        'atoms_l2_old',
        'atoms_l2_leftover'
    ] LOOP
        IF to_regclass(name) IS NOT NULL THEN
            RAISE EXCEPTION USING
                ERRCODE = 'object_not_in_prerequisite_state',
                MESSAGE = format('%s is still there', name),
                HINT = 'Run migrations_outside/a_smaller_index.up.sql with psql, then run this again.';
        END IF;
    END LOOP;
END
$hnswkit$;

-- Fails loudly unless the index is valid, ready and defined as planned.
DO $hnswkit$
DECLARE
    index_name text := 'messages_small';
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
        USING hnsw (embedding vector_l2_ops)
        WITH (m = 8, ef_construction = 32);
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
            USING HINT = 'Run migrations_outside/a_smaller_index.up.sql with psql, then run this again.';
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
            USING HINT = 'If another session is building it, wait. Otherwise run migrations_outside/a_smaller_index.up.sql with psql: it builds anew. Then run this again.';
    END IF;
    RAISE NOTICE 'index % is valid, ready and as planned', index_name;
END
$hnswkit$;

-- Fails loudly unless the index is valid, ready and defined as planned.
DO $hnswkit$
DECLARE
    index_name text := 'notes_ip';
    table_name text := 'notes';
    it record;
    planned text;
    existing text;
    same_table boolean;
    usable boolean;
BEGIN
    -- What the server makes of the planned definition: asked of an empty copy of the table.
    CREATE TEMPORARY TABLE hnswkit_copy (LIKE notes);
    CREATE INDEX hnswkit_plan
        ON pg_temp.hnswkit_copy
        USING hnsw (embedding vector_ip_ops)
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
            USING HINT = 'Run migrations_outside/a_smaller_index.up.sql with psql, then run this again.';
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
            USING HINT = 'If another session is building it, wait. Otherwise run migrations_outside/a_smaller_index.up.sql with psql: it builds anew. Then run this again.';
    END IF;
    RAISE NOTICE 'index % is valid, ready and as planned', index_name;
END
$hnswkit$;

-- Fails loudly when the index is left.
DO $hnswkit$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY[
        'messages_l2'
    ] LOOP
        IF to_regclass(name) IS NOT NULL THEN
            RAISE EXCEPTION USING
                ERRCODE = 'object_not_in_prerequisite_state',
                MESSAGE = format('%s is still there', name),
                HINT = 'Run migrations_outside/a_smaller_index.up.sql with psql, then run this again.';
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
