-- Way back of upgrade_and_rebuild: change back HNSW index items_nearest and pgvector to
-- 0.8.6 while reads and writes go on.
--
-- Run: psql "$DATABASE_URL" --no-psqlrc --file migrations/upgrade_and_rebuild.down.sql
-- (never with --single-transaction). Safe to run again.

\set ON_ERROR_STOP on
\timing on

-- Remembers the settings of the session; the last step puts them back.
\echo '[ 1/16] prepare settings'
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
\echo '[ 2/16] prepare settings'
SET lock_timeout = '5s';

-- None of the short steps takes long.
\echo '[ 3/16] prepare settings'
SET statement_timeout = '60s';

-- Renames INVALID leftovers to names that the next steps drop: PostgreSQL numbers those of
-- REINDEX (_ccnew, _ccnew1, …). Stops when another session builds on the table.
\echo '[ 4/16] guard   items_nearest'
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

-- From here on it waits as long as it must: a lock_timeout also fires while the finished
-- graph waits for old snapshots, and leaves an INVALID index. Waiting blocks no reads and
-- no writes.
\echo '[ 5/16] build   settings'
SET lock_timeout = 0;

-- A statement_timeout would kill the build and leave an INVALID index.
\echo '[ 6/16] build   settings'
SET statement_timeout = 0;

-- So would a transaction_timeout, which PostgreSQL 17 and later have.
\echo '[ 7/16] build   settings'
DO $hnswkit$
BEGIN
    PERFORM set_config(name, '0', false)
    FROM pg_settings
    WHERE name = 'transaction_timeout';
END
$hnswkit$;

-- Removes what something that did not finish has left, if anything.
\echo '[ 8/16] drop    items_nearest'
DROP INDEX CONCURRENTLY IF EXISTS items_nearest_leftover;

-- Removes what something that did not finish has left, if anything.
\echo '[ 9/16] drop    items_nearest'
DROP INDEX CONCURRENTLY IF EXISTS items_nearest_leftover2;

-- Removes what something that did not finish has left, if anything.
\echo '[10/16] drop    items_nearest'
DROP INDEX CONCURRENTLY IF EXISTS items_nearest_leftover3;

-- Short steps again.
\echo '[11/16] verify  settings'
SET lock_timeout = '5s';

-- None of them takes long.
\echo '[12/16] verify  settings'
SET statement_timeout = '60s';

-- A rebuild leaves the index as it was, so that there is nothing to take back; this fails
-- loudly unless it is valid.
\echo '[13/16] verify  items_nearest'
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
\echo '[14/16] verify  items_nearest'
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

-- pgvector has no scripts to an older release, so this leaves it as it is and says so. The
-- way back is a snapshot from before.
\echo '[15/16] verify  say that pgvector stays at 0.8.6'
DO $hnswkit$
BEGIN
    RAISE NOTICE 'pgvector stays at %: it has no scripts to an older release', (
        SELECT extversion FROM pg_extension WHERE extname = 'vector'
    );
END
$hnswkit$;

-- Puts the settings back as they were.
\echo '[16/16] restore settings as before'
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
