-- Fill a new column for HNSW index "App"."we""ird :idx\" while reads and writes go on.
-- Part 1 of 14: guard.
-- "we""ird :idx\", on its new column: 104 KiB for 300 rows, built in 0.0 s to 0.1 s.
--
-- sqlx sends a file as one message, which PostgreSQL runs as one transaction, and no
-- transaction may hold a concurrent build. So these are 14 migrations, in order; let one
-- process run them, not every replica that starts.
--
-- The connection brings the settings, at the end of its URL, after ? or &:
--   options=-c%20lock_timeout%3D0%20-c%20statement_timeout%3D0%20-c%20maintenance_work_mem%3D64MB
-- PostgreSQL 17 and later have transaction_timeout, too: when it is set, make it 0.

-- The short steps give up rather than queue in front of everybody.
SET LOCAL lock_timeout = '5s';

-- None of the short steps takes long.
SET LOCAL statement_timeout = '60s';

-- Goes on when the column has the type from before and nothing else depends on it; stops
-- with the names of views, functions, policies, triggers and publications that stand in the
-- way.
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

-- Reads every row, and stops when a value does not fit; nothing is changed before.
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
