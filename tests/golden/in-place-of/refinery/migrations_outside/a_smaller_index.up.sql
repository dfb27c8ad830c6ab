-- Change 4 HNSW indexes while reads and writes go on.
-- atoms_l2, replaced: 56.0 KiB for 200 rows, built in 0.0 s to 0.0 s.
-- messages_small: 472 KiB for 2,000 rows, built in 0.0 s to 0.2 s.
-- notes_ip, built anew: 48.0 KiB for 100 rows, built in 0.0 s to 0.0 s.
-- messages_l2, dropped; the way back: 664 KiB for 2,000 rows, built in 0.1 s to 0.4 s.
--
-- Run: psql "$DATABASE_URL" --no-psqlrc --file migrations_outside/a_smaller_index.up.sql
-- (never with --single-transaction). Safe to run again.

\set ON_ERROR_STOP on
\timing on

-- Questions for before; ok = f needs a cure, no rows are fine.
\echo 'atoms_l2: Is pgvector installed, new enough, and on the search_path?'
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
\echo 'atoms_l2: Is it a table that one build can index, and may this role do it?'
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
WHERE c.oid = to_regclass('atoms')
UNION ALL
SELECT false, 'the table does not exist, or its schema is not on the search_path'
WHERE to_regclass('atoms') IS NULL;
\echo 'atoms_l2: Has the column the planned type and dimensions?'
SELECT
    t.typname = 'vector' AND a.atttypmod = 8 AS ok,
    format('%s is %s; planned is vector(8)', a.attname, format_type(a.atttypid, a.atttypmod)) AS detail
FROM pg_attribute AS a
JOIN pg_type AS t ON t.oid = a.atttypid
WHERE a.attrelid = to_regclass('atoms')
    AND a.attname = 'embedding'
    AND NOT a.attisdropped;
\echo 'atoms_l2: Is the name of the index free?'
SELECT
    i.indrelid IS NOT DISTINCT FROM to_regclass('atoms') AS ok,
    CASE
        WHEN i.indexrelid IS NULL THEN format('%s is there and is not an index', c.oid::regclass)
        WHEN NOT (i.indisvalid AND i.indisready) THEN format('%s is INVALID: a leftover', c.oid::regclass)
        ELSE format('is there: %s', pg_get_indexdef(c.oid))
    END AS detail
FROM pg_class AS c
LEFT JOIN pg_index AS i ON i.indexrelid = c.oid
WHERE c.oid IN (to_regclass('atoms_l2'), to_regclass('atoms_l2_leftover'));
\echo 'atoms_l2: Is there an equal index under another name?'
SELECT
    false AS ok,
    pg_get_indexdef(i.indexrelid) AS detail
FROM pg_index AS i
JOIN pg_class AS c ON c.oid = i.indexrelid
JOIN pg_am AS a ON a.oid = c.relam
JOIN pg_opclass AS o ON o.oid = i.indclass[0]
WHERE i.indrelid = to_regclass('atoms')
    AND i.indexrelid IS DISTINCT FROM to_regclass('atoms_l2')
    AND i.indisvalid
    AND a.amname = 'hnsw'
    AND o.opcname = 'vector_l2_ops'
    AND i.indpred IS NULL
    AND pg_get_indexdef(i.indexrelid, 1, false) = 'embedding';
\echo 'atoms_l2: Which transactions would a concurrent build wait for?'
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
\echo 'atoms_l2: Is another session building on the table or vacuuming it?'
SELECT
    false AS ok,
    format('pid %s, %s, since %s: %s', l.pid, l.mode, a.query_start, left(a.query, 80)) AS detail
FROM pg_locks AS l
LEFT JOIN pg_stat_activity AS a ON a.pid = l.pid
WHERE l.relation = to_regclass('atoms')
    AND l.pid <> pg_backend_pid()
    AND l.mode IN (
        'ShareUpdateExclusiveLock',
        'ShareLock',
        'ShareRowExclusiveLock',
        'ExclusiveLock',
        'AccessExclusiveLock'
    );
\echo 'atoms_l2: How much disk is used, and how much does this take?'
SELECT
    NULL::boolean AS ok,
    format(
        'table with indexes %s, database %s; this takes up to 118 KiB more (index and WAL), while the old index stays (%s)',
        pg_size_pretty(pg_total_relation_size(to_regclass('atoms'))),
        pg_size_pretty(pg_database_size(current_database())),
        pg_size_pretty(pg_relation_size(to_regclass('atoms_l2')))
    ) AS detail;
\echo 'atoms_l2: Is the index in use, and does another one need it?'
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
WHERE s.indexrelid = to_regclass('atoms_l2');
\echo 'messages_small: Is pgvector installed, new enough, and on the search_path?'
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
\echo 'messages_small: Is it a table that one build can index, and may this role do it?'
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
WHERE c.oid = to_regclass('messages')
UNION ALL
SELECT false, 'the table does not exist, or its schema is not on the search_path'
WHERE to_regclass('messages') IS NULL;
\echo 'messages_small: Has the column the planned type and dimensions?'
SELECT
    t.typname = 'vector' AND a.atttypmod = 8 AS ok,
    format('%s is %s; planned is vector(8)', a.attname, format_type(a.atttypid, a.atttypmod)) AS detail
FROM pg_attribute AS a
JOIN pg_type AS t ON t.oid = a.atttypid
WHERE a.attrelid = to_regclass('messages')
    AND a.attname = 'embedding'
    AND NOT a.attisdropped;
\echo 'messages_small: Is the name of the index free?'
SELECT
    i.indrelid IS NOT DISTINCT FROM to_regclass('messages') AS ok,
    CASE
        WHEN i.indexrelid IS NULL THEN format('%s is there and is not an index', c.oid::regclass)
        WHEN NOT (i.indisvalid AND i.indisready) THEN format('%s is INVALID: a leftover', c.oid::regclass)
        ELSE format('is there: %s', pg_get_indexdef(c.oid))
    END AS detail
FROM pg_class AS c
LEFT JOIN pg_index AS i ON i.indexrelid = c.oid
WHERE c.oid IN (to_regclass('messages_small'), to_regclass('messages_small_leftover'));
\echo 'messages_small: Is there an equal index under another name?'
SELECT
    false AS ok,
    pg_get_indexdef(i.indexrelid) AS detail
FROM pg_index AS i
JOIN pg_class AS c ON c.oid = i.indexrelid
JOIN pg_am AS a ON a.oid = c.relam
JOIN pg_opclass AS o ON o.oid = i.indclass[0]
WHERE i.indrelid = to_regclass('messages')
    AND i.indexrelid IS DISTINCT FROM to_regclass('messages_small')
    AND i.indisvalid
    AND a.amname = 'hnsw'
    AND o.opcname = 'vector_l2_ops'
    AND i.indpred IS NULL
    AND pg_get_indexdef(i.indexrelid, 1, false) = 'embedding';
\echo 'messages_small: Which transactions would a concurrent build wait for?'
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
\echo 'messages_small: Is another session building on the table or vacuuming it?'
SELECT
    false AS ok,
    format('pid %s, %s, since %s: %s', l.pid, l.mode, a.query_start, left(a.query, 80)) AS detail
FROM pg_locks AS l
LEFT JOIN pg_stat_activity AS a ON a.pid = l.pid
WHERE l.relation = to_regclass('messages')
    AND l.pid <> pg_backend_pid()
    AND l.mode IN (
        'ShareUpdateExclusiveLock',
        'ShareLock',
        'ShareRowExclusiveLock',
        'ExclusiveLock',
        'AccessExclusiveLock'
    );
\echo 'messages_small: How much disk is used, and how much does this take?'
SELECT
    NULL::boolean AS ok,
    format(
        'table with indexes %s, database %s; this takes up to 943 KiB more (index and WAL)',
        pg_size_pretty(pg_total_relation_size(to_regclass('messages'))),
        pg_size_pretty(pg_database_size(current_database()))
    ) AS detail;
\echo 'notes_ip: Is pgvector installed, new enough, and on the search_path?'
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
\echo 'notes_ip: Is it a table that one build can index, and may this role do it?'
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
WHERE c.oid = to_regclass('notes')
UNION ALL
SELECT false, 'the table does not exist, or its schema is not on the search_path'
WHERE to_regclass('notes') IS NULL;
\echo 'notes_ip: Has the column the planned type and dimensions?'
SELECT
    t.typname = 'vector' AND a.atttypmod = 8 AS ok,
    format('%s is %s; planned is vector(8)', a.attname, format_type(a.atttypid, a.atttypmod)) AS detail
FROM pg_attribute AS a
JOIN pg_type AS t ON t.oid = a.atttypid
WHERE a.attrelid = to_regclass('notes')
    AND a.attname = 'embedding'
    AND NOT a.attisdropped;
\echo 'notes_ip: Is the name of the index free?'
SELECT
    i.indrelid IS NOT DISTINCT FROM to_regclass('notes') AS ok,
    CASE
        WHEN i.indexrelid IS NULL THEN format('%s is there and is not an index', c.oid::regclass)
        WHEN NOT (i.indisvalid AND i.indisready) THEN format('%s is INVALID: a leftover', c.oid::regclass)
        ELSE format('is there: %s', pg_get_indexdef(c.oid))
    END AS detail
FROM pg_class AS c
LEFT JOIN pg_index AS i ON i.indexrelid = c.oid
WHERE c.oid IN (to_regclass('notes_ip'), to_regclass('notes_ip_leftover'));
\echo 'notes_ip: Is there an equal index under another name?'
SELECT
    false AS ok,
    pg_get_indexdef(i.indexrelid) AS detail
FROM pg_index AS i
JOIN pg_class AS c ON c.oid = i.indexrelid
JOIN pg_am AS a ON a.oid = c.relam
JOIN pg_opclass AS o ON o.oid = i.indclass[0]
WHERE i.indrelid = to_regclass('notes')
    AND i.indexrelid IS DISTINCT FROM to_regclass('notes_ip')
    AND i.indisvalid
    AND a.amname = 'hnsw'
    AND o.opcname = 'vector_ip_ops'
    AND i.indpred IS NULL
    AND pg_get_indexdef(i.indexrelid, 1, false) = 'embedding';
\echo 'notes_ip: Which transactions would a concurrent build wait for?'
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
\echo 'notes_ip: Is another session building on the table or vacuuming it?'
SELECT
    false AS ok,
    format('pid %s, %s, since %s: %s', l.pid, l.mode, a.query_start, left(a.query, 80)) AS detail
FROM pg_locks AS l
LEFT JOIN pg_stat_activity AS a ON a.pid = l.pid
WHERE l.relation = to_regclass('notes')
    AND l.pid <> pg_backend_pid()
    AND l.mode IN (
        'ShareUpdateExclusiveLock',
        'ShareLock',
        'ShareRowExclusiveLock',
        'ExclusiveLock',
        'AccessExclusiveLock'
    );
\echo 'notes_ip: How much disk is used, and how much does this take?'
SELECT
    NULL::boolean AS ok,
    format(
        'table with indexes %s, database %s; this takes up to 96.3 KiB more (index and WAL), while the old index stays (%s)',
        pg_size_pretty(pg_total_relation_size(to_regclass('notes'))),
        pg_size_pretty(pg_database_size(current_database())),
        pg_size_pretty(pg_relation_size(to_regclass('notes_ip')))
    ) AS detail;
\echo 'notes_ip: Is the index in use, and does another one need it?'
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
WHERE s.indexrelid = to_regclass('notes_ip');
\echo 'messages_l2: Is pgvector installed, new enough, and on the search_path?'
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
\echo 'messages_l2: Is it a table that one build can index, and may this role do it?'
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
WHERE c.oid = to_regclass('messages')
UNION ALL
SELECT false, 'the table does not exist, or its schema is not on the search_path'
WHERE to_regclass('messages') IS NULL;
\echo 'messages_l2: Has the column the planned type and dimensions?'
SELECT
    t.typname = 'vector' AND a.atttypmod = 8 AS ok,
    format('%s is %s; planned is vector(8)', a.attname, format_type(a.atttypid, a.atttypmod)) AS detail
FROM pg_attribute AS a
JOIN pg_type AS t ON t.oid = a.atttypid
WHERE a.attrelid = to_regclass('messages')
    AND a.attname = 'embedding'
    AND NOT a.attisdropped;
\echo 'messages_l2: Is the name of the index free?'
SELECT
    i.indrelid IS NOT DISTINCT FROM to_regclass('messages') AS ok,
    CASE
        WHEN i.indexrelid IS NULL THEN format('%s is there and is not an index', c.oid::regclass)
        WHEN NOT (i.indisvalid AND i.indisready) THEN format('%s is INVALID: a leftover', c.oid::regclass)
        ELSE format('is there: %s', pg_get_indexdef(c.oid))
    END AS detail
FROM pg_class AS c
LEFT JOIN pg_index AS i ON i.indexrelid = c.oid
WHERE c.oid IN (to_regclass('messages_l2'), to_regclass('messages_l2_leftover'));
\echo 'messages_l2: Is there an equal index under another name?'
SELECT
    false AS ok,
    pg_get_indexdef(i.indexrelid) AS detail
FROM pg_index AS i
JOIN pg_class AS c ON c.oid = i.indexrelid
JOIN pg_am AS a ON a.oid = c.relam
JOIN pg_opclass AS o ON o.oid = i.indclass[0]
WHERE i.indrelid = to_regclass('messages')
    AND i.indexrelid IS DISTINCT FROM to_regclass('messages_l2')
    AND i.indisvalid
    AND a.amname = 'hnsw'
    AND o.opcname = 'vector_l2_ops'
    AND i.indpred IS NULL
    AND pg_get_indexdef(i.indexrelid, 1, false) = 'embedding';
\echo 'messages_l2: Which transactions would a concurrent build wait for?'
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
\echo 'messages_l2: Is another session building on the table or vacuuming it?'
SELECT
    false AS ok,
    format('pid %s, %s, since %s: %s', l.pid, l.mode, a.query_start, left(a.query, 80)) AS detail
FROM pg_locks AS l
LEFT JOIN pg_stat_activity AS a ON a.pid = l.pid
WHERE l.relation = to_regclass('messages')
    AND l.pid <> pg_backend_pid()
    AND l.mode IN (
        'ShareUpdateExclusiveLock',
        'ShareLock',
        'ShareRowExclusiveLock',
        'ExclusiveLock',
        'AccessExclusiveLock'
    );
\echo 'messages_l2: Is the index in use, and does another one need it?'
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
WHERE s.indexrelid = to_regclass('messages_l2');

-- Remembers the settings of the session; the last step puts them back.
\echo '[ 1/34] prepare settings'
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
\echo '[ 2/34] prepare settings'
SET lock_timeout = '5s';

-- None of the short steps takes long.
\echo '[ 3/34] prepare settings'
SET statement_timeout = '60s';

-- Goes on when the index is there, as it was or as planned, and the name of the new one is
-- free; brings back the names from before an interrupted swap; renames an INVALID leftover
-- out of the way; stops at anything else.
\echo '[ 4/34] guard   atoms_l2'
DO $hnswkit$
DECLARE
    existing_name text := 'atoms_l2';
    fresh_name text := 'atoms_l2_new';
    table_name text := 'atoms';
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
    IF to_regclass('atoms_l2_old') IS NOT NULL THEN
        -- Interrupted between the swap and the drop: the names go back.
        IF to_regclass('atoms_l2_new') IS NOT NULL THEN
            RAISE EXCEPTION USING
                ERRCODE = 'duplicate_object',
                MESSAGE = 'atoms_l2_old and atoms_l2_new are both there',
                HINT = 'One of them is not of this migration: look at both, and drop that one.';
        ELSIF to_regclass('atoms_l2') IS NOT NULL THEN
            ALTER INDEX atoms_l2 RENAME TO atoms_l2_new;
        END IF;
        ALTER INDEX atoms_l2_old RENAME TO atoms_l2;
    END IF;

    -- What the server makes of the planned definition: asked of an empty copy of the table.
    CREATE TEMPORARY TABLE hnswkit_copy (LIKE atoms);
    CREATE INDEX hnswkit_plan
        ON pg_temp.hnswkit_copy
        USING hnsw (embedding vector_l2_ops)
        WITH (m = 8, ef_construction = 32);
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
            ALTER INDEX atoms_l2 RENAME TO atoms_l2_leftover;
        END IF;
        ALTER INDEX atoms_l2_new RENAME TO atoms_l2;
    ELSIF existing_usable AND existing = planned THEN
        RAISE NOTICE 'index % is valid and as planned: nothing to build', existing_name;
        IF fresh IS NOT NULL THEN
            RAISE NOTICE 'index % is of a replacement that was given up: removing it', fresh_name;
            ALTER INDEX atoms_l2_new RENAME TO atoms_l2_leftover;
        END IF;
        ALTER INDEX atoms_l2 RENAME TO atoms_l2_new;
    ELSIF fresh_usable AND fresh <> planned THEN
        RAISE EXCEPTION 'index % is there with another definition', fresh_name
            USING DETAIL = format('There is: %s. Planned: %s.', fresh, planned),
                HINT = 'Drop it: it is the leftover of another migration.';
    ELSIF NOT fresh_usable THEN
        RAISE NOTICE 'index % is INVALID, left by a build that did not finish: removing it', fresh_name;
        ALTER INDEX atoms_l2_new RENAME TO atoms_l2_leftover;
    END IF;
END
$hnswkit$;

-- Goes on when the index is absent or as planned; renames an INVALID leftover out of the
-- way; stops at anything else of that name.
\echo '[ 5/34] guard   messages_small'
DO $hnswkit$
DECLARE
    index_name text := 'messages_small';
    table_name text := 'messages';
    it record;
    planned text;
    existing text;
    same_table boolean;
    usable boolean;
BEGIN
    -- What the server makes of the planned definition: asked of an empty copy of the table.
    CREATE TEMPORARY TABLE hnswkit_copy (LIKE messages);
    CREATE INDEX hnswkit_plan
        ON pg_temp.hnswkit_copy
        USING hnsw (embedding vector_l2_ops)
        WITH (m = 8, ef_construction = 32);
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
        ALTER INDEX messages_small RENAME TO messages_small_leftover;
    END IF;
END
$hnswkit$;

-- Goes on when the index is there, on its table and as planned, valid or not.
\echo '[ 6/34] guard   notes_ip'
DO $hnswkit$
DECLARE
    index_name text := 'notes_ip';
    table_name text := 'notes';
    it record;
    planned text;
    existing text;
    same_table boolean;
    usable boolean;
BEGIN
    -- What the server makes of the planned definition: asked of an empty copy of the table.
    CREATE TEMPORARY TABLE hnswkit_copy (LIKE notes);
    CREATE INDEX hnswkit_plan
        ON pg_temp.hnswkit_copy
        USING hnsw (embedding vector_ip_ops)
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
\echo '[ 7/34] guard   notes_ip'
DO $hnswkit$
DECLARE
    it record;
    slot name;
BEGIN
    IF EXISTS (SELECT FROM pg_stat_progress_create_index WHERE relid = to_regclass('notes')) THEN
        RAISE EXCEPTION USING
            MESSAGE = 'another session is building an index on notes',
            HINT = 'Wait for it, or cancel it; then run this again.';
    END IF;
    -- The names that are dropped next may belong to leftovers only.
    FOR it IN
        SELECT c.oid::regclass AS index
        FROM pg_class AS c
        LEFT JOIN pg_index AS i ON i.indexrelid = c.oid
        WHERE c.oid IN (to_regclass('notes_ip_leftover'), to_regclass('notes_ip_leftover2'), to_regclass('notes_ip_leftover3'))
            AND (i.indisvalid AND i.indisready OR i.indrelid IS DISTINCT FROM to_regclass('notes'))
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
        WHERE i.indrelid = to_regclass('notes')
            AND NOT (i.indisvalid AND i.indisready)
            AND (s.stem <> c.relname AND (
                s.stem = 'notes_ip'
                OR 59 < octet_length(c.relname::text) AND starts_with('notes_ip', s.stem)
            ))
    LOOP
        RAISE NOTICE 'index % is INVALID, left by something that did not finish: removing it', it.index;
        slot := (
            SELECT n
            FROM unnest(ARRAY['notes_ip_leftover', 'notes_ip_leftover2', 'notes_ip_leftover3']::name[], ARRAY['notes_ip_leftover', 'notes_ip_leftover2', 'notes_ip_leftover3']) AS u (n, q)
            WHERE to_regclass(q) IS NULL
            LIMIT 1
        );
        IF slot IS NULL THEN
            RAISE EXCEPTION 'more leftovers of notes_ip than this can remove at once'
                USING HINT = format('DROP INDEX CONCURRENTLY %s; then run this again.', it.index);
        END IF;
        EXECUTE format('ALTER INDEX %s RENAME TO %I', it.index, slot);
    END LOOP;
END
$hnswkit$;

-- Stops when the name belongs to anything but an index on this table.
\echo '[ 8/34] guard   messages_l2'
DO $hnswkit$
BEGIN
    IF EXISTS (
        SELECT
        FROM pg_class AS c
        LEFT JOIN pg_index AS i ON i.indexrelid = c.oid
        WHERE c.oid = to_regclass('messages_l2')
            AND i.indrelid IS DISTINCT FROM to_regclass('messages')
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'wrong_object_type',
            MESSAGE = 'messages_l2 is not an index on messages: not dropped',
            HINT = 'It is not what this migration built; look at it before you drop it.';
    END IF;
END
$hnswkit$;

-- From here on it waits as long as it must: a lock_timeout also fires while the finished
-- graph waits for old snapshots, and leaves an INVALID index. Waiting blocks no reads and
-- no writes.
\echo '[ 9/34] build   settings'
SET lock_timeout = 0;

-- A statement_timeout would kill the build and leave an INVALID index.
\echo '[10/34] build   settings'
SET statement_timeout = 0;

-- So would a transaction_timeout, which PostgreSQL 17 and later have.
\echo '[11/34] build   settings'
DO $hnswkit$
BEGIN
    PERFORM set_config(name, '0', false)
    FROM pg_settings
    WHERE name = 'transaction_timeout';
END
$hnswkit$;

-- The graph of 200 rows takes 1.0 MiB and stays in memory up to 135,907 rows.
\echo '[12/34] build   atoms_l2'
SET maintenance_work_mem = '64MB';

-- Removes the leftover of a build that did not finish, if there is one.
\echo '[13/34] drop    atoms_l2'
DROP INDEX CONCURRENTLY IF EXISTS atoms_l2_leftover;

-- Builds the new index beside the old one, which serves meanwhile; reads and writes go on.
-- Does nothing when the guard found it as planned.
\echo '[14/34] build   atoms_l2'
CREATE INDEX CONCURRENTLY IF NOT EXISTS atoms_l2_new
    ON atoms
    USING hnsw (embedding vector_l2_ops)
    WITH (m = 8, ef_construction = 32);

-- Nothing is swapped unless the new index is valid, ready and defined as planned.
\echo '[15/34] verify  atoms_l2'
DO $hnswkit$
DECLARE
    index_name text := 'atoms_l2_new';
    table_name text := 'atoms';
    it record;
    planned text;
    existing text;
    same_table boolean;
    usable boolean;
BEGIN
    -- What the server makes of the planned definition: asked of an empty copy of the table.
    CREATE TEMPORARY TABLE hnswkit_copy (LIKE atoms);
    CREATE INDEX hnswkit_plan
        ON pg_temp.hnswkit_copy
        USING hnsw (embedding vector_l2_ops)
        WITH (m = 8, ef_construction = 32);
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
\echo '[16/34] build   atoms_l2'
DO $hnswkit$
BEGIN
    -- Renaming needs a lock on the indexes only; it gives up rather than queue, and tries again.
    PERFORM set_config('lock_timeout', '1s', true);
    FOR attempt IN 1..30 LOOP
        BEGIN
            IF to_regclass('atoms_l2') IS NOT NULL THEN
                ALTER INDEX atoms_l2 RENAME TO atoms_l2_old;
            END IF;
            ALTER INDEX atoms_l2_new RENAME TO atoms_l2;
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
-- on; it waits for transactions that use the table.
\echo '[17/34] drop    atoms_l2'
DROP INDEX CONCURRENTLY IF EXISTS atoms_l2_old;

-- Removes the leftover of a build that did not finish, if there is one.
\echo '[18/34] drop    messages_small'
DROP INDEX CONCURRENTLY IF EXISTS messages_small_leftover;

-- Builds the index while reads and writes go on; does nothing when the guard found it as
-- planned.
\echo '[19/34] build   messages_small'
CREATE INDEX CONCURRENTLY IF NOT EXISTS messages_small
    ON messages
    USING hnsw (embedding vector_l2_ops)
    WITH (m = 8, ef_construction = 32);

-- Removes what something that did not finish has left, if anything.
\echo '[20/34] drop    notes_ip'
DROP INDEX CONCURRENTLY IF EXISTS notes_ip_leftover;

-- Removes what something that did not finish has left, if anything.
\echo '[21/34] drop    notes_ip'
DROP INDEX CONCURRENTLY IF EXISTS notes_ip_leftover2;

-- Removes what something that did not finish has left, if anything.
\echo '[22/34] drop    notes_ip'
DROP INDEX CONCURRENTLY IF EXISTS notes_ip_leftover3;

-- Builds it anew beside the one that serves, swaps the two and drops the old one; reads and
-- writes go on, and queries use the index all the while. Interrupted, it leaves an INVALID
-- index of the name and _ccnew or _ccold, which the next run removes, and so does the way
-- back.
\echo '[23/34] build   notes_ip'
REINDEX INDEX CONCURRENTLY notes_ip;

-- The point of no return: the way back is another build. Reads and writes go on. It waits
-- for transactions that use the table, without a lock_timeout: an interrupted drop would
-- leave the index INVALID.
\echo '[24/34] drop    messages_l2'
DROP INDEX CONCURRENTLY IF EXISTS messages_l2;

-- Removes the leftover of a build that did not finish, if there is one.
\echo '[25/34] drop    messages_l2'
DROP INDEX CONCURRENTLY IF EXISTS messages_l2_leftover;

-- Short steps again.
\echo '[26/34] verify  settings'
SET lock_timeout = '5s';

-- None of them takes long.
\echo '[27/34] verify  settings'
SET statement_timeout = '60s';

-- Fails loudly unless the index is valid, ready and defined as planned.
\echo '[28/34] verify  atoms_l2'
DO $hnswkit$
DECLARE
    index_name text := 'atoms_l2';
    table_name text := 'atoms';
    it record;
    planned text;
    existing text;
    same_table boolean;
    usable boolean;
BEGIN
    -- What the server makes of the planned definition: asked of an empty copy of the table.
    CREATE TEMPORARY TABLE hnswkit_copy (LIKE atoms);
    CREATE INDEX hnswkit_plan
        ON pg_temp.hnswkit_copy
        USING hnsw (embedding vector_l2_ops)
        WITH (m = 8, ef_construction = 32);
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
\echo '[29/34] verify  atoms_l2'
DO $hnswkit$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY[
        'atoms_l2_new',
        'atoms_l2_old',
        'atoms_l2_leftover'
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

-- Fails loudly unless the index is valid, ready and defined as planned.
\echo '[30/34] verify  messages_small'
DO $hnswkit$
DECLARE
    index_name text := 'messages_small';
    table_name text := 'messages';
    it record;
    planned text;
    existing text;
    same_table boolean;
    usable boolean;
BEGIN
    -- What the server makes of the planned definition: asked of an empty copy of the table.
    CREATE TEMPORARY TABLE hnswkit_copy (LIKE messages);
    CREATE INDEX hnswkit_plan
        ON pg_temp.hnswkit_copy
        USING hnsw (embedding vector_l2_ops)
        WITH (m = 8, ef_construction = 32);
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

-- Fails loudly unless the index is valid, ready and defined as planned.
\echo '[31/34] verify  notes_ip'
DO $hnswkit$
DECLARE
    index_name text := 'notes_ip';
    table_name text := 'notes';
    it record;
    planned text;
    existing text;
    same_table boolean;
    usable boolean;
BEGIN
    -- What the server makes of the planned definition: asked of an empty copy of the table.
    CREATE TEMPORARY TABLE hnswkit_copy (LIKE notes);
    CREATE INDEX hnswkit_plan
        ON pg_temp.hnswkit_copy
        USING hnsw (embedding vector_ip_ops)
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
\echo '[32/34] verify  notes_ip'
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
        WHERE i.indrelid = to_regclass('notes')
            AND NOT (i.indisvalid AND i.indisready)
            AND (c.relname IN ('notes_ip_leftover', 'notes_ip_leftover2', 'notes_ip_leftover3') OR s.stem <> c.relname AND (
                s.stem = 'notes_ip'
                OR 59 < octet_length(c.relname::text) AND starts_with('notes_ip', s.stem)
            ));
    IF names IS NOT NULL THEN
        RAISE EXCEPTION 'INVALID leftovers are still there: %', names
            USING HINT = cure || ' Then run this again.';
    END IF;
END
$hnswkit$;

-- Fails loudly when something of the plan is left.
\echo '[33/34] verify  messages_l2'
DO $hnswkit$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY[
        'messages_l2',
        'messages_l2_leftover'
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
\echo '[34/34] restore settings as before'
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
