-- Change HNSW index items_nearest and pgvector to 0.8.6 while reads and writes go on.
-- Part 1 of 11: guard.
-- items_nearest, built anew: 104 KiB for 300 rows, built in 0.0 s to 0.1 s.
--
-- sqlx sends a file as one message, which PostgreSQL runs as one transaction, and no
-- transaction may hold a concurrent build. So these are 11 migrations, in order; let one
-- process run them, not every replica that starts.
--
-- The connection brings the settings, at the end of its URL, after ? or &:
--   options=-c%20lock_timeout%3D0%20-c%20statement_timeout%3D0%20-c%20maintenance_work_mem%3D64MB
-- PostgreSQL 17 and later have transaction_timeout, too: when it is set, make it 0.

-- The short steps give up rather than queue in front of everybody.
SET LOCAL lock_timeout = '5s';

-- None of the short steps takes long.
SET LOCAL statement_timeout = '60s';

-- Goes on when the server has that release, pgvector has a way to it, and this role may go
-- it. Nothing is changed before.
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

-- Goes on when the index is there, on its table and as planned, valid or not.
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

-- Renames INVALID leftovers to names that the next steps drop: PostgreSQL numbers those of
-- REINDEX (_ccnew, _ccnew1, …). Stops when another session builds on the table.
DO $hnswkit$
DECLARE
    it record;
    slot name;
BEGIN
    IF EXISTS (SELECT FROM pg_stat_progress_create_index WHERE relid = to_regclass('items')) THEN
        RAISE EXCEPTION USING
            MESSAGE = 'another session is building an index on items',
            HINT = 'Wait for it, or cancel it; then run this again.';
    END IF;
    -- The names that are dropped next may belong to leftovers only.
    FOR it IN
        SELECT c.oid::regclass AS index
        FROM pg_class AS c
        LEFT JOIN pg_index AS i ON i.indexrelid = c.oid
        WHERE c.oid IN (to_regclass('items_nearest_leftover'), to_regclass('items_nearest_leftover2'), to_regclass('items_nearest_leftover3'))
            AND (i.indisvalid AND i.indisready OR i.indrelid IS DISTINCT FROM to_regclass('items'))
    LOOP
        RAISE EXCEPTION '% is there and is not a leftover', it.index
            USING HINT = 'Rename it: this name is dropped in the next steps.';
    END LOOP;
    FOR it IN
        SELECT c.oid::regclass AS index
        FROM pg_index AS i
        JOIN pg_class AS c ON c.oid = i.indexrelid
        CROSS JOIN LATERAL (
            SELECT regexp_replace(c.relname::text, '(_cc(new|old)[0-9]*)+$', '') AS stem
        ) AS s
        WHERE i.indrelid = to_regclass('items')
            AND NOT (i.indisvalid AND i.indisready)
            AND (s.stem <> c.relname AND (
                s.stem = 'items_nearest'
                OR 59 < octet_length(c.relname::text) AND starts_with('items_nearest', s.stem)
            ))
    LOOP
        RAISE NOTICE 'index % is INVALID, left by something that did not finish: removing it', it.index;
        slot := (
            SELECT n
            FROM unnest(ARRAY['items_nearest_leftover', 'items_nearest_leftover2', 'items_nearest_leftover3']::name[], ARRAY['items_nearest_leftover', 'items_nearest_leftover2', 'items_nearest_leftover3']) AS u (n, q)
            WHERE to_regclass(q) IS NULL
            LIMIT 1
        );
        IF slot IS NULL THEN
            RAISE EXCEPTION 'more leftovers of items_nearest than this can remove at once'
                USING HINT = format('DROP INDEX CONCURRENTLY %s; then run this again.', it.index);
        END IF;
        EXECUTE format('ALTER INDEX %s RENAME TO %I', it.index, slot);
    END LOOP;
END
$hnswkit$;
