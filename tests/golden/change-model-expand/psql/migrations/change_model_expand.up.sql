-- Prepare HNSW index "App"."idx_Old Notes_New ""one"" :x\_hnsw" while reads and writes go
-- on.
-- "idx_Old Notes_New ""one"" :x\_hnsw", to be built once the column is filled: 72.0 KiB for
-- 200 rows.
--
-- Run: psql "$DATABASE_URL" --no-psqlrc --file migrations/change_model_expand.up.sql (never
-- with --single-transaction). Safe to run again.

\set ON_ERROR_STOP on
\timing on

-- Questions for before; ok = f needs a cure, no rows are fine.
\echo '"idx_Old Notes_New ""one"" :x\\_hnsw": Is pgvector installed, new enough, and on the search_path?'
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
\echo '"idx_Old Notes_New ""one"" :x\\_hnsw": Is it a table that one build can index, and may this role do it?'
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
\echo '"idx_Old Notes_New ""one"" :x\\_hnsw": Has the column the planned type and dimensions?'
SELECT
    t.typname = 'vector' AND a.atttypmod = 2 AS ok,
    format('%s is %s; planned is vector(2)', a.attname, format_type(a.atttypid, a.atttypmod)) AS detail
FROM pg_attribute AS a
JOIN pg_type AS t ON t.oid = a.atttypid
WHERE a.attrelid = to_regclass('"App"."Old Notes"')
    AND a.attname = 'New "one" :x\'
    AND NOT a.attisdropped;
\echo '"idx_Old Notes_New ""one"" :x\\_hnsw": Which transactions would a concurrent build wait for?'
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
\echo '"idx_Old Notes_New ""one"" :x\\_hnsw": Is another session building on the table or vacuuming it?'
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
\echo '"idx_Old Notes_New ""one"" :x\\_hnsw": Is the index in use, and does another one need it?'
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
WHERE s.indexrelid = to_regclass('"App"."idx_Old Notes_New ""one"" :x\_hnsw"');

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

-- Goes on when the table is a plain one, the old column is what was said, and the names of
-- the new column and of the trigger are free or of this migration.
\echo '[ 4/12] guard   "App"."idx_Old Notes_New ""one"" :x\\_hnsw"'
DO $hnswkit$
DECLARE
    relation regclass := to_regclass('"App"."Old Notes"');
    books text := (
        SELECT coalesce(obj_description(tgfoid, 'pg_proc'), '')
        FROM pg_trigger
        WHERE tgrelid = relation AND tgname = 'zz_Old Notes_New "one" :x\_stale'
    );
    since timestamptz := substring(books FROM 'switched at ([0-9TZ:-]+)')::timestamptz;
BEGIN
    IF NOT EXISTS (SELECT FROM pg_class WHERE oid = relation AND relkind = 'r')
        OR EXISTS (SELECT FROM pg_inherits WHERE relation IN (inhrelid, inhparent)) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'object_not_in_prerequisite_state',
            MESSAGE = '"App"."Old Notes" is not a plain table',
            HINT = 'It does not exist, or has partitions, parents or children: those are not planned for.';
    ELSIF coalesce((
        SELECT format('%s(%s)', t.typname, a.atttypmod)
        FROM pg_attribute AS a
        JOIN pg_type AS t ON t.oid = a.atttypid
        WHERE a.attrelid = relation AND a.attname = 'select' AND NOT a.attisdropped
    ), '') NOT IN ('vector(3)', 'vector(-1)') THEN
        RAISE EXCEPTION USING
            ERRCODE = 'object_not_in_prerequisite_state',
            MESSAGE = 'column "select" of "App"."Old Notes" is not vector(3)',
            HINT = 'Say in `from` what it is.';
    ELSIF (
        SELECT format('%s(%s)', t.typname, a.atttypmod)
        FROM pg_attribute AS a
        JOIN pg_type AS t ON t.oid = a.atttypid
        WHERE a.attrelid = relation AND a.attname = 'New "one" :x\' AND NOT a.attisdropped
    ) <> 'vector(2)' THEN
        RAISE EXCEPTION USING
            ERRCODE = 'object_not_in_prerequisite_state',
            MESSAGE = 'column "New ""one"" :x\" of "App"."Old Notes" is not vector(2)',
            HINT = 'It is not of this migration: choose another `new_column`.';
    ELSIF (
        SELECT count(*)
        FROM pg_attribute
        WHERE attrelid = relation AND attname IN ('body') AND NOT attisdropped
    ) < 1 THEN
        RAISE EXCEPTION USING
            ERRCODE = 'object_not_in_prerequisite_state',
            MESSAGE = '"App"."Old Notes" has not all the columns of `source`',
            HINT = 'Say from which columns the embedding is computed.';
    ELSIF to_regprocedure('"App"."zz_Old Notes_New ""one"" :x\_stale"()') IS NOT NULL
        AND coalesce(obj_description(to_regprocedure('"App"."zz_Old Notes_New ""one"" :x\_stale"()'), 'pg_proc'), '') NOT LIKE 'hnswkit: %' THEN
        RAISE EXCEPTION USING
            ERRCODE = 'object_not_in_prerequisite_state',
            MESSAGE = 'function "App"."zz_Old Notes_New ""one"" :x\_stale"() is there',
            HINT = 'It is not of this migration: rename it or drop it.';
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

-- Adds "New ""one"" :x\", NULL in every row, which rewrites nothing; and a trigger that
-- sets it to NULL again when body changes and no new embedding comes in the same UPDATE, so
-- that a NULL says: to be computed. The application embeds the rows WHERE "New ""one"" :x\"
-- IS NULL AND "select" IS NOT NULL. Reads and writes wait for a moment; it gives up after a
-- second and tries again.
\echo '[ 8/12] build   "App"."idx_Old Notes_New ""one"" :x\\_hnsw"'
DO $hnswkit$
DECLARE
    relation regclass := to_regclass('"App"."Old Notes"');
    books text := (
        SELECT coalesce(obj_description(tgfoid, 'pg_proc'), '')
        FROM pg_trigger
        WHERE tgrelid = relation AND tgname = 'zz_Old Notes_New "one" :x\_stale'
    );
    since timestamptz := substring(books FROM 'switched at ([0-9TZ:-]+)')::timestamptz;
BEGIN
    IF books IS NOT NULL AND (
        SELECT format('%s(%s)', t.typname, a.atttypmod)
        FROM pg_attribute AS a
        JOIN pg_type AS t ON t.oid = a.atttypid
        WHERE a.attrelid = relation AND a.attname = 'New "one" :x\' AND NOT a.attisdropped
    ) IS NOT NULL THEN
        RETURN;
    END IF;
    -- It gives up rather than queue in front of everybody, and tries again.
    PERFORM set_config('lock_timeout', '1s', true);
    FOR attempt IN 1..30 LOOP
        BEGIN
            LOCK TABLE "App"."Old Notes" IN ACCESS EXCLUSIVE MODE;
            ALTER TABLE "App"."Old Notes" ADD COLUMN IF NOT EXISTS "New ""one"" :x\" vector(2);
            CREATE OR REPLACE FUNCTION "App"."zz_Old Notes_New ""one"" :x\_stale"() RETURNS trigger
            LANGUAGE plpgsql
            AS $function$
            BEGIN
                -- What it was computed from has changed, and no other embedding has come with it.
                IF NEW."New ""one"" :x\" IS NOT NULL
                    AND pg_catalog.record_image_ne(ROW(NEW.body), ROW(OLD.body))
                    AND pg_catalog.record_image_eq(ROW(NEW."New ""one"" :x\"), ROW(OLD."New ""one"" :x\"))
                THEN
                    NEW."New ""one"" :x\" := NULL;
                END IF;
                RETURN NEW;
            END
            $function$;
            COMMENT ON FUNCTION "App"."zz_Old Notes_New ""one"" :x\_stale"() IS 'hnswkit: "New ""one"" :x\" is going to take the place of "select"';
            IF books IS NULL THEN
                CREATE TRIGGER "zz_Old Notes_New ""one"" :x\_stale"
                BEFORE UPDATE OF body, "select", "New ""one"" :x\" ON "App"."Old Notes"
                FOR EACH ROW EXECUTE FUNCTION "App"."zz_Old Notes_New ""one"" :x\_stale"();
            END IF;
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

-- Fails loudly unless it is as planned.
\echo '[11/12] verify  "App"."idx_Old Notes_New ""one"" :x\\_hnsw"'
DO $hnswkit$
DECLARE
    relation regclass := to_regclass('"App"."Old Notes"');
    books text := (
        SELECT coalesce(obj_description(tgfoid, 'pg_proc'), '')
        FROM pg_trigger
        WHERE tgrelid = relation AND tgname = 'zz_Old Notes_New "one" :x\_stale'
    );
    since timestamptz := substring(books FROM 'switched at ([0-9TZ:-]+)')::timestamptz;
BEGIN
    IF (
        (
        SELECT format('%s(%s)', t.typname, a.atttypmod)
        FROM pg_attribute AS a
        JOIN pg_type AS t ON t.oid = a.atttypid
        WHERE a.attrelid = relation AND a.attname = 'select' AND NOT a.attisdropped
    ) IS NOT NULL
        AND (
        SELECT format('%s(%s)', t.typname, a.atttypmod)
        FROM pg_attribute AS a
        JOIN pg_type AS t ON t.oid = a.atttypid
        WHERE a.attrelid = relation AND a.attname = 'New "one" :x\' AND NOT a.attisdropped
    ) IS NOT NULL
        AND since IS NULL
        AND EXISTS (
            SELECT FROM pg_trigger
            WHERE tgrelid = relation AND tgname = 'zz_Old Notes_New "one" :x\_stale' AND tgenabled IN ('O', 'A')
        )
    ) IS NOT TRUE THEN
        RAISE EXCEPTION USING
            ERRCODE = 'object_not_in_prerequisite_state',
            MESSAGE = 'not as planned: "App"."Old Notes" has column "New ""one"" :x\" and its trigger',
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
