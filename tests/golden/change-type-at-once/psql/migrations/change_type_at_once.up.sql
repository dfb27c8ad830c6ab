-- Change the column of HNSW index "App"."we""ird :idx\" inside a transaction; writes wait.
-- "we""ird :idx\", on its new column: 104 KiB for 300 rows, built in 0.0 s to 0.1 s.
--
-- Run: psql "$DATABASE_URL" --no-psqlrc --file migrations/change_type_at_once.up.sql (never
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

BEGIN;

-- Remembers the settings of the session; the last step puts them back.
\echo '[ 1/10] prepare settings'
DO $hnswkit$
BEGIN
    PERFORM set_config('hnswkit.' || name, current_setting(name), true)
    FROM pg_settings
    WHERE name IN (
        'lock_timeout',
        'statement_timeout',
        'maintenance_work_mem',
        'max_parallel_maintenance_workers',
        'min_parallel_table_scan_size'
    );
END
$hnswkit$;

-- The short steps give up rather than queue in front of everybody.
\echo '[ 2/10] prepare settings'
SET LOCAL lock_timeout = '5s';

-- The build takes as long as it takes; cancelled, it leaves nothing behind.
\echo '[ 3/10] prepare settings'
SET LOCAL statement_timeout = 0;

-- Stops when the table is larger than may be written anew, and names what else depends on
-- the column.
\echo '[ 4/10] guard   "App"."we""ird :idx\\"'
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
    IF coalesce(now_type, '') NOT IN ('vector(4)', 'halfvec(4)') THEN
        RAISE EXCEPTION USING
            ERRCODE = 'object_not_in_prerequisite_state',
            MESSAGE = '"se''lect" of "App"."Old Notes" is neither vector(4) nor halfvec(4)',
            HINT = 'Correct `from` and `type` in the spec.';
    END IF;
    IF now_type = 'vector(4)' AND 1048576 < pg_table_size(relation) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'object_not_in_prerequisite_state',
            MESSAGE = '"App"."Old Notes" is larger than 1048576 bytes: nobody could read it while it is written anew',
            HINT = 'Use mode = "online", or say how large it may be: max_rewrite = "10GB".';
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
END
$hnswkit$;

-- The graph of 300 rows takes 1.0 MiB and stays in memory up to 92,840 rows.
\echo '[ 5/10] build   "App"."we""ird :idx\\"'
SET LOCAL maintenance_work_mem = '64MB';

-- Writes the whole table and all its indexes anew; nobody can read or write it until the
-- transaction ends. Interrupted, nothing of it has happened. Once it is committed, the way
-- back is to write the table anew again, from the values as they are then.
\echo '[ 6/10] build   "App"."we""ird :idx\\"'
DO $hnswkit$
BEGIN
    IF (
        SELECT format('%s(%s)', t.typname, a.atttypmod)
        FROM pg_attribute AS a
        JOIN pg_type AS t ON t.oid = a.atttypid
        WHERE a.attrelid = '"App"."Old Notes"'::regclass AND a.attname = 'se''lect'
    ) <> 'halfvec(4)' THEN
        DROP INDEX IF EXISTS "App"."we""ird :idx\";
        ALTER TABLE "App"."Old Notes" ALTER COLUMN "se'lect" TYPE halfvec(4) USING "se'lect"::halfvec(4);
    END IF;
END
$hnswkit$;

-- Builds the index on the new type.
\echo '[ 7/10] build   "App"."we""ird :idx\\"'
-- hnswkit-ignore index-blocks-writes: asked for, as it is all one transaction
-- squawk-ignore require-concurrent-index-creation
CREATE INDEX IF NOT EXISTS "we""ird :idx\"
    ON "App"."Old Notes"
    USING hnsw ("se'lect" halfvec_cosine_ops)
    WITH (m = 16, ef_construction = 64);

-- Fails loudly unless the index is valid, ready and defined as planned.
\echo '[ 8/10] verify  "App"."we""ird :idx\\"'
DO $hnswkit$
DECLARE
    index_name text := '"App"."we""ird :idx\"';
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
        USING hnsw ("se'lect" halfvec_cosine_ops)
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

-- Fails loudly unless the column has the type.
\echo '[ 9/10] verify  "App"."we""ird :idx\\"'
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
            ('se''lect', 'halfvec(4)')
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
\echo '[10/10] restore settings as before'
DO $hnswkit$
BEGIN
    PERFORM set_config(name, current_setting('hnswkit.' || name), true)
    FROM pg_settings
    WHERE name IN (
        'lock_timeout',
        'statement_timeout',
        'maintenance_work_mem',
        'max_parallel_maintenance_workers',
        'min_parallel_table_scan_size'
    );
END
$hnswkit$;

COMMIT;

\echo 'done'
