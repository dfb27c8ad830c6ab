-- Build 2 HNSW indexes of the restored backup.dump while reads and writes go on.
-- Part 1 of 7: guard.
-- idx_items_embedding_hnsw: 104 KiB for 300 rows, built in 0.0 s to 0.1 s.
-- "It's cosine": 72.0 KiB for 300 rows, built in 0.0 s to 0.0 s.
--
-- sqlx sends a file as one message, which PostgreSQL runs as one transaction, and no
-- transaction may hold a concurrent build. So these are 7 migrations, in order; let one
-- process run them, not every replica that starts.
--
-- The connection brings the settings, at the end of its URL, after ? or &:
--   options=-c%20lock_timeout%3D0%20-c%20statement_timeout%3D0%20-c%20maintenance_work_mem%3D64MB
-- PostgreSQL 17 and later have transaction_timeout, too: when it is set, make it 0.

-- The short steps give up rather than queue in front of everybody.
SET LOCAL lock_timeout = '5s';

-- None of the short steps takes long.
SET LOCAL statement_timeout = '60s';

-- A dump may hold what an older pgvector does not know.
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

-- Stops with the commands to run until the tables are restored with their rows, and without
-- their HNSW indexes: pg_restore would build those with the memory and the workers of the
-- server's defaults. Tables that have rows are taken as restored; compare the counts.
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

-- Goes on when the index is absent or as planned; renames an INVALID leftover out of the
-- way; stops at anything else of that name.
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
        RETURN;
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
    ELSIF usable THEN
        RAISE NOTICE 'index % is valid and as planned: nothing to build', index_name;
    ELSIF EXISTS (
        SELECT FROM pg_stat_progress_create_index WHERE index_relid = to_regclass(index_name)
    ) THEN
        RAISE EXCEPTION 'another session is building index %', index_name
            USING HINT = 'Wait for it, or cancel it; then run this again.';
    ELSE
        RAISE NOTICE 'index % is INVALID, left by a build that did not finish: removing it', index_name;
        ALTER INDEX idx_items_embedding_hnsw RENAME TO idx_items_embedding_hnsw_leftover;
    END IF;
END
$hnswkit$;

-- Goes on when the index is absent or as planned; renames an INVALID leftover out of the
-- way; stops at anything else of that name.
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
        RETURN;
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
    ELSIF usable THEN
        RAISE NOTICE 'index % is valid and as planned: nothing to build', index_name;
    ELSIF EXISTS (
        SELECT FROM pg_stat_progress_create_index WHERE index_relid = to_regclass(index_name)
    ) THEN
        RAISE EXCEPTION 'another session is building index %', index_name
            USING HINT = 'Wait for it, or cancel it; then run this again.';
    ELSE
        RAISE NOTICE 'index % is INVALID, left by a build that did not finish: removing it', index_name;
        ALTER INDEX "It's cosine" RENAME TO "It's cosine_leftover";
    END IF;
END
$hnswkit$;
