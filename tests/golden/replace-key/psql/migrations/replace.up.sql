-- Replace HNSW index items_nearest while reads and writes go on.
-- items_nearest, replaced: 72.0 KiB for 200 rows, built in 0.0 s to 0.0 s.
--
-- Run: psql "$DATABASE_URL" --no-psqlrc --file migrations/replace.up.sql (never with
-- --single-transaction). Safe to run again.

\set ON_ERROR_STOP on
\timing on

-- Questions for before; ok = f needs a cure, no rows are fine.
\echo 'items_nearest: Is pgvector installed, new enough, and on the search_path?'
SELECT
    string_to_array(e.extversion, '.')::int[] >= ARRAY[0, 7, 0]
        AND n.nspname = ANY (current_schemas(true)) AS ok,
    format('pgvector %s in schema %s; needs 0.7.0 or later', e.extversion, n.nspname) AS detail
FROM pg_extension AS e
JOIN pg_namespace AS n ON n.oid = e.extnamespace
WHERE e.extname = 'vector'
UNION ALL
SELECT false, 'pgvector is not installed in this database'
WHERE NOT EXISTS (SELECT FROM pg_extension WHERE extname = 'vector');
\echo 'items_nearest: Is it a table that one build can index, and may this role do it?'
SELECT
    c.relkind IN ('r', 'm')
        AND pg_has_role(c.relowner, 'USAGE')
        AND has_schema_privilege(c.relnamespace, 'CREATE')
        AND has_database_privilege(current_database(), 'TEMPORARY') AS ok,
    format(
        'kind %s, owner %s (ours: %s), may create in the schema: %s, may create temporary tables: %s',
        c.relkind,
        pg_get_userbyid(c.relowner),
        pg_has_role(c.relowner, 'USAGE'),
        has_schema_privilege(c.relnamespace, 'CREATE'),
        has_database_privilege(current_database(), 'TEMPORARY')
    ) AS detail
FROM pg_class AS c
WHERE c.oid = to_regclass('items')
UNION ALL
SELECT false, 'the table does not exist, or its schema is not on the search_path'
WHERE to_regclass('items') IS NULL;
\echo 'items_nearest: Is the name of the index free?'
SELECT
    i.indrelid IS NOT DISTINCT FROM to_regclass('items') AS ok,
    CASE
        WHEN i.indexrelid IS NULL THEN format('%s is there and is not an index', c.oid::regclass)
        WHEN NOT (i.indisvalid AND i.indisready) THEN format('%s is INVALID: a leftover', c.oid::regclass)
        ELSE format('is there: %s', pg_get_indexdef(c.oid))
    END AS detail
FROM pg_class AS c
LEFT JOIN pg_index AS i ON i.indexrelid = c.oid
WHERE c.oid IN (to_regclass('items_nearest'), to_regclass('items_nearest_leftover'));
\echo 'items_nearest: Is there an equal index under another name?'
SELECT
    CASE
        WHEN '(embedding::halfvec(3))' IN (
            translate(pg_get_indexdef(i.indexrelid, 1, true), ' ', ''),
            translate(pg_get_indexdef(i.indexrelid, 1, false), ' ', '')
        ) THEN false
    END AS ok,
    pg_get_indexdef(i.indexrelid) AS detail
FROM pg_index AS i
JOIN pg_class AS c ON c.oid = i.indexrelid
JOIN pg_am AS a ON a.oid = c.relam
JOIN pg_opclass AS o ON o.oid = i.indclass[0]
WHERE i.indrelid = to_regclass('items')
    AND i.indexrelid IS DISTINCT FROM to_regclass('items_nearest')
    AND i.indisvalid
    AND a.amname = 'hnsw'
    AND o.opcname = 'halfvec_cosine_ops'
    AND i.indpred IS NULL
    AND i.indexprs IS NOT NULL;
\echo 'items_nearest: Which transactions would a concurrent build wait for?'
SELECT
    CASE WHEN coalesce(a.xact_start, now()) < now() - interval '1 minute' THEN false END AS ok,
    format(
        'pid %s, user %s, %s, open for %s: %s',
        a.pid,
        a.usename,
        a.state,
        date_trunc('second', now() - a.xact_start),
        left(a.query, 80)
    ) AS detail
FROM pg_stat_activity AS a
WHERE a.datname = current_database()
    AND a.pid <> pg_backend_pid()
    AND (a.backend_xmin IS NOT NULL OR a.backend_xid IS NOT NULL)
    AND a.backend_type <> 'autovacuum worker'
UNION ALL
SELECT
    false,
    format('prepared transaction %s, open for %s', p.gid, date_trunc('second', now() - p.prepared))
FROM pg_prepared_xacts AS p
WHERE p.database = current_database();
\echo 'items_nearest: Is another session building on the table or vacuuming it?'
SELECT
    false AS ok,
    format('pid %s, %s, since %s: %s', l.pid, l.mode, a.query_start, left(a.query, 80)) AS detail
FROM pg_locks AS l
LEFT JOIN pg_stat_activity AS a ON a.pid = l.pid
WHERE l.relation = to_regclass('items')
    AND l.pid <> pg_backend_pid()
    AND l.mode IN (
        'ShareUpdateExclusiveLock',
        'ShareLock',
        'ShareRowExclusiveLock',
        'ExclusiveLock',
        'AccessExclusiveLock'
    );
\echo 'items_nearest: How much disk is used, and how much does this take?'
SELECT
    NULL::boolean AS ok,
    format(
        'table with indexes %s, database %s; this takes up to 148 KiB more (index and WAL), while the old index stays (%s)',
        pg_size_pretty(pg_total_relation_size(to_regclass('items'))),
        pg_size_pretty(pg_database_size(current_database())),
        pg_size_pretty(pg_relation_size(to_regclass('items_nearest')))
    ) AS detail;
\echo 'items_nearest: Is the index in use, and does another one need it?'
SELECT
    CASE WHEN h.inhparent IS NOT NULL THEN false END AS ok,
    concat_ws(
        '; ',
        format(
            '%s, %s scans since %s',
            pg_size_pretty(pg_relation_size(s.indexrelid)),
            s.idx_scan,
            coalesce(d.stats_reset::text, 'the statistics began')
        ),
        'the last ' || (to_jsonb(s) ->> 'last_idx_scan'),
        'part of ' || h.inhparent::regclass
    ) AS detail
FROM pg_stat_all_indexes AS s
JOIN pg_stat_database AS d ON d.datname = current_database()
LEFT JOIN pg_inherits AS h ON h.inhrelid = s.indexrelid
WHERE s.indexrelid = to_regclass('items_nearest');

-- Remembers the settings of the session; the last step puts them back.
\echo '[ 1/18] prepare settings'
DO $hnswkit$
BEGIN
    PERFORM set_config('hnswkit.' || name, current_setting(name), false)
    FROM pg_settings
    WHERE name IN (
        'lock_timeout',
        'statement_timeout',
        'maintenance_work_mem',
        'max_parallel_maintenance_workers',
        'min_parallel_table_scan_size',
        'transaction_timeout'
    );
END
$hnswkit$;

-- The short steps give up rather than queue in front of everybody.
\echo '[ 2/18] prepare settings'
SET lock_timeout = '5s';

-- None of the short steps takes long.
\echo '[ 3/18] prepare settings'
SET statement_timeout = '60s';

-- Goes on when the index is there, as it was or as planned, and the name of the new one is
-- free; brings back the names from before an interrupted swap; renames an INVALID leftover
-- out of the way; stops at anything else.
\echo '[ 4/18] guard   items_nearest'
DO $hnswkit$
DECLARE
    existing_name text := 'items_nearest';
    fresh_name text := 'items_nearest_new';
    table_name text := 'items';
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
    IF to_regclass('items_nearest_old') IS NOT NULL THEN
        -- Interrupted between the swap and the drop: the names go back.
        IF to_regclass('items_nearest_new') IS NOT NULL THEN
            RAISE EXCEPTION USING
                ERRCODE = 'duplicate_object',
                MESSAGE = 'items_nearest_old and items_nearest_new are both there',
                HINT = 'One of them is not of this migration: look at both, and drop that one.';
        ELSIF to_regclass('items_nearest') IS NOT NULL THEN
            ALTER INDEX items_nearest RENAME TO items_nearest_new;
        END IF;
        ALTER INDEX items_nearest_old RENAME TO items_nearest;
    END IF;

    -- What the server makes of the planned definition: asked of an empty copy of the table.
    CREATE TEMPORARY TABLE hnswkit_copy (LIKE items);
    CREATE INDEX hnswkit_plan
        ON pg_temp.hnswkit_copy
        USING hnsw ((embedding::halfvec(3)) halfvec_cosine_ops)
        WITH (m = 16, ef_construction = 64);
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
            ALTER INDEX items_nearest RENAME TO items_nearest_leftover;
        END IF;
        ALTER INDEX items_nearest_new RENAME TO items_nearest;
    ELSIF existing_usable AND existing = planned THEN
        RAISE NOTICE 'index % is valid and as planned: nothing to build', existing_name;
        IF fresh IS NOT NULL THEN
            RAISE NOTICE 'index % is of a replacement that was given up: removing it', fresh_name;
            ALTER INDEX items_nearest_new RENAME TO items_nearest_leftover;
        END IF;
        ALTER INDEX items_nearest RENAME TO items_nearest_new;
    ELSIF fresh_usable AND fresh <> planned THEN
        RAISE EXCEPTION 'index % is there with another definition', fresh_name
            USING DETAIL = format('There is: %s. Planned: %s.', fresh, planned),
                HINT = 'Drop it: it is the leftover of another migration.';
    ELSIF NOT fresh_usable THEN
        RAISE NOTICE 'index % is INVALID, left by a build that did not finish: removing it', fresh_name;
        ALTER INDEX items_nearest_new RENAME TO items_nearest_leftover;
    END IF;
END
$hnswkit$;

-- From here on it waits as long as it must: a lock_timeout also fires while the finished
-- graph waits for old snapshots, and leaves an INVALID index. Waiting blocks no reads and
-- no writes.
\echo '[ 5/18] build   settings'
SET lock_timeout = 0;

-- A statement_timeout would kill the build and leave an INVALID index.
\echo '[ 6/18] build   settings'
SET statement_timeout = 0;

-- So would a transaction_timeout, which PostgreSQL 17 and later have.
\echo '[ 7/18] build   settings'
DO $hnswkit$
BEGIN
    PERFORM set_config(name, '0', false)
    FROM pg_settings
    WHERE name = 'transaction_timeout';
END
$hnswkit$;

-- The graph of 200 rows takes 1.0 MiB and stays in memory up to 92,840 rows.
\echo '[ 8/18] build   items_nearest'
SET maintenance_work_mem = '64MB';

-- Removes the leftover of a build that did not finish, if there is one.
\echo '[ 9/18] drop    items_nearest'
DROP INDEX CONCURRENTLY IF EXISTS items_nearest_leftover;

-- Builds the new index beside the old one, which serves meanwhile; reads and writes go on.
-- Does nothing when the guard found it as planned.
\echo '[10/18] build   items_nearest'
CREATE INDEX CONCURRENTLY IF NOT EXISTS items_nearest_new
    ON items
    USING hnsw ((embedding::halfvec(3)) halfvec_cosine_ops)
    WITH (m = 16, ef_construction = 64);

-- Nothing is swapped unless the new index is valid, ready and defined as planned.
\echo '[11/18] verify  items_nearest'
DO $hnswkit$
DECLARE
    index_name text := 'items_nearest_new';
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
        USING hnsw ((embedding::halfvec(3)) halfvec_cosine_ops)
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

-- Swaps the names, both at once. It needs a lock on the two indexes only, for a moment, and
-- tries again when it does not get it within a second. Until the next step the old index is
-- there, and the way back is to swap again.
\echo '[12/18] build   items_nearest'
DO $hnswkit$
BEGIN
    -- Renaming needs a lock on the indexes only; it gives up rather than queue, and tries again.
    PERFORM set_config('lock_timeout', '1s', true);
    FOR attempt IN 1..30 LOOP
        BEGIN
            IF to_regclass('items_nearest') IS NOT NULL THEN
                ALTER INDEX items_nearest RENAME TO items_nearest_old;
            END IF;
            ALTER INDEX items_nearest_new RENAME TO items_nearest;
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

-- The point of no return: from here on the way back is another build. Reads and writes go
-- on; it waits for transactions that use the table. Queries that need the operator class
-- and key from before read the table from here on.
\echo '[13/18] drop    items_nearest'
DROP INDEX CONCURRENTLY IF EXISTS items_nearest_old;

-- Short steps again.
\echo '[14/18] verify  settings'
SET lock_timeout = '5s';

-- None of them takes long.
\echo '[15/18] verify  settings'
SET statement_timeout = '60s';

-- Fails loudly unless the index is valid, ready and defined as planned.
\echo '[16/18] verify  items_nearest'
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
        USING hnsw ((embedding::halfvec(3)) halfvec_cosine_ops)
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

-- Fails loudly when something of the replacement is left.
\echo '[17/18] verify  items_nearest'
DO $hnswkit$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY[
        'items_nearest_new',
        'items_nearest_old',
        'items_nearest_leftover'
    ] LOOP
        IF to_regclass(name) IS NOT NULL THEN
            RAISE EXCEPTION USING
                ERRCODE = 'object_not_in_prerequisite_state',
                MESSAGE = format('%s is still there', name),
                HINT = format('DROP INDEX CONCURRENTLY %s; then run this again.', name);
        END IF;
    END LOOP;
END
$hnswkit$;

-- Puts the settings back as they were.
\echo '[18/18] restore settings as before'
DO $hnswkit$
BEGIN
    PERFORM set_config(name, current_setting('hnswkit.' || name), false)
    FROM pg_settings
    WHERE name IN (
        'lock_timeout',
        'statement_timeout',
        'maintenance_work_mem',
        'max_parallel_maintenance_workers',
        'min_parallel_table_scan_size',
        'transaction_timeout'
    );
END
$hnswkit$;

\echo 'done'
