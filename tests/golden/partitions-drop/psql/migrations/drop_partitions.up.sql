-- Drop 4 HNSW indexes while reads and writes go on.
-- idx_events_embedding_hnsw, dropped; the way back: 16.0 KiB for 0 rows.
-- idx_events_1_embedding_hnsw, dropped; the way back: 24.0 KiB for 67 rows, built in 0.0 s
-- to 0.0 s.
-- idx_events_2a_embedding_hnsw, dropped; the way back: 24.0 KiB for 67 rows, built in 0.0 s
-- to 0.0 s.
-- "idx_Events, 2/b=_embedding_hnsw", dropped; the way back: 24.0 KiB for 67 rows, built in
-- 0.0 s to 0.0 s.
--
-- Run: psql "$DATABASE_URL" --no-psqlrc --file migrations/drop_partitions.up.sql (never
-- with --single-transaction). Safe to run again.

\set ON_ERROR_STOP on
\timing on

-- Questions for before; ok = f needs a cure, no rows are fine.
\echo 'idx_events_embedding_hnsw: Is pgvector installed, new enough, and on the search_path?'
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
\echo 'idx_events_embedding_hnsw: Is it a table that one build can index, and may this role do it?'
SELECT
    c.relkind IN ('p')
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
WHERE c.oid = to_regclass('events')
UNION ALL
SELECT false, 'the table does not exist, or its schema is not on the search_path'
WHERE to_regclass('events') IS NULL;
\echo 'idx_events_embedding_hnsw: Which partitions has the table, as a line of the spec?'
SELECT
    (
        SELECT array_agg(t.relid::oid ORDER BY t.relid::oid)
        FROM pg_partition_tree(to_regclass('events')) AS t
        WHERE t.isleaf AND 0 < t.level
    ) = (
        SELECT array_agg(to_regclass(name)::oid ORDER BY to_regclass(name)::oid)
        FROM unnest(ARRAY['events_1', 'events_2a', '"Events, 2/b="']) AS name
    ) AS ok,
    (
        WITH RECURSIVE tree AS (
            SELECT i.inhrelid AS oid, i.inhrelid::regclass::text AS path
            FROM pg_inherits AS i
            WHERE i.inhparent = to_regclass('events')
            UNION ALL
            SELECT i.inhrelid, format('%s/%s', tree.path, i.inhrelid::regclass)
            FROM tree
            JOIN pg_inherits AS i ON i.inhparent = tree.oid
        )
        SELECT format(
            'partitions = [%s]',
            string_agg('"' || replace(replace(path, '\', '\\'), '"', '\"') || '"', ', ' ORDER BY path COLLATE "C")
        )
        FROM tree
        JOIN pg_class AS c ON c.oid = tree.oid
        WHERE c.relkind <> 'p'
    ) AS detail;
\echo 'idx_events_embedding_hnsw: Has the column the planned type and dimensions?'
SELECT
    t.typname = 'vector' AND a.atttypmod = 8 AS ok,
    format('%s is %s; planned is vector(8)', a.attname, format_type(a.atttypid, a.atttypmod)) AS detail
FROM pg_attribute AS a
JOIN pg_type AS t ON t.oid = a.atttypid
WHERE a.attrelid = to_regclass('events')
    AND a.attname = 'embedding'
    AND NOT a.attisdropped;
\echo 'idx_events_embedding_hnsw: Is the name of the index free?'
SELECT
    i.indrelid IS NOT DISTINCT FROM to_regclass('events') AS ok,
    CASE
        WHEN i.indexrelid IS NULL THEN format('%s is there and is not an index', c.oid::regclass)
        WHEN NOT (i.indisvalid AND i.indisready) THEN format('%s is INVALID: a leftover', c.oid::regclass)
        ELSE format('is there: %s', pg_get_indexdef(c.oid))
    END AS detail
FROM pg_class AS c
LEFT JOIN pg_index AS i ON i.indexrelid = c.oid
WHERE c.oid IN (to_regclass('idx_events_embedding_hnsw'), to_regclass('idx_events_embedding_hnsw_leftover'));
\echo 'idx_events_embedding_hnsw: Which transactions would a concurrent build wait for?'
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
\echo 'idx_events_1_embedding_hnsw: Is pgvector installed, new enough, and on the search_path?'
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
\echo 'idx_events_1_embedding_hnsw: Is it a table that one build can index, and may this role do it?'
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
WHERE c.oid = to_regclass('events_1')
UNION ALL
SELECT false, 'the table does not exist, or its schema is not on the search_path'
WHERE to_regclass('events_1') IS NULL;
\echo 'idx_events_1_embedding_hnsw: Has the column the planned type and dimensions?'
SELECT
    t.typname = 'vector' AND a.atttypmod = 8 AS ok,
    format('%s is %s; planned is vector(8)', a.attname, format_type(a.atttypid, a.atttypmod)) AS detail
FROM pg_attribute AS a
JOIN pg_type AS t ON t.oid = a.atttypid
WHERE a.attrelid = to_regclass('events_1')
    AND a.attname = 'embedding'
    AND NOT a.attisdropped;
\echo 'idx_events_1_embedding_hnsw: Is the name of the index free?'
SELECT
    i.indrelid IS NOT DISTINCT FROM to_regclass('events_1') AS ok,
    CASE
        WHEN i.indexrelid IS NULL THEN format('%s is there and is not an index', c.oid::regclass)
        WHEN NOT (i.indisvalid AND i.indisready) THEN format('%s is INVALID: a leftover', c.oid::regclass)
        ELSE format('is there: %s', pg_get_indexdef(c.oid))
    END AS detail
FROM pg_class AS c
LEFT JOIN pg_index AS i ON i.indexrelid = c.oid
WHERE c.oid IN (to_regclass('idx_events_1_embedding_hnsw'), to_regclass('idx_events_1_embedding_hnsw_leftover'));
\echo 'idx_events_1_embedding_hnsw: Is there an equal index under another name?'
SELECT
    false AS ok,
    pg_get_indexdef(i.indexrelid) AS detail
FROM pg_index AS i
JOIN pg_class AS c ON c.oid = i.indexrelid
JOIN pg_am AS a ON a.oid = c.relam
JOIN pg_opclass AS o ON o.oid = i.indclass[0]
WHERE i.indrelid = to_regclass('events_1')
    AND i.indexrelid IS DISTINCT FROM to_regclass('idx_events_1_embedding_hnsw')
    AND i.indisvalid
    AND a.amname = 'hnsw'
    AND o.opcname = 'vector_l2_ops'
    AND i.indpred IS NULL
    AND pg_get_indexdef(i.indexrelid, 1, false) = 'embedding';
\echo 'idx_events_1_embedding_hnsw: Which transactions would a concurrent build wait for?'
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
\echo 'idx_events_1_embedding_hnsw: Is another session building on the table or vacuuming it?'
SELECT
    false AS ok,
    format('pid %s, %s, since %s: %s', l.pid, l.mode, a.query_start, left(a.query, 80)) AS detail
FROM pg_locks AS l
LEFT JOIN pg_stat_activity AS a ON a.pid = l.pid
WHERE l.relation = to_regclass('events_1')
    AND l.pid <> pg_backend_pid()
    AND l.mode IN (
        'ShareUpdateExclusiveLock',
        'ShareLock',
        'ShareRowExclusiveLock',
        'ExclusiveLock',
        'AccessExclusiveLock'
    );
\echo 'idx_events_1_embedding_hnsw: Is the index in use, and does another one need it?'
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
WHERE s.indexrelid = to_regclass('idx_events_1_embedding_hnsw');
\echo 'idx_events_2a_embedding_hnsw: Is pgvector installed, new enough, and on the search_path?'
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
\echo 'idx_events_2a_embedding_hnsw: Is it a table that one build can index, and may this role do it?'
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
WHERE c.oid = to_regclass('events_2a')
UNION ALL
SELECT false, 'the table does not exist, or its schema is not on the search_path'
WHERE to_regclass('events_2a') IS NULL;
\echo 'idx_events_2a_embedding_hnsw: Has the column the planned type and dimensions?'
SELECT
    t.typname = 'vector' AND a.atttypmod = 8 AS ok,
    format('%s is %s; planned is vector(8)', a.attname, format_type(a.atttypid, a.atttypmod)) AS detail
FROM pg_attribute AS a
JOIN pg_type AS t ON t.oid = a.atttypid
WHERE a.attrelid = to_regclass('events_2a')
    AND a.attname = 'embedding'
    AND NOT a.attisdropped;
\echo 'idx_events_2a_embedding_hnsw: Is the name of the index free?'
SELECT
    i.indrelid IS NOT DISTINCT FROM to_regclass('events_2a') AS ok,
    CASE
        WHEN i.indexrelid IS NULL THEN format('%s is there and is not an index', c.oid::regclass)
        WHEN NOT (i.indisvalid AND i.indisready) THEN format('%s is INVALID: a leftover', c.oid::regclass)
        ELSE format('is there: %s', pg_get_indexdef(c.oid))
    END AS detail
FROM pg_class AS c
LEFT JOIN pg_index AS i ON i.indexrelid = c.oid
WHERE c.oid IN (to_regclass('idx_events_2a_embedding_hnsw'), to_regclass('idx_events_2a_embedding_hnsw_leftover'));
\echo 'idx_events_2a_embedding_hnsw: Is there an equal index under another name?'
SELECT
    false AS ok,
    pg_get_indexdef(i.indexrelid) AS detail
FROM pg_index AS i
JOIN pg_class AS c ON c.oid = i.indexrelid
JOIN pg_am AS a ON a.oid = c.relam
JOIN pg_opclass AS o ON o.oid = i.indclass[0]
WHERE i.indrelid = to_regclass('events_2a')
    AND i.indexrelid IS DISTINCT FROM to_regclass('idx_events_2a_embedding_hnsw')
    AND i.indisvalid
    AND a.amname = 'hnsw'
    AND o.opcname = 'vector_l2_ops'
    AND i.indpred IS NULL
    AND pg_get_indexdef(i.indexrelid, 1, false) = 'embedding';
\echo 'idx_events_2a_embedding_hnsw: Which transactions would a concurrent build wait for?'
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
\echo 'idx_events_2a_embedding_hnsw: Is another session building on the table or vacuuming it?'
SELECT
    false AS ok,
    format('pid %s, %s, since %s: %s', l.pid, l.mode, a.query_start, left(a.query, 80)) AS detail
FROM pg_locks AS l
LEFT JOIN pg_stat_activity AS a ON a.pid = l.pid
WHERE l.relation = to_regclass('events_2a')
    AND l.pid <> pg_backend_pid()
    AND l.mode IN (
        'ShareUpdateExclusiveLock',
        'ShareLock',
        'ShareRowExclusiveLock',
        'ExclusiveLock',
        'AccessExclusiveLock'
    );
\echo 'idx_events_2a_embedding_hnsw: Is the index in use, and does another one need it?'
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
WHERE s.indexrelid = to_regclass('idx_events_2a_embedding_hnsw');
\echo '"idx_Events, 2/b=_embedding_hnsw": Is pgvector installed, new enough, and on the search_path?'
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
\echo '"idx_Events, 2/b=_embedding_hnsw": Is it a table that one build can index, and may this role do it?'
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
WHERE c.oid = to_regclass('"Events, 2/b="')
UNION ALL
SELECT false, 'the table does not exist, or its schema is not on the search_path'
WHERE to_regclass('"Events, 2/b="') IS NULL;
\echo '"idx_Events, 2/b=_embedding_hnsw": Has the column the planned type and dimensions?'
SELECT
    t.typname = 'vector' AND a.atttypmod = 8 AS ok,
    format('%s is %s; planned is vector(8)', a.attname, format_type(a.atttypid, a.atttypmod)) AS detail
FROM pg_attribute AS a
JOIN pg_type AS t ON t.oid = a.atttypid
WHERE a.attrelid = to_regclass('"Events, 2/b="')
    AND a.attname = 'embedding'
    AND NOT a.attisdropped;
\echo '"idx_Events, 2/b=_embedding_hnsw": Is the name of the index free?'
SELECT
    i.indrelid IS NOT DISTINCT FROM to_regclass('"Events, 2/b="') AS ok,
    CASE
        WHEN i.indexrelid IS NULL THEN format('%s is there and is not an index', c.oid::regclass)
        WHEN NOT (i.indisvalid AND i.indisready) THEN format('%s is INVALID: a leftover', c.oid::regclass)
        ELSE format('is there: %s', pg_get_indexdef(c.oid))
    END AS detail
FROM pg_class AS c
LEFT JOIN pg_index AS i ON i.indexrelid = c.oid
WHERE c.oid IN (to_regclass('"idx_Events, 2/b=_embedding_hnsw"'), to_regclass('"idx_Events, 2/b=_embedding_hnsw_leftover"'));
\echo '"idx_Events, 2/b=_embedding_hnsw": Is there an equal index under another name?'
SELECT
    false AS ok,
    pg_get_indexdef(i.indexrelid) AS detail
FROM pg_index AS i
JOIN pg_class AS c ON c.oid = i.indexrelid
JOIN pg_am AS a ON a.oid = c.relam
JOIN pg_opclass AS o ON o.oid = i.indclass[0]
WHERE i.indrelid = to_regclass('"Events, 2/b="')
    AND i.indexrelid IS DISTINCT FROM to_regclass('"idx_Events, 2/b=_embedding_hnsw"')
    AND i.indisvalid
    AND a.amname = 'hnsw'
    AND o.opcname = 'vector_l2_ops'
    AND i.indpred IS NULL
    AND pg_get_indexdef(i.indexrelid, 1, false) = 'embedding';
\echo '"idx_Events, 2/b=_embedding_hnsw": Which transactions would a concurrent build wait for?'
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
\echo '"idx_Events, 2/b=_embedding_hnsw": Is another session building on the table or vacuuming it?'
SELECT
    false AS ok,
    format('pid %s, %s, since %s: %s', l.pid, l.mode, a.query_start, left(a.query, 80)) AS detail
FROM pg_locks AS l
LEFT JOIN pg_stat_activity AS a ON a.pid = l.pid
WHERE l.relation = to_regclass('"Events, 2/b="')
    AND l.pid <> pg_backend_pid()
    AND l.mode IN (
        'ShareUpdateExclusiveLock',
        'ShareLock',
        'ShareRowExclusiveLock',
        'ExclusiveLock',
        'AccessExclusiveLock'
    );
\echo '"idx_Events, 2/b=_embedding_hnsw": Is the index in use, and does another one need it?'
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
WHERE s.indexrelid = to_regclass('"idx_Events, 2/b=_embedding_hnsw"');

-- Remembers the settings of the session; the last step puts them back.
\echo '[ 1/26] prepare settings'
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
\echo '[ 2/26] prepare settings'
SET lock_timeout = '5s';

-- None of the short steps takes long.
\echo '[ 3/26] prepare settings'
SET statement_timeout = '60s';

-- Stops when the name belongs to anything but an index on this table.
\echo '[ 4/26] guard   idx_events_embedding_hnsw'
DO $hnswkit$
BEGIN
    IF EXISTS (
        SELECT
        FROM pg_class AS c
        LEFT JOIN pg_index AS i ON i.indexrelid = c.oid
        WHERE c.oid = to_regclass('idx_events_embedding_hnsw')
            AND i.indrelid IS DISTINCT FROM to_regclass('events')
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'wrong_object_type',
            MESSAGE = 'idx_events_embedding_hnsw is not an index on events: not dropped',
            HINT = 'It is not what this migration built; look at it before you drop it.';
    END IF;
END
$hnswkit$;

-- Stops when the name belongs to anything but an index on this table.
\echo '[ 5/26] guard   idx_events_2_embedding_hnsw'
DO $hnswkit$
BEGIN
    IF EXISTS (
        SELECT
        FROM pg_class AS c
        LEFT JOIN pg_index AS i ON i.indexrelid = c.oid
        WHERE c.oid = to_regclass('idx_events_2_embedding_hnsw')
            AND i.indrelid IS DISTINCT FROM to_regclass('events_2')
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'wrong_object_type',
            MESSAGE = 'idx_events_2_embedding_hnsw is not an index on events_2: not dropped',
            HINT = 'It is not what this migration built; look at it before you drop it.';
    END IF;
END
$hnswkit$;

-- Stops when the name belongs to anything but an index on this table.
\echo '[ 6/26] guard   idx_events_1_embedding_hnsw'
DO $hnswkit$
BEGIN
    IF EXISTS (
        SELECT
        FROM pg_class AS c
        LEFT JOIN pg_index AS i ON i.indexrelid = c.oid
        WHERE c.oid = to_regclass('idx_events_1_embedding_hnsw')
            AND i.indrelid IS DISTINCT FROM to_regclass('events_1')
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'wrong_object_type',
            MESSAGE = 'idx_events_1_embedding_hnsw is not an index on events_1: not dropped',
            HINT = 'It is not what this migration built; look at it before you drop it.';
    END IF;
END
$hnswkit$;

-- Stops when the name belongs to anything but an index on this table.
\echo '[ 7/26] guard   idx_events_2a_embedding_hnsw'
DO $hnswkit$
BEGIN
    IF EXISTS (
        SELECT
        FROM pg_class AS c
        LEFT JOIN pg_index AS i ON i.indexrelid = c.oid
        WHERE c.oid = to_regclass('idx_events_2a_embedding_hnsw')
            AND i.indrelid IS DISTINCT FROM to_regclass('events_2a')
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'wrong_object_type',
            MESSAGE = 'idx_events_2a_embedding_hnsw is not an index on events_2a: not dropped',
            HINT = 'It is not what this migration built; look at it before you drop it.';
    END IF;
END
$hnswkit$;

-- Stops when the name belongs to anything but an index on this table.
\echo '[ 8/26] guard   "idx_Events, 2/b=_embedding_hnsw"'
DO $hnswkit$
BEGIN
    IF EXISTS (
        SELECT
        FROM pg_class AS c
        LEFT JOIN pg_index AS i ON i.indexrelid = c.oid
        WHERE c.oid = to_regclass('"idx_Events, 2/b=_embedding_hnsw"')
            AND i.indrelid IS DISTINCT FROM to_regclass('"Events, 2/b="')
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'wrong_object_type',
            MESSAGE = '"idx_Events, 2/b=_embedding_hnsw" is not an index on "Events, 2/b=": not dropped',
            HINT = 'It is not what this migration built; look at it before you drop it.';
    END IF;
END
$hnswkit$;

-- From here on it waits as long as it must: a lock_timeout also fires while the finished
-- graph waits for old snapshots, and leaves an INVALID index. Waiting blocks no reads and
-- no writes.
\echo '[ 9/26] build   settings'
SET lock_timeout = 0;

-- A statement_timeout would kill the build and leave an INVALID index.
\echo '[10/26] build   settings'
SET statement_timeout = 0;

-- So would a transaction_timeout, which PostgreSQL 17 and later have.
\echo '[11/26] build   settings'
DO $hnswkit$
BEGIN
    PERFORM set_config(name, '0', false)
    FROM pg_settings
    WHERE name = 'transaction_timeout';
END
$hnswkit$;

-- Drops the indexes of all partitions with it, at once: PostgreSQL cannot do that
-- concurrently. It takes the table and every partition from everybody for a moment; it
-- gives up within a second and tries again, up to 30 times. The point of no return: from
-- here on the way back is another build.
\echo '[12/26] drop    idx_events_embedding_hnsw'
DO $hnswkit$
DECLARE
    relation regclass;
    until timestamptz;
BEGIN
    IF to_regclass('idx_events_embedding_hnsw') IS NULL THEN
        RETURN;
    END IF;
    -- It needs the table and every partition, within one second: it gives up rather than queue in
    -- front of everybody, and tries again.
    FOR attempt IN 1..30 LOOP
        BEGIN
            until := clock_timestamp() + interval '1 second';
            FOR relation IN SELECT t.relid FROM pg_partition_tree(to_regclass('events')) AS t LOOP
                PERFORM set_config(
                    'lock_timeout',
                    greatest(1, extract(milliseconds FROM until - clock_timestamp())::int)::text,
                    true
                );
                EXECUTE format('LOCK TABLE ONLY %s IN ACCESS EXCLUSIVE MODE', relation);
            END LOOP;
            DROP INDEX IF EXISTS idx_events_embedding_hnsw;
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

-- There only when a build was interrupted before it was attached.
\echo '[13/26] drop    idx_events_embedding_hnsw'
DO $hnswkit$
DECLARE
    relation regclass;
    until timestamptz;
BEGIN
    IF to_regclass('idx_events_2_embedding_hnsw') IS NULL THEN
        RETURN;
    END IF;
    -- It needs the table and every partition, within one second: it gives up rather than queue in
    -- front of everybody, and tries again.
    FOR attempt IN 1..30 LOOP
        BEGIN
            until := clock_timestamp() + interval '1 second';
            FOR relation IN SELECT t.relid FROM pg_partition_tree(to_regclass('events_2')) AS t LOOP
                PERFORM set_config(
                    'lock_timeout',
                    greatest(1, extract(milliseconds FROM until - clock_timestamp())::int)::text,
                    true
                );
                EXECUTE format('LOCK TABLE ONLY %s IN ACCESS EXCLUSIVE MODE', relation);
            END LOOP;
            DROP INDEX IF EXISTS idx_events_2_embedding_hnsw;
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

-- The point of no return: the way back is another build. Reads and writes go on. It waits
-- for transactions that use the table, without a lock_timeout: an interrupted drop would
-- leave the index INVALID.
\echo '[14/26] drop    idx_events_1_embedding_hnsw'
DROP INDEX CONCURRENTLY IF EXISTS idx_events_1_embedding_hnsw;

-- Removes the leftover of a build that did not finish, if there is one.
\echo '[15/26] drop    idx_events_1_embedding_hnsw'
DROP INDEX CONCURRENTLY IF EXISTS idx_events_1_embedding_hnsw_leftover;

-- The point of no return: the way back is another build. Reads and writes go on. It waits
-- for transactions that use the table, without a lock_timeout: an interrupted drop would
-- leave the index INVALID.
\echo '[16/26] drop    idx_events_2a_embedding_hnsw'
DROP INDEX CONCURRENTLY IF EXISTS idx_events_2a_embedding_hnsw;

-- Removes the leftover of a build that did not finish, if there is one.
\echo '[17/26] drop    idx_events_2a_embedding_hnsw'
DROP INDEX CONCURRENTLY IF EXISTS idx_events_2a_embedding_hnsw_leftover;

-- The point of no return: the way back is another build. Reads and writes go on. It waits
-- for transactions that use the table, without a lock_timeout: an interrupted drop would
-- leave the index INVALID.
\echo '[18/26] drop    "idx_Events, 2/b=_embedding_hnsw"'
DROP INDEX CONCURRENTLY IF EXISTS "idx_Events, 2/b=_embedding_hnsw";

-- Removes the leftover of a build that did not finish, if there is one.
\echo '[19/26] drop    "idx_Events, 2/b=_embedding_hnsw"'
DROP INDEX CONCURRENTLY IF EXISTS "idx_Events, 2/b=_embedding_hnsw_leftover";

-- Short steps again.
\echo '[20/26] verify  settings'
SET lock_timeout = '5s';

-- None of them takes long.
\echo '[21/26] verify  settings'
SET statement_timeout = '60s';

-- Fails loudly when something of the plan is left.
\echo '[22/26] verify  idx_events_embedding_hnsw'
DO $hnswkit$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY[
        'idx_events_embedding_hnsw',
        'idx_events_2_embedding_hnsw'
    ] LOOP
        IF to_regclass(name) IS NOT NULL THEN
            RAISE EXCEPTION USING
                ERRCODE = 'object_not_in_prerequisite_state',
                MESSAGE = format('%s is still there', name),
                HINT = 'Run the rollback again.';
        END IF;
    END LOOP;
END
$hnswkit$;

-- Fails loudly when something of the plan is left.
\echo '[23/26] verify  idx_events_1_embedding_hnsw'
DO $hnswkit$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY[
        'idx_events_1_embedding_hnsw',
        'idx_events_1_embedding_hnsw_leftover'
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

-- Fails loudly when something of the plan is left.
\echo '[24/26] verify  idx_events_2a_embedding_hnsw'
DO $hnswkit$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY[
        'idx_events_2a_embedding_hnsw',
        'idx_events_2a_embedding_hnsw_leftover'
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

-- Fails loudly when something of the plan is left.
\echo '[25/26] verify  "idx_Events, 2/b=_embedding_hnsw"'
DO $hnswkit$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY[
        '"idx_Events, 2/b=_embedding_hnsw"',
        '"idx_Events, 2/b=_embedding_hnsw_leftover"'
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
\echo '[26/26] restore settings as before'
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
