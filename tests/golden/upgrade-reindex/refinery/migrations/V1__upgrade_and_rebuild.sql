-- Change HNSW index items_nearest and pgvector to 0.8.6 while reads and writes go on.
-- items_nearest, built anew: 104 KiB for 300 rows, built in 0.0 s to 0.1 s.
--
-- refinery runs every migration inside of a transaction, and no transaction may hold all of
-- this change. So psql does it before the deploy, while reads and writes go on:
--   psql "$DATABASE_URL" --no-psqlrc --file migrations_outside/upgrade_and_rebuild.up.sql
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

-- Goes on when the server has that release, pgvector has a way to it, and this role may go
-- it. Nothing is changed before.
DO $hnswkit1$
BEGIN
    IF NOT EXISTS (SELECT FROM items) THEN
        EXECUTE $statement$
DO $hnswkit$
DECLARE
    installed text := (SELECT extversion FROM pg_extension WHERE extname = 'vector');
BEGIN
    IF installed = '0.8.6' THEN
        RAISE NOTICE 'pgvector is 0.8.6 already';
    ELSIF installed IS NULL THEN
        RAISE EXCEPTION 'pgvector is not in database %', current_database()
            USING HINT = 'CREATE EXTENSION vector;';
    ELSIF NOT EXISTS (
        SELECT FROM pg_available_extension_versions WHERE name = 'vector' AND version = '0.8.6'
    ) AND NOT EXISTS (
        SELECT FROM pg_extension_update_paths('vector') WHERE target = '0.8.6'
    ) THEN
        RAISE EXCEPTION 'the server does not have pgvector 0.8.6'
            USING DETAIL = (
                SELECT format('It has %s.', default_version)
                FROM pg_available_extensions
                WHERE name = 'vector'
            ),
                HINT = 'Install the package on every server, replicas first; then run this again.';
    ELSIF installed <> '0.8.5' THEN
        RAISE EXCEPTION 'pgvector is %, not 0.8.5', installed
            USING HINT = 'Look into what lies between the two, and plan again.';
    ELSIF NOT EXISTS (
        SELECT
        FROM pg_extension_update_paths('vector')
        WHERE source = installed AND target = '0.8.6' AND path IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'pgvector has no way from % to 0.8.6', installed
            USING HINT = 'It goes to newer releases only.';
    ELSIF NOT pg_has_role(
        (SELECT extowner FROM pg_extension WHERE extname = 'vector'), 'USAGE'
    ) THEN
        RAISE EXCEPTION 'only the owner of extension vector can upgrade it'
            USING DETAIL = (
                SELECT format('It belongs to %s.', extowner::regrole)
                FROM pg_extension
                WHERE extname = 'vector'
            );
    END IF;
END
$hnswkit$;
$statement$;
    END IF;
END
$hnswkit1$;

-- Goes on when the index is there, on its table and as planned, valid or not.
DO $hnswkit1$
BEGIN
    IF NOT EXISTS (SELECT FROM items) THEN
        EXECUTE $statement$
DO $hnswkit$
DECLARE
    index_name text := 'items_nearest';
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

-- The point of no return: from here on the way back is a snapshot. It changes the catalog
-- only, in one piece: no table and no index is written. Sessions that have used pgvector
-- before keep the old library until they begin anew.
DO $hnswkit$
BEGIN
    IF NOT EXISTS (SELECT FROM items) THEN
        EXECUTE $statement$
ALTER EXTENSION vector UPDATE TO '0.8.6';
$statement$;
    END IF;
END
$hnswkit$;

-- Builds it anew in place: writes to the table wait until the transaction ends, and so do
-- reads, as the planner opens every index of a table.
DO $hnswkit$
BEGIN
    IF NOT EXISTS (SELECT FROM items) THEN
        EXECUTE $statement$
REINDEX INDEX items_nearest;
$statement$;
    END IF;
END
$hnswkit$;

-- Fails loudly unless the index is valid, ready and defined as planned.
DO $hnswkit$
DECLARE
    index_name text := 'items_nearest';
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
            USING HINT = 'Run migrations_outside/upgrade_and_rebuild.up.sql with psql, then run this again.';
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
            USING HINT = 'If another session is building it, wait. Otherwise run migrations_outside/upgrade_and_rebuild.up.sql with psql: it builds anew. Then run this again.';
    END IF;
    RAISE NOTICE 'index % is valid, ready and as planned', index_name;
END
$hnswkit$;

-- Fails loudly unless this database has that release.
DO $hnswkit$
BEGIN
    IF NOT EXISTS (
        SELECT FROM pg_extension WHERE extname = 'vector' AND extversion = '0.8.6'
    ) THEN
        RAISE EXCEPTION 'pgvector is not 0.8.6'
            USING HINT = 'Run this again.';
    END IF;
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
