-- Way back of repair: finish the repair of HNSW index items_nearest while reads and writes
-- go on.
-- Part 8 of 15: back_guard.

-- The short steps give up rather than queue in front of everybody.
SET LOCAL lock_timeout = '5s';

-- None of the short steps takes long.
SET LOCAL statement_timeout = '60s';

-- Stops when another valid index has the same definition, or is left of a replacement: only
-- you know whether somebody needs it. The hint has the statements.
DO $hnswkit$
DECLARE
    table_name text := 'items';
    it record;
    planned text;
    names text;
    cure text;
BEGIN
    -- What the server makes of the planned definition: asked of an empty copy of the table.
    CREATE TEMPORARY TABLE hnswkit_copy (LIKE items);
    CREATE INDEX hnswkit_plan
        ON pg_temp.hnswkit_copy
        USING hnsw (embedding vector_l2_ops)
        WITH (m = 16, ef_construction = 64);
    FOR it IN
        SELECT
            c.relname, i.indexrelid::regclass AS index,
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
        WHERE i.indrelid IN (to_regclass(table_name), 'pg_temp.hnswkit_copy'::regclass)
        ORDER BY is_plan DESC
    LOOP
        IF it.is_plan THEN
            planned := it.definition;

        ELSIF it.index = to_regclass('items_embedding_idx') THEN
            IF it.usable AND it.definition <> planned THEN
                RAISE EXCEPTION 'index % is not the same as the planned one', it.index
                    USING DETAIL = format('There is: %s. Planned: %s.', it.definition, planned),
                        HINT = 'Leave `redundant` out of the spec.';
            END IF;
        ELSIF it.usable AND it.index IS DISTINCT FROM to_regclass('items_nearest')
            AND (it.definition = planned OR it.relname IN ('items_nearest_new', 'items_nearest_old')) THEN
            names := concat_ws(', ', names, it.index);
            cure := concat_ws(' ', cure, format('DROP INDEX CONCURRENTLY %s;', it.index));
        END IF;
    END LOOP;
    DROP TABLE pg_temp.hnswkit_copy;

    IF names IS NOT NULL THEN
        RAISE EXCEPTION 'another index does the same work: %', names
            USING DETAIL = 'Each write pays for every one of them.',
                HINT = format('Drop those that nobody needs: %s; then run this again.', cure);
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
            AND (c.relname IN ('items_nearest', 'items_nearest_new', 'items_nearest_old') OR s.stem <> c.relname AND (
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

-- Goes on when the index is absent or as planned; renames an INVALID leftover out of the
-- way; stops at anything else of that name.
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
        ALTER INDEX items_nearest RENAME TO items_nearest_leftover;
    END IF;
END
$hnswkit$;
