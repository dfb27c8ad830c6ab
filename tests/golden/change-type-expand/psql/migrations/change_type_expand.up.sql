-- Fill a new column for HNSW index "App"."we""ird :idx\" while reads and writes go on.
-- "we""ird :idx\", on its new column: 104 KiB for 300 rows, built in 0.0 s to 0.1 s.
--
-- Run: psql "$DATABASE_URL" --no-psqlrc --file migrations/change_type_expand.up.sql (never
-- with --single-transaction). Safe to run again.

\set ON_ERROR_STOP on
\timing on

-- Questions for before; ok = f needs a cure, no rows are fine.
\echo '"we""ird :idx\\": Is pgvector installed, new enough, and on the search_path?'
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
\echo '"we""ird :idx\\": Is it a table that one build can index, and may this role do it?'
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
WHERE c.oid = to_regclass('"App"."Old Notes"')
UNION ALL
SELECT false, 'the table does not exist, or its schema is not on the search_path'
WHERE to_regclass('"App"."Old Notes"') IS NULL;
\echo '"we""ird :idx\\": Has the column the planned type and dimensions?'
SELECT
    t.typname = 'vector' AND a.atttypmod = 4 AS ok,
    format('%s is %s; planned is vector(4)', a.attname, format_type(a.atttypid, a.atttypmod)) AS detail
FROM pg_attribute AS a
JOIN pg_type AS t ON t.oid = a.atttypid
WHERE a.attrelid = to_regclass('"App"."Old Notes"')
    AND a.attname = 'se''lect'
    AND NOT a.attisdropped;
\echo '"we""ird :idx\\": Can a halfvec hold every value?'
SELECT
    count(*) FILTER (
        WHERE 65520 <= vector_norm(it."se'lect")
                AND EXISTS (SELECT FROM unnest(it."se'lect"::real[]) AS x WHERE 65520 <= abs(x))
    ) = 0 AS ok,
    format(
        'elements beyond 65504 in %s rows; all zero as halfvec: %s rows',
        count(*) FILTER (
            WHERE 65520 <= vector_norm(it."se'lect")
                AND EXISTS (SELECT FROM unnest(it."se'lect"::real[]) AS x WHERE 65520 <= abs(x))
        ),
        count(*) FILTER (
            WHERE vector_norm(it."se'lect") > 0
                AND vector_norm(it."se'lect") < 4e-6
                AND NOT EXISTS (
                    SELECT FROM unnest(it."se'lect"::real[]) AS x WHERE 2.98023224e-8 < abs(x)
                )
        )
    ) AS detail
FROM "App"."Old Notes" AS it;
\echo '"we""ird :idx\\": Is the name of the index free?'
SELECT
    i.indrelid IS NOT DISTINCT FROM to_regclass('"App"."Old Notes"') AS ok,
    CASE
        WHEN i.indexrelid IS NULL THEN format('%s is there and is not an index', c.oid::regclass)
        WHEN NOT (i.indisvalid AND i.indisready) THEN format('%s is INVALID: a leftover', c.oid::regclass)
        ELSE format('is there: %s', pg_get_indexdef(c.oid))
    END AS detail
FROM pg_class AS c
LEFT JOIN pg_index AS i ON i.indexrelid = c.oid
WHERE c.oid IN (to_regclass('"App"."we""ird :idx\"'), to_regclass('"App"."we""ird :idx\_leftover"'));
\echo '"we""ird :idx\\": Is there an equal index under another name?'
SELECT
    false AS ok,
    pg_get_indexdef(i.indexrelid) AS detail
FROM pg_index AS i
JOIN pg_class AS c ON c.oid = i.indexrelid
JOIN pg_am AS a ON a.oid = c.relam
JOIN pg_opclass AS o ON o.oid = i.indclass[0]
WHERE i.indrelid = to_regclass('"App"."Old Notes"')
    AND i.indexrelid IS DISTINCT FROM to_regclass('"App"."we""ird :idx\"')
    AND i.indisvalid
    AND a.amname = 'hnsw'
    AND o.opcname = 'halfvec_cosine_ops'
    AND i.indpred IS NULL
    AND pg_get_indexdef(i.indexrelid, 1, false) = '"se''lect"';
\echo '"we""ird :idx\\": Which transactions would a concurrent build wait for?'
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
\echo '"we""ird :idx\\": Is another session building on the table or vacuuming it?'
SELECT
    false AS ok,
    format('pid %s, %s, since %s: %s', l.pid, l.mode, a.query_start, left(a.query, 80)) AS detail
FROM pg_locks AS l
LEFT JOIN pg_stat_activity AS a ON a.pid = l.pid
WHERE l.relation = to_regclass('"App"."Old Notes"')
    AND l.pid <> pg_backend_pid()
    AND l.mode IN (
        'ShareUpdateExclusiveLock',
        'ShareLock',
        'ShareRowExclusiveLock',
        'ExclusiveLock',
        'AccessExclusiveLock'
    );
\echo '"we""ird :idx\\": How much disk is used, and how much does this take?'
SELECT
    NULL::boolean AS ok,
    format(
        'table with indexes %s, database %s; this takes up to 209 KiB more (index and WAL)',
        pg_size_pretty(pg_total_relation_size(to_regclass('"App"."Old Notes"'))),
        pg_size_pretty(pg_database_size(current_database()))
    ) AS detail;
\echo '"we""ird :idx\\": Is the index in use, and does another one need it?'
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
WHERE s.indexrelid = to_regclass('"App"."we""ird :idx\"');

-- Remembers the settings of the session; the last step puts them back.
\echo '[ 1/22] prepare settings'
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
\echo '[ 2/22] prepare settings'
SET lock_timeout = '5s';

-- None of the short steps takes long.
\echo '[ 3/22] prepare settings'
SET statement_timeout = '60s';

-- Goes on when the column has the type from before and nothing else depends on it; stops
-- with the names of views, functions, policies, triggers and publications that stand in the
-- way.
\echo '[ 4/22] guard   "App"."we""ird :idx\\"'
DO $hnswkit$
DECLARE
    relation regclass := '"App"."Old Notes"';
    now_type text;
    new_type text;
    old_type text;
    found text;
BEGIN
    SELECT
        max(t.typname || '(' || a.atttypmod || ')') FILTER (WHERE a.attname = 'se''lect'),
        max(t.typname || '(' || a.atttypmod || ')') FILTER (WHERE a.attname = 'se''lect_new'),
        max(t.typname || '(' || a.atttypmod || ')') FILTER (WHERE a.attname = 'se''lect_old')
    INTO now_type, new_type, old_type
    FROM pg_attribute AS a
    JOIN pg_type AS t ON t.oid = a.atttypid
    WHERE a.attrelid = relation AND NOT a.attisdropped;
    SELECT string_agg(name, ', ' ORDER BY name)
    INTO found
    FROM (
        SELECT inhrelid::regclass::text FROM pg_inherits WHERE relation IN (inhparent, inhrelid)
        UNION ALL
        SELECT format('kind %s', relkind) FROM pg_class WHERE oid = relation AND relkind <> 'r'
    ) AS it (name);
    IF found IS NOT NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'dependent_objects_still_exist',
            MESSAGE = '"App"."Old Notes" is no plain table, or has partitions or children',
            DETAIL = found,
            HINT = 'Change them one by one, or move the rows to a new table.';
    END IF;
    IF current_setting('server_version_num')::int < 140000 THEN
        RAISE EXCEPTION USING
            ERRCODE = 'object_not_in_prerequisite_state',
            MESSAGE = 'filling a column in batches needs PostgreSQL 14 or later',
            HINT = 'Before it, a batch would read the whole table.';
    END IF;
    IF (
        SELECT c.relforcerowsecurity AND NOT r.rolbypassrls AND NOT r.rolsuper
        FROM pg_class AS c, pg_roles AS r
        WHERE c.oid = relation AND r.rolname = current_user
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'object_not_in_prerequisite_state',
            MESSAGE = 'row-level security hides rows of "App"."Old Notes" from this role',
            HINT = 'Run this as a role with BYPASSRLS.';
    END IF;
    IF old_type IS NOT NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'object_not_in_prerequisite_state',
            MESSAGE = '"se''lect_old" of "App"."Old Notes" is there: the columns are switched',
            HINT = 'Nothing is left to add. Take the switch back first, if you want to go back.';
    END IF;
    IF now_type = 'halfvec(4)' THEN
        RAISE EXCEPTION USING
            ERRCODE = 'object_not_in_prerequisite_state',
            MESSAGE = '"se''lect" of "App"."Old Notes" is halfvec(4) already',
            HINT = 'There is nothing to change.';
    END IF;
    IF now_type IS DISTINCT FROM 'vector(4)' THEN
        RAISE EXCEPTION USING
            ERRCODE = 'object_not_in_prerequisite_state',
            MESSAGE = '"se''lect" of "App"."Old Notes" is not vector(4)',
            HINT = 'Correct `from` in the spec: SELECT format_type(atttypid, atttypmod) FROM pg_attribute.';
    END IF;
    IF new_type <> 'halfvec(4)' THEN
        RAISE EXCEPTION USING
            ERRCODE = 'object_not_in_prerequisite_state',
            MESSAGE = '"se''lect_new" of "App"."Old Notes" is there and is not halfvec(4)',
            HINT = 'It is not of this migration: rename it or drop it.';
    END IF;
    IF EXISTS (
        SELECT FROM pg_attribute
        WHERE attrelid = relation AND attname = 'se''lect' AND attgenerated <> ''
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'object_not_in_prerequisite_state',
            MESSAGE = '"se''lect" of "App"."Old Notes" is generated',
            HINT = 'Change the expression that generates it instead.';
    END IF;
    SELECT string_agg(name, ', ' ORDER BY name)
    INTO found
    FROM (
        SELECT pg_describe_object(d.classid, d.objid, d.objsubid)
        FROM pg_attribute AS a
        JOIN pg_depend AS d
            ON d.refclassid = 'pg_class'::regclass AND d.refobjid = a.attrelid AND d.refobjsubid = a.attnum
        WHERE a.attrelid = relation
            AND a.attname = 'se''lect'
            AND NOT EXISTS (SELECT FROM pg_attrdef WHERE oid = d.objid AND adnum = a.attnum)
            AND NOT EXISTS (SELECT FROM pg_index WHERE indexrelid = d.objid AND NOT indisvalid)
            AND NOT EXISTS (
                SELECT FROM pg_constraint
                WHERE oid = d.objid AND (contype = 'n' OR conname = 'Old Notes_se''lect_filled')
            )
            AND (
                d.classid = 'pg_class'::regclass
                AND d.objid IN (
                    to_regclass('"App"."we""ird :idx\"'),
                    to_regclass('"App"."we""ird :idx\_new"'),
                    to_regclass('"App"."we""ird :idx\_old"'),
                    to_regclass('"App"."we""ird :idx\_leftover"')
                )
            ) IS NOT TRUE
    ) AS it (name);
    IF found IS NOT NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'dependent_objects_still_exist',
            MESSAGE = '"se''lect" of "App"."Old Notes" is used by others',
            DETAIL = found,
            HINT = 'They would stay with the old column. Drop them before, and create them again afterwards; an index of another name gets a change of its own.';
    END IF;
    SELECT string_agg(name, ', ' ORDER BY name)
    INTO found
    FROM (
        SELECT tgname::text
        FROM pg_trigger
        WHERE tgrelid = relation
            AND NOT tgisinternal
            AND tgenabled <> 'D'
            AND tgtype & 17 = 17
            AND tgattr::text = ''
            AND tgname <> 'zz_Old Notes_se''lect_sync'
            AND pg_get_triggerdef(oid) NOT LIKE '%hnswkit.backfill%'
            AND coalesce(current_setting('hnswkit.accept', true), '') NOT LIKE '%triggers%'
    ) AS it (name);
    IF found IS NOT NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'dependent_objects_still_exist',
            MESSAGE = 'triggers of "App"."Old Notes" would fire for each row that is filled',
            DETAIL = found,
            HINT = 'Let them pass it by (WHEN (current_setting(''hnswkit.backfill'', true) IS DISTINCT FROM ''on'')), or accept it: SET hnswkit.accept = ''triggers, publications''.';
    END IF;
    SELECT string_agg(name, ', ' ORDER BY name)
    INTO found
    FROM (
        SELECT pubname::text
        FROM pg_publication_tables
        WHERE to_regclass(format('%I.%I', schemaname, tablename)) = relation
            AND coalesce(current_setting('hnswkit.accept', true), '') NOT LIKE '%publications%'
    ) AS it (name);
    IF found IS NOT NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'dependent_objects_still_exist',
            MESSAGE = '"App"."Old Notes" is published: subscribers stop at a column that they do not have',
            DETAIL = found,
            HINT = 'Add the column there first, then accept it: SET hnswkit.accept = ''triggers, publications''.';
    END IF;
END
$hnswkit$;

-- From here on it waits as long as it must: a lock_timeout also fires while the finished
-- graph waits for old snapshots, and leaves an INVALID index. Waiting blocks no reads and
-- no writes.
\echo '[ 5/22] build   settings'
SET lock_timeout = 0;

-- A statement_timeout would kill the build and leave an INVALID index.
\echo '[ 6/22] build   settings'
SET statement_timeout = 0;

-- So would a transaction_timeout, which PostgreSQL 17 and later have.
\echo '[ 7/22] build   settings'
DO $hnswkit$
BEGIN
    PERFORM set_config(name, '0', false)
    FROM pg_settings
    WHERE name = 'transaction_timeout';
END
$hnswkit$;

-- Reads every row, and stops when a value does not fit; nothing is changed before.
\echo '[ 8/22] guard   "App"."we""ird :idx\\"'
DO $hnswkit$
DECLARE
    large bigint;
    small bigint;
BEGIN
    SELECT
        count(*) FILTER (
            WHERE 65520 <= vector_norm(it."se'lect")
                AND EXISTS (SELECT FROM unnest(it."se'lect"::real[]) AS x WHERE 65520 <= abs(x))
        ),
        count(*) FILTER (
            WHERE vector_norm(it."se'lect") > 0
                AND vector_norm(it."se'lect") < 4e-6
                AND NOT EXISTS (
                    SELECT FROM unnest(it."se'lect"::real[]) AS x WHERE 2.98023224e-8 < abs(x)
                )
        )
    INTO large, small
    FROM "App"."Old Notes" AS it;
    IF 0 < large THEN
        RAISE EXCEPTION USING
            ERRCODE = 'numeric_value_out_of_range',
            MESSAGE = format('%s rows have elements beyond 65504, which a halfvec cannot hold', large),
            HINT = 'Normalize them, or leave the column as it is.';
    ELSIF 0 < small THEN
        RAISE WARNING '% rows become all zero as halfvec: no cosine search finds them', small;
    END IF;
END
$hnswkit$;

-- Adds it without a look at the rows: a lock on the table for a moment, tried again when it
-- is not granted within a second. With it go default, storage, statistics target,
-- privileges and comment. Prepared statements that select * have to be prepared again.
\echo '[ 9/22] build   "App"."we""ird :idx\\"'
DO $hnswkit$
DECLARE
    relation regclass := '"App"."Old Notes"';
    there text;
    command text;
BEGIN
    SELECT format('%s(%s)', t.typname, a.atttypmod)
    INTO there
    FROM pg_attribute AS a
    JOIN pg_type AS t ON t.oid = a.atttypid
    WHERE a.attrelid = relation AND a.attname = 'se''lect_new' AND NOT a.attisdropped;
    IF there = 'halfvec(4)' THEN
        RETURN;
    ELSIF there IS NOT NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'duplicate_column',
            MESSAGE = format('column %s of %s is %s, not halfvec(4)', '"se''lect_new"', relation, there),
            HINT = 'It is not of this migration: rename it or drop it.';
    END IF;
    -- It gives up rather than queue in front of everybody, and tries again.
    PERFORM set_config('lock_timeout', '1s', true);
    FOR attempt IN 1..30 LOOP
        BEGIN
            ALTER TABLE "App"."Old Notes" ADD COLUMN "se'lect_new" halfvec(4);
            EXIT;
        EXCEPTION WHEN lock_not_available THEN
            IF attempt = 30 THEN
                RAISE;
            END IF;
            PERFORM pg_sleep(1);
        END;
    END LOOP;
    -- What the other column has besides its type.
    FOR command IN
        SELECT format('ALTER COLUMN %I %s', 'se''lect_new', clause)
        FROM pg_attribute AS a
        JOIN pg_type AS t ON t.oid = a.atttypid
        LEFT JOIN pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
        CROSS JOIN LATERAL (
            VALUES
                ('SET DEFAULT ' || pg_get_expr(d.adbin, d.adrelid)),
                (CASE
                    WHEN a.attstorage <> t.typstorage THEN 'SET STORAGE ' || CASE a.attstorage
                        WHEN 'p' THEN 'PLAIN' WHEN 'e' THEN 'EXTERNAL' WHEN 'm' THEN 'MAIN' ELSE 'EXTENDED'
                    END
                END),
                (CASE to_jsonb(a) ->> 'attcompression'
                    WHEN 'p' THEN 'SET COMPRESSION pglz' WHEN 'l' THEN 'SET COMPRESSION lz4'
                END),
                ('SET STATISTICS ' || nullif(a.attstattarget, -1)),
                ('SET (' || array_to_string(a.attoptions, ', ') || ')')
        ) AS clauses (clause)
        WHERE a.attrelid = relation AND a.attname = 'se''lect' AND clause IS NOT NULL
    LOOP
        EXECUTE format('ALTER TABLE %s %s', relation, command);
    END LOOP;
    FOR command IN
        SELECT format(
            'GRANT %s (%I) ON %s TO %s%s',
            g.privilege_type,
            'se''lect_new',
            relation,
            CASE g.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(g.grantee)) END,
            CASE WHEN g.is_grantable THEN ' WITH GRANT OPTION' END
        )
        FROM pg_attribute AS a, aclexplode(a.attacl) AS g
        WHERE a.attrelid = relation AND a.attname = 'se''lect'
    LOOP
        EXECUTE command;
    END LOOP;
    SELECT col_description(relation, a.attnum)
    INTO command
    FROM pg_attribute AS a
    WHERE a.attrelid = relation AND a.attname = 'se''lect';
    EXECUTE format('COMMENT ON COLUMN %s.%I IS %L', relation, 'se''lect_new', command);
END
$hnswkit$;

-- From here on every write fills it too. It fires last, as triggers fire in the order of
-- their names. A value that the new type cannot hold makes the write fail. Writes wait for
-- a moment, up to a second a try.
\echo '[10/22] build   "App"."we""ird :idx\\"'
DO $hnswkit$
BEGIN
    IF coalesce(obj_description(to_regprocedure('"App"."zz_Old Notes_se''lect_sync"()'), 'pg_proc'), '') NOT LIKE 'hnswkit: %'
        AND to_regprocedure('"App"."zz_Old Notes_se''lect_sync"()') IS NOT NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'duplicate_function',
            MESSAGE = 'function "App"."zz_Old Notes_se''lect_sync"() is there and is not of this migration',
            HINT = 'Rename it or drop it.';
    END IF;
    CREATE OR REPLACE FUNCTION "App"."zz_Old Notes_se'lect_sync"() RETURNS trigger
    LANGUAGE plpgsql
    AS $function$
    BEGIN
        IF TG_OP = 'INSERT'
            OR NEW."se'lect_new" IS NULL
            OR ROW(NEW."se'lect")::record OPERATOR(pg_catalog.*<>) ROW(OLD."se'lect")::record
        THEN
            NEW."se'lect_new" := NEW."se'lect";
        END IF;
        RETURN NEW;
    END
    $function$;
    COMMENT ON FUNCTION "App"."zz_Old Notes_se'lect_sync"() IS 'hnswkit: "se''lect" is copied to "se''lect_new"';
    IF EXISTS (
        SELECT FROM pg_trigger WHERE tgrelid = '"App"."Old Notes"'::regclass AND tgname = 'zz_Old Notes_se''lect_sync'
    ) THEN
        RETURN;
    END IF;
    -- It gives up rather than queue in front of everybody, and tries again.
    PERFORM set_config('lock_timeout', '1s', true);
    FOR attempt IN 1..30 LOOP
        BEGIN
            CREATE TRIGGER "zz_Old Notes_se'lect_sync"
            BEFORE INSERT OR UPDATE ON "App"."Old Notes"
            FOR EACH ROW EXECUTE FUNCTION "App"."zz_Old Notes_se'lect_sync"();
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

-- Half a second a transaction, with a pause after each; a write of a row waits for one of
-- them at most. Each row is written anew, so the table and its indexes grow until vacuum
-- has been there. Stopped at any time, run this again: it goes on with what is empty.
\echo '[11/22] build   "App"."we""ird :idx\\"'
DO $hnswkit$
<<run>>
DECLARE
    relation regclass := '"App"."Old Notes"';
    pages bigint;
    width bigint := 1;
    page bigint;
    low tid;
    high tid;
    began timestamptz;
    elapsed float8;
    told timestamptz := clock_timestamp();
    filled bigint;
    total bigint := 0;
BEGIN
    FOR round IN 1..100 LOOP
        pages := pg_relation_size(relation) / current_setting('block_size')::bigint;
        page := 0;
        WHILE page < pages LOOP
            began := clock_timestamp();
            low := format('(%s,0)', page);
            high := format('(%s,0)', page + width);
            -- For triggers that should not fire: WHEN (current_setting('hnswkit.backfill', true) ...).
            PERFORM set_config('hnswkit.backfill', 'on', true);
            WITH batch AS MATERIALIZED (
                SELECT it.ctid
                FROM "App"."Old Notes" AS it
                WHERE it.ctid >= run.low
                    AND it.ctid < run.high
                    AND it."se'lect" IS NOT NULL
                    AND it."se'lect_new" IS NULL
                FOR NO KEY UPDATE SKIP LOCKED
            )
            UPDATE "App"."Old Notes" AS it
            SET "se'lect_new" = it."se'lect"
            FROM batch
            WHERE it.ctid = batch.ctid AND it.ctid >= run.low AND it.ctid < run.high;
            GET DIAGNOSTICS filled = ROW_COUNT;
            COMMIT;
            total := total + filled;
            page := page + width;
            elapsed := greatest(extract(epoch FROM clock_timestamp() - began), 0.001);
            -- As many pages as take half a second, for who waits for a row of the batch; then a
            -- pause, for replicas and everybody else.
            IF filled = 0 THEN
                width := least(2 * width, 16);
            ELSE
                width := greatest(1, least(2 * width, (width * 0.5 / elapsed)::bigint));
                PERFORM pg_sleep(elapsed / 2);
            END IF;
            IF told < clock_timestamp() - interval '10 seconds' THEN
                told := clock_timestamp();
                RAISE NOTICE '% rows filled, page % of %', total, least(page, pages), pages;
            END IF;
        END LOOP;
        IF NOT EXISTS (
            SELECT FROM "App"."Old Notes" AS it WHERE it."se'lect" IS NOT NULL AND it."se'lect_new" IS NULL
        ) THEN
            RAISE NOTICE '% rows filled, none is left', total;
            RETURN;
        END IF;
        -- Rows that somebody had locked.
        PERFORM pg_sleep(1);
    END LOOP;
    RAISE EXCEPTION USING
        ERRCODE = 'object_in_use',
        MESSAGE = format('rows of %s are locked by others all the time', relation),
        HINT = 'Find who holds them (pg_locks, pg_prepared_xacts), then run this again: it goes on with what is left.';
END
$hnswkit$;

-- Reads every row, and stops when a value is not the cast of the other.
\echo '[12/22] verify  "App"."we""ird :idx\\"'
DO $hnswkit$
DECLARE
    different bigint;
    total bigint;
BEGIN
    SELECT
        count(*) FILTER (
            WHERE ROW(it."se'lect_new")::record
                OPERATOR(pg_catalog.*<>) ROW(it."se'lect"::halfvec(4))::record
        ),
        count(*)
    INTO different, total
    FROM "App"."Old Notes" AS it;
    IF 0 < different THEN
        RAISE EXCEPTION USING
            ERRCODE = 'data_exception',
            MESSAGE = format('%s of %s rows have another value than the cast of the other column', different, total),
            HINT = 'Set them to NULL, then run this again: it fills them.';
    END IF;
    RAISE NOTICE '% rows compared, none is different', total;
END
$hnswkit$;

-- Where the column is NOT NULL, lets the other be so without a scan under a lock: a
-- constraint, validated while reads and writes go on.
\echo '[13/22] build   "App"."we""ird :idx\\"'
DO $hnswkit$
BEGIN
    IF (
        SELECT array_agg(a.attnotnull ORDER BY a.attname = 'se''lect_new') <> ARRAY[true, false]
        FROM pg_attribute AS a
        WHERE a.attrelid = '"App"."Old Notes"'::regclass
            AND a.attname IN ('se''lect', 'se''lect_new')
    ) THEN
        RETURN;
    END IF;
    IF NOT EXISTS (
        SELECT FROM pg_constraint WHERE conrelid = '"App"."Old Notes"'::regclass AND conname = 'Old Notes_se''lect_filled'
    ) THEN
        -- It gives up rather than queue in front of everybody, and tries again.
        PERFORM set_config('lock_timeout', '1s', true);
        FOR attempt IN 1..30 LOOP
            BEGIN
                ALTER TABLE "App"."Old Notes"
                    ADD CONSTRAINT "Old Notes_se'lect_filled" CHECK ("se'lect_new" IS NOT NULL) NOT VALID;
                EXIT;
            EXCEPTION WHEN lock_not_available THEN
                IF attempt = 30 THEN
                    RAISE;
                END IF;
                PERFORM pg_sleep(1);
            END;
        END LOOP;
        COMMIT;
    END IF;
    ALTER TABLE "App"."Old Notes" VALIDATE CONSTRAINT "Old Notes_se'lect_filled";
END
$hnswkit$;

-- Goes on when the index is absent or as planned; renames an INVALID leftover out of the
-- way; stops at anything else of that name.
\echo '[14/22] guard   "App"."we""ird :idx\\"'
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
        ALTER INDEX "App"."we""ird :idx\_new" RENAME TO "we""ird :idx\_new_leftover";
    END IF;
END
$hnswkit$;

-- The graph of 300 rows takes 1.0 MiB and stays in memory up to 92,840 rows.
\echo '[15/22] build   "App"."we""ird :idx\\"'
SET maintenance_work_mem = '64MB';

-- Removes the leftover of a build that did not finish, if there is one.
\echo '[16/22] drop    "App"."we""ird :idx\\"'
DROP INDEX CONCURRENTLY IF EXISTS "App"."we""ird :idx\_new_leftover";

-- Builds the index while reads and writes go on; does nothing when the guard found it as
-- planned.
\echo '[17/22] build   "App"."we""ird :idx\\"'
CREATE INDEX CONCURRENTLY IF NOT EXISTS "we""ird :idx\_new"
    ON "App"."Old Notes"
    USING hnsw ("se'lect_new" halfvec_cosine_ops)
    WITH (m = 16, ef_construction = 64);

-- Short steps again.
\echo '[18/22] verify  settings'
SET lock_timeout = '5s';

-- None of them takes long.
\echo '[19/22] verify  settings'
SET statement_timeout = '60s';

-- Fails loudly unless the index is valid, ready and defined as planned.
\echo '[20/22] verify  "App"."we""ird :idx\\"'
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

-- The column that queries use is as it was.
\echo '[21/22] verify  "App"."we""ird :idx\\"'
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
\echo '[22/22] restore settings as before'
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
