-- Change the column of HNSW index "App"."we""ird :idx\" while reads and writes go on.
-- Part 1 of 13: guard.
-- "we""ird :idx\", on its new column: 104 KiB for 300 rows, built in 0.0 s to 0.0 s.
--
-- sqlx sends a file as one message, which PostgreSQL runs as one transaction, and no
-- transaction may hold a concurrent build. So these are 13 migrations, in order; let one
-- process run them, not every replica that starts.
--
-- The connection brings the settings, at the end of its URL, after ? or &:
--   options=-c%20lock_timeout%3D0%20-c%20statement_timeout%3D0%20-c%20maintenance_work_mem%3D64MB
-- PostgreSQL 17 and later have transaction_timeout, too: when it is set, make it 0.

-- The short steps give up rather than queue in front of everybody.
SET LOCAL lock_timeout = '5s';

-- None of the short steps takes long.
SET LOCAL statement_timeout = '60s';

-- Goes on when the columns were switched, long enough ago, and nothing else uses the old
-- one.
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
    IF now_type = 'halfvec(4)' AND old_type IS NULL AND new_type IS NULL THEN
        RETURN;
    END IF;
    IF (now_type = 'halfvec(4)' AND old_type = 'vector(4)') IS NOT TRUE THEN
        RAISE EXCEPTION USING
            ERRCODE = 'object_not_in_prerequisite_state',
            MESSAGE = 'the columns of "App"."Old Notes" are not switched',
            HINT = 'Run the migration with stage = "switch" first.';
    END IF;
    SELECT string_agg(name, ', ' ORDER BY name)
    INTO found
    FROM (
        SELECT pg_describe_object(d.classid, d.objid, d.objsubid)
        FROM pg_attribute AS a
        JOIN pg_depend AS d
            ON d.refclassid = 'pg_class'::regclass AND d.refobjid = a.attrelid AND d.refobjsubid = a.attnum
        WHERE a.attrelid = relation
            AND a.attname = 'se''lect_old'
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
            MESSAGE = '"se''lect_old" of "App"."Old Notes" is used by others',
            DETAIL = found,
            HINT = 'They would stay with the old column. Drop them before, and create them again afterwards; an index of another name gets a change of its own.';
    END IF;
END
$hnswkit$;
