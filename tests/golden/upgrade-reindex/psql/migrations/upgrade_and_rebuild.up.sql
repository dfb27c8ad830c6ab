-- Change HNSW index items_nearest and pgvector to 0.8.6 while reads and writes go on.
-- items_nearest, built anew: 104 KiB for 300 rows, built in 0.0 s to 0.1 s.
--
-- Run: psql "$DATABASE_URL" --no-psqlrc --file migrations/upgrade_and_rebuild.up.sql (never
-- with --single-transaction). Safe to run again.

\set ON_ERROR_STOP on
\timing on

-- Questions for before; ok = f needs a cure, no rows are fine.
\echo 'items_nearest: Is pgvector installed, new enough, and on the search_path?'
SELECT
    string_to_array(e.extversion, '.')::int[] >= ARRAY[0, 5, 0]
        AND n.nspname = ANY (current_schemas(true)) AS ok,
    format('pgvector %s in schema %s; needs 0.5.0 or later', e.extversion, n.nspname) AS detail
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
\echo 'items_nearest: Has the column the planned type and dimensions?'
SELECT
    t.typname = 'vector' AND a.atttypmod = 3 AS ok,
    format('%s is %s; planned is vector(3)', a.attname, format_type(a.atttypid, a.atttypmod)) AS detail
FROM pg_attribute AS a
JOIN pg_type AS t ON t.oid = a.atttypid
WHERE a.attrelid = to_regclass('items')
    AND a.attname = 'embedding'
    AND NOT a.attisdropped;
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
    false AS ok,
    pg_get_indexdef(i.indexrelid) AS detail
FROM pg_index AS i
JOIN pg_class AS c ON c.oid = i.indexrelid
JOIN pg_am AS a ON a.oid = c.relam
JOIN pg_opclass AS o ON o.oid = i.indclass[0]
WHERE i.indrelid = to_regclass('items')
    AND i.indexrelid IS DISTINCT FROM to_regclass('items_nearest')
    AND i.indisvalid
    AND a.amname = 'hnsw'
    AND o.opcname = 'vector_l2_ops'
    AND i.indpred IS NULL
    AND pg_get_indexdef(i.indexrelid, 1, false) = 'embedding';
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
        'table with indexes %s, database %s; this takes up to 212 KiB more (index and WAL), while the old index stays (%s)',
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
\echo '[ 1/21] prepare settings'
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
\echo '[ 2/21] prepare settings'
SET lock_timeout = '5s';

-- None of the short steps takes long.
\echo '[ 3/21] prepare settings'
SET statement_timeout = '60s';

-- Goes on when the server has that release, pgvector has a way to it, and this role may go
-- it. Nothing is changed before.
\echo '[ 4/21] guard   stop unless pgvector can become 0.8.6'
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
\echo '[ 5/21] guard   items_nearest'
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
\echo '[ 6/21] guard   items_nearest'
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

-- The point of no return: from here on the way back is a snapshot. It changes the catalog
-- only, in one piece: no table and no index is written. Sessions that have used pgvector
-- before keep the old library until they begin anew.
\echo '[ 7/21] build   upgrade pgvector to 0.8.6'
ALTER EXTENSION vector UPDATE TO '0.8.6';

-- From here on it waits as long as it must: a lock_timeout also fires while the finished
-- graph waits for old snapshots, and leaves an INVALID index. Waiting blocks no reads and
-- no writes.
\echo '[ 8/21] build   settings'
SET lock_timeout = 0;

-- A statement_timeout would kill the build and leave an INVALID index.
\echo '[ 9/21] build   settings'
SET statement_timeout = 0;

-- So would a transaction_timeout, which PostgreSQL 17 and later have.
\echo '[10/21] build   settings'
DO $hnswkit$
BEGIN
    PERFORM set_config(name, '0', false)
    FROM pg_settings
    WHERE name = 'transaction_timeout';
END
$hnswkit$;

-- Removes what something that did not finish has left, if anything.
\echo '[11/21] drop    items_nearest'
DROP INDEX CONCURRENTLY IF EXISTS items_nearest_leftover;

-- Removes what something that did not finish has left, if anything.
\echo '[12/21] drop    items_nearest'
DROP INDEX CONCURRENTLY IF EXISTS items_nearest_leftover2;

-- Removes what something that did not finish has left, if anything.
\echo '[13/21] drop    items_nearest'
DROP INDEX CONCURRENTLY IF EXISTS items_nearest_leftover3;

-- The graph of 300 rows takes 1.0 MiB and stays in memory up to 91,824 rows.
\echo '[14/21] build   items_nearest'
SET maintenance_work_mem = '64MB';

-- Builds it anew beside the one that serves, swaps the two and drops the old one; reads and
-- writes go on, and queries use the index all the while. Interrupted, it leaves an INVALID
-- index of the name and _ccnew or _ccold, which the next run removes, and so does the way
-- back.
\echo '[15/21] build   items_nearest'
REINDEX INDEX CONCURRENTLY items_nearest;

-- Short steps again.
\echo '[16/21] verify  settings'
SET lock_timeout = '5s';

-- None of them takes long.
\echo '[17/21] verify  settings'
SET statement_timeout = '60s';

-- Fails loudly unless the index is valid, ready and defined as planned.
\echo '[18/21] verify  items_nearest'
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

-- Fails loudly when a leftover is there, and names the statements that drop it.
\echo '[19/21] verify  items_nearest'
DO $hnswkit$
DECLARE
    names text;
    cure text;
BEGIN
    SELECT
        string_agg(c.oid::regclass::text, ', '),
        string_agg(format('DROP INDEX CONCURRENTLY %s;', c.oid::regclass), ' ')
        INTO names, cure
        FROM pg_index AS i
        JOIN pg_class AS c ON c.oid = i.indexrelid
        CROSS JOIN LATERAL (
            SELECT regexp_replace(c.relname::text, '(_cc(new|old)[0-9]*)+$', '') AS stem
        ) AS s
        WHERE i.indrelid = to_regclass('items')
            AND NOT (i.indisvalid AND i.indisready)
            AND (c.relname IN ('items_nearest_leftover', 'items_nearest_leftover2', 'items_nearest_leftover3') OR s.stem <> c.relname AND (
                s.stem = 'items_nearest'
                OR 59 < octet_length(c.relname::text) AND starts_with('items_nearest', s.stem)
            ));
    IF names IS NOT NULL THEN
        RAISE EXCEPTION 'INVALID leftovers are still there: %', names
            USING HINT = cure || ' Then run this again.';
    END IF;
END
$hnswkit$;

-- Fails loudly unless this database has that release.
\echo '[20/21] verify  prove that pgvector is 0.8.6'
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
\echo '[21/21] restore settings as before'
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
