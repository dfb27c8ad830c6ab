-- Build 2 HNSW indexes while reads and writes go on.
-- idx_messages_embedding_hnsw: 78.1 MiB for 10,000 rows, built in 3.2 s to 13 s.
-- idx_atoms_embedding_hnsw: 39.1 MiB for 5,000 rows, built in 1.3 s to 5.2 s.
--
-- Make the file with drizzle-kit, which also writes the journal: declare the indexes in
-- schema.ts, then drizzle-kit generate --name add_hnsw_vector_indexes; then put this text
-- into the file that it made.
-- Drizzle runs every migration inside of a transaction, and no transaction may hold a
-- concurrent build. So psql does it before the deploy, while reads and writes go on:
--   psql "$DATABASE_URL" --no-psqlrc --file drizzle_outside/add_hnsw_vector_indexes.up.sql
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
--> statement-breakpoint

-- Gives up rather than queue in front of everybody.
SET LOCAL lock_timeout = '5s';
--> statement-breakpoint

-- Nothing in here takes long.
SET LOCAL statement_timeout = '60s';
--> statement-breakpoint

-- Stops when the script was not run; an index on a table without rows is built below.
DO $hnswkit$
BEGIN
    IF to_regclass('idx_messages_embedding_hnsw') IS NULL AND EXISTS (SELECT FROM messages) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'object_not_in_prerequisite_state',
            MESSAGE = 'idx_messages_embedding_hnsw is not there and messages has rows: a build in this transaction would stop all writes to it',
            HINT = 'Run drizzle_outside/add_hnsw_vector_indexes.up.sql with psql, then run this again.';
    END IF;
END
$hnswkit$;
--> statement-breakpoint

-- Stops when the script was not run; an index on a table without rows is built below.
DO $hnswkit$
BEGIN
    IF to_regclass('idx_atoms_embedding_hnsw') IS NULL AND EXISTS (SELECT FROM atoms) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'object_not_in_prerequisite_state',
            MESSAGE = 'idx_atoms_embedding_hnsw is not there and atoms has rows: a build in this transaction would stop all writes to it',
            HINT = 'Run drizzle_outside/add_hnsw_vector_indexes.up.sql with psql, then run this again.';
    END IF;
END
$hnswkit$;
--> statement-breakpoint

-- Does nothing after the script.
-- hnswkit-ignore index-blocks-writes: the guard above lets it build in tables without rows only
-- squawk-ignore require-concurrent-index-creation
CREATE INDEX IF NOT EXISTS idx_messages_embedding_hnsw
    ON messages
    USING hnsw (embedding vector_cosine_ops)
    WITH (m = 16, ef_construction = 64);
--> statement-breakpoint

-- Does nothing after the script.
-- hnswkit-ignore index-blocks-writes: the guard above lets it build in tables without rows only
-- squawk-ignore require-concurrent-index-creation
CREATE INDEX IF NOT EXISTS idx_atoms_embedding_hnsw
    ON atoms
    USING hnsw (embedding vector_cosine_ops)
    WITH (m = 16, ef_construction = 64);
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
            USING HINT = 'Run drizzle_outside/add_hnsw_vector_indexes.up.sql with psql, then run this again.';
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
            USING HINT = 'If another session is building it, wait. Otherwise run drizzle_outside/add_hnsw_vector_indexes.up.sql with psql: it builds anew. Then run this again.';
    END IF;
    RAISE NOTICE 'index % is valid, ready and as planned', index_name;
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
        USING hnsw (embedding vector_cosine_ops)
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
            USING HINT = 'Run drizzle_outside/add_hnsw_vector_indexes.up.sql with psql, then run this again.';
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
            USING HINT = 'If another session is building it, wait. Otherwise run drizzle_outside/add_hnsw_vector_indexes.up.sql with psql: it builds anew. Then run this again.';
    END IF;
    RAISE NOTICE 'index % is valid, ready and as planned', index_name;
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
