-- Fill a new column for HNSW index "App"."we""ird :idx\" while reads and writes go on.
-- "we""ird :idx\", on its new column: 104 KiB for 300 rows, built in 0.0 s to 0.1 s.
--
-- refinery runs every migration inside of a transaction, and no transaction may hold all of
-- this change. So psql does it before the deploy, while reads and writes go on:
--   psql "$DATABASE_URL" --no-psqlrc --file migrations_outside/change_type_expand.up.sql
-- This file then proves it. Also where the tables have no rows, as in tests, the script
-- comes first.

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

-- Fails loudly unless the index is valid, ready and defined as planned.
DO $hnswkit$
DECLARE
    index_name text := '"App"."we""ird :idx\_new"';
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
        USING hnsw ("se'lect_new" halfvec_cosine_ops)
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
            USING HINT = 'Run migrations_outside/change_type_expand.up.sql with psql, then run this again.';
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
            USING HINT = 'If another session is building it, wait. Otherwise run migrations_outside/change_type_expand.up.sql with psql: it builds anew. Then run this again.';
    END IF;
    RAISE NOTICE 'index % is valid, ready and as planned', index_name;
END
$hnswkit$;

-- The column that queries use is as it was.
DO $hnswkit$
DECLARE
    found text;
BEGIN
    SELECT string_agg(
        format(
            'column %s is %s; planned is %s',
            it.name,
            coalesce(t.typname || '(' || a.atttypmod || ')', 'absent'),
            coalesce(it.planned, 'absent')
        ),
        '; '
    )
    INTO found
    FROM (
        VALUES
            ('se''lect', 'vector(4)'),
            ('se''lect_new', 'halfvec(4)')
    ) AS it (name, planned)
    LEFT JOIN pg_attribute AS a
        ON a.attrelid = '"App"."Old Notes"'::regclass AND a.attname = it.name AND NOT a.attisdropped
    LEFT JOIN pg_type AS t ON t.oid = a.atttypid
    WHERE t.typname || '(' || a.atttypmod || ')' IS DISTINCT FROM it.planned::text;
    IF found IS NOT NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'object_not_in_prerequisite_state',
            MESSAGE = found,
            HINT = 'Run this again.';
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
