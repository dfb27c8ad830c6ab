-- Way back of change_type_switch: switch back the column of HNSW index "App"."we""ird
-- :idx\" while reads and writes go on.
--
-- Run: psql "$DATABASE_URL" --no-psqlrc --file migrations/change_type_switch.down.sql
-- (never with --single-transaction). Safe to run again.

\set ON_ERROR_STOP on
\timing on

-- Remembers the settings of the session; the last step puts them back.
\echo '[ 1/12] prepare settings'
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
\echo '[ 2/12] prepare settings'
SET lock_timeout = '5s';

-- None of the short steps takes long.
\echo '[ 3/12] prepare settings'
SET statement_timeout = '60s';

-- Goes on when the old column is there, or when all is done.
\echo '[ 4/12] guard   "App"."we""ird :idx\\"'
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
    IF now_type = 'vector(4)' AND new_type = 'halfvec(4)' THEN
        RETURN;
    END IF;
    IF (now_type = 'halfvec(4)' AND old_type = 'vector(4)') IS NOT TRUE THEN
        RAISE EXCEPTION USING
            ERRCODE = 'object_not_in_prerequisite_state',
            MESSAGE = 'the old column of "App"."Old Notes" was dropped',
            HINT = 'The way back of stage = "contract" brings it back.';
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

-- From here on it waits as long as it must: a lock_timeout also fires while the finished
-- graph waits for old snapshots, and leaves an INVALID index. Waiting blocks no reads and
-- no writes.
\echo '[ 5/12] build   settings'
SET lock_timeout = 0;

-- A statement_timeout would kill the build and leave an INVALID index.
\echo '[ 6/12] build   settings'
SET statement_timeout = 0;

-- So would a transaction_timeout, which PostgreSQL 17 and later have.
\echo '[ 7/12] build   settings'
DO $hnswkit$
BEGIN
    PERFORM set_config(name, '0', false)
    FROM pg_settings
    WHERE name = 'transaction_timeout';
END
$hnswkit$;

-- Swaps the names again, in the same way. Values that were written since the switch are
-- there, as the new type has rounded them.
\echo '[ 8/12] build   "App"."we""ird :idx\\"'
DO $hnswkit$
DECLARE
    relation regclass := '"App"."Old Notes"';
BEGIN
    IF EXISTS (
        SELECT FROM pg_attribute WHERE attrelid = relation AND attname = 'se''lect_new' AND NOT attisdropped
    ) THEN
        RETURN;
    END IF;
    -- It gives up rather than queue in front of everybody, and tries again.
    PERFORM set_config('lock_timeout', '1s', true);
    FOR attempt IN 1..30 LOOP
        BEGIN
            LOCK TABLE "App"."Old Notes" IN ACCESS EXCLUSIVE MODE;
            ALTER TABLE "App"."Old Notes" RENAME COLUMN "se'lect" TO "se'lect_new";
            ALTER TABLE "App"."Old Notes" RENAME COLUMN "se'lect_old" TO "se'lect";
            ALTER INDEX IF EXISTS "App"."we""ird :idx\" RENAME TO "we""ird :idx\_new";
            ALTER INDEX IF EXISTS "App"."we""ird :idx\_old" RENAME TO "we""ird :idx\";
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
                SELECT FROM pg_constraint WHERE conrelid = relation AND conname = 'Old Notes_se''lect_filled' AND convalidated
            ) THEN
                -- Proved by the constraint, so that no row is read.
                ALTER TABLE "App"."Old Notes" ALTER COLUMN "se'lect" SET NOT NULL;
                ALTER TABLE "App"."Old Notes" DROP CONSTRAINT "Old Notes_se'lect_filled";
            END IF;
            EXECUTE format(
                'COMMENT ON COLUMN %s.%I IS %L',
                relation,
                'se''lect',
                (
                    SELECT col_description(relation, attnum)
                    FROM pg_attribute
                    WHERE attrelid = relation AND attname = 'se''lect_new'
                )
            );
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

-- Short steps again.
\echo '[ 9/12] verify  settings'
SET lock_timeout = '5s';

-- None of them takes long.
\echo '[10/12] verify  settings'
SET statement_timeout = '60s';

-- Fails loudly unless the column has the type from before.
\echo '[11/12] verify  "App"."we""ird :idx\\"'
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
\echo '[12/12] restore settings as before'
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
