-- Build 2 HNSW indexes of the restored backup.dump while reads and writes go on.
-- idx_items_embedding_hnsw: 104 KiB for 300 rows, built in 0.0 s to 0.1 s.
-- "It's cosine": 72.0 KiB for 300 rows, built in 0.0 s to 0.0 s.
--
-- refinery runs every migration inside of a transaction, and no transaction may hold a
-- concurrent build. So psql does it before the deploy, while reads and writes go on:
--   psql "$DATABASE_URL" --no-psqlrc --file migrations_outside/complete_restore.up.sql
-- This file then proves it. Where the tables have no rows, as in tests, it builds the
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

-- A dump may hold what an older pgvector does not know.
DO $hnswkit1$
BEGIN
    IF NOT EXISTS (SELECT FROM items) THEN
        EXECUTE $statement$
DO $hnswkit$
DECLARE
    here text := coalesce(
        (SELECT extversion FROM pg_extension WHERE extname = 'vector'),
        (SELECT default_version FROM pg_available_extensions WHERE name = 'vector')
    );
BEGIN
    IF here IS NULL THEN
        RAISE EXCEPTION 'this server does not have pgvector'
            USING HINT = 'Install the package, then run this again.';
    ELSIF string_to_array(here, '.')::int[] < ARRAY[0, 5, 0] THEN
        RAISE EXCEPTION 'pgvector is %, older than 0.5.0 where the dump was made', here
            USING HINT = 'Install a newer package, then run this again.';
    END IF;
END
$hnswkit$;
$statement$;
    END IF;
END
$hnswkit1$;

-- Stops with the commands to run until the tables are restored with their rows, and without
-- their HNSW indexes: pg_restore would build those with the memory and the workers of the
-- server's defaults. Tables that have rows are taken as restored; compare the counts.
DO $hnswkit1$
BEGIN
    IF NOT EXISTS (SELECT FROM items) THEN
        EXECUTE $statement$
DO $hnswkit$
DECLARE
    name text;
    filled boolean;
BEGIN
    IF EXISTS (
        SELECT
        FROM pg_stat_activity
        WHERE datname = current_database() AND application_name = 'pg_restore'
    ) THEN
        RAISE EXCEPTION 'pg_restore is at work in database %', current_database()
            USING HINT = 'Wait until it has ended, then run this again.';
    END IF;
    FOREACH name IN ARRAY ARRAY[
        'items'
    ] LOOP
        filled := false;
        IF to_regclass(name) IS NOT NULL THEN
            EXECUTE format('SELECT EXISTS (SELECT FROM %s)', name) INTO filled;
        END IF;
        IF NOT filled THEN
            RAISE EXCEPTION USING
                ERRCODE = 'object_not_in_prerequisite_state',
                MESSAGE = format('%s is not restored: it is not there, or has no rows', name),
                HINT = 'Run this, then run the plan again:
pg_restore --list backup.dump | grep -v -F -e '' idx_items_embedding_hnsw '' -e '' It''\''''s cosine '' -e '' "It''\''''s cosine" '' > without-hnsw.list
pg_restore --exit-on-error --no-owner --jobs=2 --use-list=without-hnsw.list --dbname="$DATABASE_URL" backup.dump';
        END IF;
    END LOOP;
END
$hnswkit$;
$statement$;
    END IF;
END
$hnswkit1$;

-- Stops when the script was not run; an index on a table without rows is built below.
DO $hnswkit$
BEGIN
    IF to_regclass('idx_items_embedding_hnsw') IS NULL AND EXISTS (SELECT FROM items) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'object_not_in_prerequisite_state',
            MESSAGE = 'idx_items_embedding_hnsw is not there and items has rows: a build in this transaction would stop all writes to it',
            HINT = 'Run migrations_outside/complete_restore.up.sql with psql, then run this again.';
    END IF;
END
$hnswkit$;

-- Stops when the script was not run; an index on a table without rows is built below.
DO $hnswkit$
BEGIN
    IF to_regclass('"It''s cosine"') IS NULL AND EXISTS (SELECT FROM items) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'object_not_in_prerequisite_state',
            MESSAGE = '"It''s cosine" is not there and items has rows: a build in this transaction would stop all writes to it',
            HINT = 'Run migrations_outside/complete_restore.up.sql with psql, then run this again.';
    END IF;
END
$hnswkit$;

-- Does nothing after the script.
-- hnswkit-ignore index-blocks-writes: the guard above lets it build in tables without rows only
-- squawk-ignore require-concurrent-index-creation
CREATE INDEX IF NOT EXISTS idx_items_embedding_hnsw
    ON items
    USING hnsw (embedding vector_l2_ops)
    WITH (m = 16, ef_construction = 64);

-- Does nothing after the script.
-- hnswkit-ignore index-blocks-writes: the guard above lets it build in tables without rows only
-- squawk-ignore require-concurrent-index-creation
CREATE INDEX IF NOT EXISTS "It's cosine"
    ON items
    USING hnsw (embedding vector_cosine_ops)
    WITH (m = 8, ef_construction = 32);

-- A restored table has no statistics, and without them the planner may leave the index
-- unused. Reads and writes go on.
DO $hnswkit$
BEGIN
    IF NOT EXISTS (SELECT FROM items) THEN
        EXECUTE $statement$
ANALYZE items;
$statement$;
    END IF;
END
$hnswkit$;

-- Fails loudly unless the index is valid, ready and defined as planned.
DO $hnswkit$
DECLARE
    index_name text := 'idx_items_embedding_hnsw';
    table_name text := 'items';
    it record;
    planned text;
    existing text;
    same_table boolean;
    usable boolean;
BEGIN
    -- What the server makes of the planned definition: asked of an empty copy of the table.
    CREATE TEMPORARY TABLE hnswkit_copy (LIKE items);
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
            USING HINT = 'Run migrations_outside/complete_restore.up.sql with psql, then run this again.';
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
            USING HINT = 'If another session is building it, wait. Otherwise run migrations_outside/complete_restore.up.sql with psql: it builds anew. Then run this again.';
    END IF;
    RAISE NOTICE 'index % is valid, ready and as planned', index_name;
END
$hnswkit$;

-- Fails loudly unless the index is valid, ready and defined as planned.
DO $hnswkit$
DECLARE
    index_name text := '"It''s cosine"';
    table_name text := 'items';
    it record;
    planned text;
    existing text;
    same_table boolean;
    usable boolean;
BEGIN
    -- What the server makes of the planned definition: asked of an empty copy of the table.
    CREATE TEMPORARY TABLE hnswkit_copy (LIKE items);
    CREATE INDEX hnswkit_plan
        ON pg_temp.hnswkit_copy
        USING hnsw (embedding vector_cosine_ops)
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
            USING HINT = 'Run migrations_outside/complete_restore.up.sql with psql, then run this again.';
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
            USING HINT = 'If another session is building it, wait. Otherwise run migrations_outside/complete_restore.up.sql with psql: it builds anew. Then run this again.';
    END IF;
    RAISE NOTICE 'index % is valid, ready and as planned', index_name;
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
