-- Rebuild 4 HNSW indexes while reads and writes go on.
-- idx_events_1_embedding_hnsw, built anew: 24.0 KiB for 67 rows, built in 0.0 s to 0.0 s.
-- idx_events_2a_embedding_hnsw, built anew: 24.0 KiB for 67 rows, built in 0.0 s to 0.0 s.
-- "idx_Events, 2/b=_embedding_hnsw", built anew: 24.0 KiB for 67 rows, built in 0.0 s to
-- 0.0 s.
-- idx_events_embedding_hnsw, built anew: 16.0 KiB for 0 rows.
--
-- Run: psql "$DATABASE_URL" --no-psqlrc --file migrations_outside/reindex_partitions.up.sql
-- (never with --single-transaction). Safe to run again.

\set ON_ERROR_STOP on
\timing on

-- Questions for before; ok = f needs a cure, no rows are fine.
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
\echo 'idx_events_1_embedding_hnsw: How much disk is used, and how much does this take?'
SELECT
    NULL::boolean AS ok,
    format(
        'table with indexes %s, database %s; this takes up to 55.3 KiB more (index and WAL), while the old index stays (%s)',
        pg_size_pretty(pg_total_relation_size(to_regclass('events_1'))),
        pg_size_pretty(pg_database_size(current_database())),
        pg_size_pretty(pg_relation_size(to_regclass('idx_events_1_embedding_hnsw')))
    ) AS detail;
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
\echo 'idx_events_2a_embedding_hnsw: How much disk is used, and how much does this take?'
SELECT
    NULL::boolean AS ok,
    format(
        'table with indexes %s, database %s; this takes up to 55.3 KiB more (index and WAL), while the old index stays (%s)',
        pg_size_pretty(pg_total_relation_size(to_regclass('events_2a'))),
        pg_size_pretty(pg_database_size(current_database())),
        pg_size_pretty(pg_relation_size(to_regclass('idx_events_2a_embedding_hnsw')))
    ) AS detail;
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
\echo '"idx_Events, 2/b=_embedding_hnsw": How much disk is used, and how much does this take?'
SELECT
    NULL::boolean AS ok,
    format(
        'table with indexes %s, database %s; this takes up to 55.3 KiB more (index and WAL), while the old index stays (%s)',
        pg_size_pretty(pg_total_relation_size(to_regclass('"Events, 2/b="'))),
        pg_size_pretty(pg_database_size(current_database())),
        pg_size_pretty(pg_relation_size(to_regclass('"idx_Events, 2/b=_embedding_hnsw"')))
    ) AS detail;
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

-- Remembers the settings of the session; the last step puts them back.
\echo '[ 1/37] prepare settings'
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
\echo '[ 2/37] prepare settings'
SET lock_timeout = '5s';

-- None of the short steps takes long.
\echo '[ 3/37] prepare settings'
SET statement_timeout = '60s';

-- Stops when a partition is missing in the spec, or not there. A partition that was made
-- after the index has one that PostgreSQL has named: it gets the planned name.
\echo '[ 4/37] guard   idx_events_embedding_hnsw'
DO $hnswkit$
DECLARE
    table_name text := 'events';
    line text;
    it record;
BEGIN
    IF (SELECT c.relkind FROM pg_class AS c WHERE c.oid = to_regclass(table_name)) IS DISTINCT FROM 'p' THEN
        RAISE EXCEPTION '% is not a partitioned table', table_name
            USING HINT = 'Look at its name; leave partitions out for a plain table.';
    END IF;
    line := (
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
    );
    FOR it IN
        SELECT given.name, given.relation, t.relid, c.relkind, EXISTS (
            SELECT
            FROM pg_index AS i
            JOIN pg_partition_tree(to_regclass('idx_events_embedding_hnsw')) AS x ON x.relid = i.indexrelid
            WHERE i.indrelid = t.relid AND i.indisvalid
        ) AS has_index, t.parentrelid = to_regclass(given.parent) AS in_place
        FROM (SELECT * FROM pg_partition_tree(to_regclass(table_name)) WHERE 0 < level) AS t
        JOIN pg_class AS c ON c.oid = t.relid
        FULL JOIN (
            SELECT v.name, v.parent, to_regclass(v.name) AS relation
            FROM (VALUES
                ('events_1', 'events', 'idx_events_1_embedding_hnsw', 'idx_events_1_embedding_hnsw'),
                ('events_2', 'events', 'idx_events_2_embedding_hnsw', 'idx_events_2_embedding_hnsw'),
                ('events_2a', 'events_2', 'idx_events_2a_embedding_hnsw', 'idx_events_2a_embedding_hnsw'),
                ('"Events, 2/b="', 'events_2', '"idx_Events, 2/b=_embedding_hnsw"', '"idx_Events, 2/b=_embedding_hnsw"')
            ) AS v (name, parent, index, index_name)
        ) AS given ON given.relation = t.relid
    LOOP
        IF it.relid IS NULL OR NOT it.in_place THEN
            RAISE EXCEPTION 'partition % of the spec is not there, or not where it says', it.name
                USING DETAIL = format('There is: %s', line), HINT = 'Put that line into the spec, and generate again.';
        ELSIF it.relkind = 'f' THEN
            RAISE EXCEPTION 'partition % is a foreign table, which cannot be indexed', it.relid
                USING HINT = 'An index of the whole table would stay INVALID: plan one for each other partition.';
        ELSIF it.name IS NULL AND NOT it.has_index THEN
            RAISE EXCEPTION 'partition % is not in the spec', it.relid
                USING DETAIL = format('There is: %s', line),
                    HINT = 'Put that line into the spec, and generate again; detach what is partitioned and has no partitions.';
        END IF;
    END LOOP;
    FOR it IN
        SELECT v.index, v.index_name, i.indexrelid, c.relkind AS kind, i.indisvalid AS usable
        FROM (VALUES
            ('events_1', 'events', 'idx_events_1_embedding_hnsw', 'idx_events_1_embedding_hnsw'),
                ('events_2', 'events', 'idx_events_2_embedding_hnsw', 'idx_events_2_embedding_hnsw'),
                ('events_2a', 'events_2', 'idx_events_2a_embedding_hnsw', 'idx_events_2a_embedding_hnsw'),
                ('"Events, 2/b="', 'events_2', '"idx_Events, 2/b=_embedding_hnsw"', '"idx_Events, 2/b=_embedding_hnsw"')
        ) AS v (name, parent, index, index_name)
        JOIN pg_index AS i ON i.indrelid = to_regclass(v.name)
        JOIN pg_class AS c ON c.oid = i.indexrelid
        JOIN pg_partition_tree(to_regclass('idx_events_embedding_hnsw')) AS t ON t.relid = i.indexrelid
    LOOP
        IF it.indexrelid IS DISTINCT FROM to_regclass(it.index) THEN
            IF to_regclass(it.index) IS NOT NULL THEN
                RAISE EXCEPTION 'index % is there beside %, which is attached', it.index, it.indexrelid::regclass
                    USING HINT = format('DROP INDEX CONCURRENTLY %s; then run this again.', it.index);
            END IF;
            RAISE NOTICE 'index % is attached: it becomes %', it.indexrelid::regclass, it.index;
            EXECUTE format('ALTER INDEX %s RENAME TO %s', it.indexrelid::regclass, it.index_name);
        END IF;
    END LOOP;
END
$hnswkit$;

-- Goes on when the index is there, on its table and as planned, valid or not.
\echo '[ 5/37] guard   idx_events_1_embedding_hnsw'
DO $hnswkit$
DECLARE
    index_name text := 'idx_events_1_embedding_hnsw';
    table_name text := 'events_1';
    it record;
    planned text;
    existing text;
    same_table boolean;
    usable boolean;
BEGIN
    -- What the server makes of the planned definition: asked of an empty copy of the table.
    CREATE TEMPORARY TABLE hnswkit_copy (LIKE events_1);
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
\echo '[ 6/37] guard   idx_events_1_embedding_hnsw'
DO $hnswkit$
DECLARE
    it record;
    slot name;
BEGIN
    IF EXISTS (SELECT FROM pg_stat_progress_create_index WHERE relid = to_regclass('events_1')) THEN
        RAISE EXCEPTION USING
            MESSAGE = 'another session is building an index on events_1',
            HINT = 'Wait for it, or cancel it; then run this again.';
    END IF;
    -- The names that are dropped next may belong to leftovers only.
    FOR it IN
        SELECT c.oid::regclass AS index
        FROM pg_class AS c
        LEFT JOIN pg_index AS i ON i.indexrelid = c.oid
        WHERE c.oid IN (to_regclass('idx_events_1_embedding_hnsw_leftover'), to_regclass('idx_events_1_embedding_hnsw_leftover2'), to_regclass('idx_events_1_embedding_hnsw_leftover3'))
            AND (i.indisvalid AND i.indisready OR i.indrelid IS DISTINCT FROM to_regclass('events_1'))
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
        WHERE i.indrelid = to_regclass('events_1')
            AND NOT (i.indisvalid AND i.indisready)
            AND (s.stem <> c.relname AND (
                s.stem = 'idx_events_1_embedding_hnsw'
                OR 59 < octet_length(c.relname::text) AND starts_with('idx_events_1_embedding_hnsw', s.stem)
            ))
    LOOP
        RAISE NOTICE 'index % is INVALID, left by something that did not finish: removing it', it.index;
        slot := (
            SELECT n
            FROM unnest(ARRAY['idx_events_1_embedding_hnsw_leftover', 'idx_events_1_embedding_hnsw_leftover2', 'idx_events_1_embedding_hnsw_leftover3']::name[], ARRAY['idx_events_1_embedding_hnsw_leftover', 'idx_events_1_embedding_hnsw_leftover2', 'idx_events_1_embedding_hnsw_leftover3']) AS u (n, q)
            WHERE to_regclass(q) IS NULL
            LIMIT 1
        );
        IF slot IS NULL THEN
            RAISE EXCEPTION 'more leftovers of idx_events_1_embedding_hnsw than this can remove at once'
                USING HINT = format('DROP INDEX CONCURRENTLY %s; then run this again.', it.index);
        END IF;
        EXECUTE format('ALTER INDEX %s RENAME TO %I', it.index, slot);
    END LOOP;
END
$hnswkit$;

-- Goes on when the index is there, on its table and as planned, valid or not.
\echo '[ 7/37] guard   idx_events_2a_embedding_hnsw'
DO $hnswkit$
DECLARE
    index_name text := 'idx_events_2a_embedding_hnsw';
    table_name text := 'events_2a';
    it record;
    planned text;
    existing text;
    same_table boolean;
    usable boolean;
BEGIN
    -- What the server makes of the planned definition: asked of an empty copy of the table.
    CREATE TEMPORARY TABLE hnswkit_copy (LIKE events_2a);
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
\echo '[ 8/37] guard   idx_events_2a_embedding_hnsw'
DO $hnswkit$
DECLARE
    it record;
    slot name;
BEGIN
    IF EXISTS (SELECT FROM pg_stat_progress_create_index WHERE relid = to_regclass('events_2a')) THEN
        RAISE EXCEPTION USING
            MESSAGE = 'another session is building an index on events_2a',
            HINT = 'Wait for it, or cancel it; then run this again.';
    END IF;
    -- The names that are dropped next may belong to leftovers only.
    FOR it IN
        SELECT c.oid::regclass AS index
        FROM pg_class AS c
        LEFT JOIN pg_index AS i ON i.indexrelid = c.oid
        WHERE c.oid IN (to_regclass('idx_events_2a_embedding_hnsw_leftover'), to_regclass('idx_events_2a_embedding_hnsw_leftover2'), to_regclass('idx_events_2a_embedding_hnsw_leftover3'))
            AND (i.indisvalid AND i.indisready OR i.indrelid IS DISTINCT FROM to_regclass('events_2a'))
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
        WHERE i.indrelid = to_regclass('events_2a')
            AND NOT (i.indisvalid AND i.indisready)
            AND (s.stem <> c.relname AND (
                s.stem = 'idx_events_2a_embedding_hnsw'
                OR 59 < octet_length(c.relname::text) AND starts_with('idx_events_2a_embedding_hnsw', s.stem)
            ))
    LOOP
        RAISE NOTICE 'index % is INVALID, left by something that did not finish: removing it', it.index;
        slot := (
            SELECT n
            FROM unnest(ARRAY['idx_events_2a_embedding_hnsw_leftover', 'idx_events_2a_embedding_hnsw_leftover2', 'idx_events_2a_embedding_hnsw_leftover3']::name[], ARRAY['idx_events_2a_embedding_hnsw_leftover', 'idx_events_2a_embedding_hnsw_leftover2', 'idx_events_2a_embedding_hnsw_leftover3']) AS u (n, q)
            WHERE to_regclass(q) IS NULL
            LIMIT 1
        );
        IF slot IS NULL THEN
            RAISE EXCEPTION 'more leftovers of idx_events_2a_embedding_hnsw than this can remove at once'
                USING HINT = format('DROP INDEX CONCURRENTLY %s; then run this again.', it.index);
        END IF;
        EXECUTE format('ALTER INDEX %s RENAME TO %I', it.index, slot);
    END LOOP;
END
$hnswkit$;

-- Goes on when the index is there, on its table and as planned, valid or not.
\echo '[ 9/37] guard   "idx_Events, 2/b=_embedding_hnsw"'
DO $hnswkit$
DECLARE
    index_name text := '"idx_Events, 2/b=_embedding_hnsw"';
    table_name text := '"Events, 2/b="';
    it record;
    planned text;
    existing text;
    same_table boolean;
    usable boolean;
BEGIN
    -- What the server makes of the planned definition: asked of an empty copy of the table.
    CREATE TEMPORARY TABLE hnswkit_copy (LIKE "Events, 2/b=");
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
\echo '[10/37] guard   "idx_Events, 2/b=_embedding_hnsw"'
DO $hnswkit$
DECLARE
    it record;
    slot name;
BEGIN
    IF EXISTS (SELECT FROM pg_stat_progress_create_index WHERE relid = to_regclass('"Events, 2/b="')) THEN
        RAISE EXCEPTION USING
            MESSAGE = 'another session is building an index on "Events, 2/b="',
            HINT = 'Wait for it, or cancel it; then run this again.';
    END IF;
    -- The names that are dropped next may belong to leftovers only.
    FOR it IN
        SELECT c.oid::regclass AS index
        FROM pg_class AS c
        LEFT JOIN pg_index AS i ON i.indexrelid = c.oid
        WHERE c.oid IN (to_regclass('"idx_Events, 2/b=_embedding_hnsw_leftover"'), to_regclass('"idx_Events, 2/b=_embedding_hnsw_leftover2"'), to_regclass('"idx_Events, 2/b=_embedding_hnsw_leftover3"'))
            AND (i.indisvalid AND i.indisready OR i.indrelid IS DISTINCT FROM to_regclass('"Events, 2/b="'))
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
        WHERE i.indrelid = to_regclass('"Events, 2/b="')
            AND NOT (i.indisvalid AND i.indisready)
            AND (s.stem <> c.relname AND (
                s.stem = 'idx_Events, 2/b=_embedding_hnsw'
                OR 59 < octet_length(c.relname::text) AND starts_with('idx_Events, 2/b=_embedding_hnsw', s.stem)
            ))
    LOOP
        RAISE NOTICE 'index % is INVALID, left by something that did not finish: removing it', it.index;
        slot := (
            SELECT n
            FROM unnest(ARRAY['idx_Events, 2/b=_embedding_hnsw_leftover', 'idx_Events, 2/b=_embedding_hnsw_leftover2', 'idx_Events, 2/b=_embedding_hnsw_leftover3']::name[], ARRAY['"idx_Events, 2/b=_embedding_hnsw_leftover"', '"idx_Events, 2/b=_embedding_hnsw_leftover2"', '"idx_Events, 2/b=_embedding_hnsw_leftover3"']) AS u (n, q)
            WHERE to_regclass(q) IS NULL
            LIMIT 1
        );
        IF slot IS NULL THEN
            RAISE EXCEPTION 'more leftovers of "idx_Events, 2/b=_embedding_hnsw" than this can remove at once'
                USING HINT = format('DROP INDEX CONCURRENTLY %s; then run this again.', it.index);
        END IF;
        EXECUTE format('ALTER INDEX %s RENAME TO %I', it.index, slot);
    END LOOP;
END
$hnswkit$;

-- From here on it waits as long as it must: a lock_timeout also fires while the finished
-- graph waits for old snapshots, and leaves an INVALID index. Waiting blocks no reads and
-- no writes.
\echo '[11/37] build   settings'
SET lock_timeout = 0;

-- A statement_timeout would kill the build and leave an INVALID index.
\echo '[12/37] build   settings'
SET statement_timeout = 0;

-- So would a transaction_timeout, which PostgreSQL 17 and later have.
\echo '[13/37] build   settings'
DO $hnswkit$
BEGIN
    PERFORM set_config(name, '0', false)
    FROM pg_settings
    WHERE name = 'transaction_timeout';
END
$hnswkit$;

-- Removes what something that did not finish has left, if anything.
\echo '[14/37] drop    idx_events_1_embedding_hnsw'
DROP INDEX CONCURRENTLY IF EXISTS idx_events_1_embedding_hnsw_leftover;

-- Removes what something that did not finish has left, if anything.
\echo '[15/37] drop    idx_events_1_embedding_hnsw'
DROP INDEX CONCURRENTLY IF EXISTS idx_events_1_embedding_hnsw_leftover2;

-- Removes what something that did not finish has left, if anything.
\echo '[16/37] drop    idx_events_1_embedding_hnsw'
DROP INDEX CONCURRENTLY IF EXISTS idx_events_1_embedding_hnsw_leftover3;

-- The graph of 67 rows takes 1.0 MiB and stays in memory up to 135,907 rows.
\echo '[17/37] build   idx_events_1_embedding_hnsw'
SET maintenance_work_mem = '64MB';

-- Builds it anew beside the one that serves, swaps the two and drops the old one; reads and
-- writes go on, and queries use the index all the while. Interrupted, it leaves an INVALID
-- index of the name and _ccnew or _ccold, which the next run removes, and so does the way
-- back.
\echo '[18/37] build   idx_events_1_embedding_hnsw'
REINDEX INDEX CONCURRENTLY idx_events_1_embedding_hnsw;

-- Removes what something that did not finish has left, if anything.
\echo '[19/37] drop    idx_events_2a_embedding_hnsw'
DROP INDEX CONCURRENTLY IF EXISTS idx_events_2a_embedding_hnsw_leftover;

-- Removes what something that did not finish has left, if anything.
\echo '[20/37] drop    idx_events_2a_embedding_hnsw'
DROP INDEX CONCURRENTLY IF EXISTS idx_events_2a_embedding_hnsw_leftover2;

-- Removes what something that did not finish has left, if anything.
\echo '[21/37] drop    idx_events_2a_embedding_hnsw'
DROP INDEX CONCURRENTLY IF EXISTS idx_events_2a_embedding_hnsw_leftover3;

-- Builds it anew beside the one that serves, swaps the two and drops the old one; reads and
-- writes go on, and queries use the index all the while. Interrupted, it leaves an INVALID
-- index of the name and _ccnew or _ccold, which the next run removes, and so does the way
-- back.
\echo '[22/37] build   idx_events_2a_embedding_hnsw'
REINDEX INDEX CONCURRENTLY idx_events_2a_embedding_hnsw;

-- Removes what something that did not finish has left, if anything.
\echo '[23/37] drop    "idx_Events, 2/b=_embedding_hnsw"'
DROP INDEX CONCURRENTLY IF EXISTS "idx_Events, 2/b=_embedding_hnsw_leftover";

-- Removes what something that did not finish has left, if anything.
\echo '[24/37] drop    "idx_Events, 2/b=_embedding_hnsw"'
DROP INDEX CONCURRENTLY IF EXISTS "idx_Events, 2/b=_embedding_hnsw_leftover2";

-- Removes what something that did not finish has left, if anything.
\echo '[25/37] drop    "idx_Events, 2/b=_embedding_hnsw"'
DROP INDEX CONCURRENTLY IF EXISTS "idx_Events, 2/b=_embedding_hnsw_leftover3";

-- Builds it anew beside the one that serves, swaps the two and drops the old one; reads and
-- writes go on, and queries use the index all the while. Interrupted, it leaves an INVALID
-- index of the name and _ccnew or _ccold, which the next run removes, and so does the way
-- back.
\echo '[26/37] build   "idx_Events, 2/b=_embedding_hnsw"'
REINDEX INDEX CONCURRENTLY "idx_Events, 2/b=_embedding_hnsw";

-- Short steps again.
\echo '[27/37] verify  settings'
SET lock_timeout = '5s';

-- None of them takes long.
\echo '[28/37] verify  settings'
SET statement_timeout = '60s';

-- Fails loudly unless the index is valid, ready and defined as planned.
\echo '[29/37] verify  idx_events_1_embedding_hnsw'
DO $hnswkit$
DECLARE
    index_name text := 'idx_events_1_embedding_hnsw';
    table_name text := 'events_1';
    it record;
    planned text;
    existing text;
    same_table boolean;
    usable boolean;
BEGIN
    -- What the server makes of the planned definition: asked of an empty copy of the table.
    CREATE TEMPORARY TABLE hnswkit_copy (LIKE events_1);
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

-- Fails loudly when a leftover is there, and names the statements that drop it.
\echo '[30/37] verify  idx_events_1_embedding_hnsw'
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
        WHERE i.indrelid = to_regclass('events_1')
            AND NOT (i.indisvalid AND i.indisready)
            AND (c.relname IN ('idx_events_1_embedding_hnsw_leftover', 'idx_events_1_embedding_hnsw_leftover2', 'idx_events_1_embedding_hnsw_leftover3') OR s.stem <> c.relname AND (
                s.stem = 'idx_events_1_embedding_hnsw'
                OR 59 < octet_length(c.relname::text) AND starts_with('idx_events_1_embedding_hnsw', s.stem)
            ));
    IF names IS NOT NULL THEN
        RAISE EXCEPTION 'INVALID leftovers are still there: %', names
            USING HINT = cure || ' Then run this again.';
    END IF;
END
$hnswkit$;

-- Fails loudly unless the index is valid, ready and defined as planned.
\echo '[31/37] verify  idx_events_2a_embedding_hnsw'
DO $hnswkit$
DECLARE
    index_name text := 'idx_events_2a_embedding_hnsw';
    table_name text := 'events_2a';
    it record;
    planned text;
    existing text;
    same_table boolean;
    usable boolean;
BEGIN
    -- What the server makes of the planned definition: asked of an empty copy of the table.
    CREATE TEMPORARY TABLE hnswkit_copy (LIKE events_2a);
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

-- Fails loudly when a leftover is there, and names the statements that drop it.
\echo '[32/37] verify  idx_events_2a_embedding_hnsw'
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
        WHERE i.indrelid = to_regclass('events_2a')
            AND NOT (i.indisvalid AND i.indisready)
            AND (c.relname IN ('idx_events_2a_embedding_hnsw_leftover', 'idx_events_2a_embedding_hnsw_leftover2', 'idx_events_2a_embedding_hnsw_leftover3') OR s.stem <> c.relname AND (
                s.stem = 'idx_events_2a_embedding_hnsw'
                OR 59 < octet_length(c.relname::text) AND starts_with('idx_events_2a_embedding_hnsw', s.stem)
            ));
    IF names IS NOT NULL THEN
        RAISE EXCEPTION 'INVALID leftovers are still there: %', names
            USING HINT = cure || ' Then run this again.';
    END IF;
END
$hnswkit$;

-- Fails loudly unless the index is valid, ready and defined as planned.
\echo '[33/37] verify  "idx_Events, 2/b=_embedding_hnsw"'
DO $hnswkit$
DECLARE
    index_name text := '"idx_Events, 2/b=_embedding_hnsw"';
    table_name text := '"Events, 2/b="';
    it record;
    planned text;
    existing text;
    same_table boolean;
    usable boolean;
BEGIN
    -- What the server makes of the planned definition: asked of an empty copy of the table.
    CREATE TEMPORARY TABLE hnswkit_copy (LIKE "Events, 2/b=");
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

-- Fails loudly when a leftover is there, and names the statements that drop it.
\echo '[34/37] verify  "idx_Events, 2/b=_embedding_hnsw"'
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
        WHERE i.indrelid = to_regclass('"Events, 2/b="')
            AND NOT (i.indisvalid AND i.indisready)
            AND (c.relname IN ('idx_Events, 2/b=_embedding_hnsw_leftover', 'idx_Events, 2/b=_embedding_hnsw_leftover2', 'idx_Events, 2/b=_embedding_hnsw_leftover3') OR s.stem <> c.relname AND (
                s.stem = 'idx_Events, 2/b=_embedding_hnsw'
                OR 59 < octet_length(c.relname::text) AND starts_with('idx_Events, 2/b=_embedding_hnsw', s.stem)
            ));
    IF names IS NOT NULL THEN
        RAISE EXCEPTION 'INVALID leftovers are still there: %', names
            USING HINT = cure || ' Then run this again.';
    END IF;
END
$hnswkit$;

-- Fails loudly unless the index of the table is valid and defined as planned.
\echo '[35/37] verify  idx_events_embedding_hnsw'
DO $hnswkit$
DECLARE
    index_name text := 'idx_events_embedding_hnsw';
    table_name text := 'events';
    it record;
    planned text;
    existing text;
    same_table boolean;
    usable boolean;
BEGIN
    -- What the server makes of the planned definition: asked of an empty copy of the table.
    CREATE TEMPORARY TABLE hnswkit_copy (LIKE events);
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

-- Fails loudly when the index of a partition has other parameters.
\echo '[36/37] verify  idx_events_embedding_hnsw'
DO $hnswkit$
DECLARE
    it record;
BEGIN
    FOR it IN
        SELECT c.oid, c.reloptions, i.indisvalid
        FROM pg_partition_tree(to_regclass('idx_events_embedding_hnsw')) AS t
        JOIN pg_class AS c ON c.oid = t.relid
        JOIN pg_index AS i ON i.indexrelid = t.relid
        WHERE NOT i.indisvalid OR t.isleaf AND (coalesce(substring(c.reloptions::text FROM '[{,]m=([0-9]+)'), '16') <> '8' OR coalesce(substring(c.reloptions::text FROM '[{,]ef_construction=([0-9]+)'), '64') <> '32')
    LOOP
        IF NOT it.indisvalid THEN
            RAISE EXCEPTION 'index % is INVALID', it.oid::regclass
                USING HINT = 'Run the migration again: it goes on where this one ended.';
        END IF;
        RAISE EXCEPTION 'index % has other parameters than planned: %', it.oid::regclass, it.reloptions
            USING HINT = format('ALTER INDEX %1$s SET (m = 8, ef_construction = 32); REINDEX INDEX CONCURRENTLY %1$s; then run this again.', it.oid::regclass);
    END LOOP;
END
$hnswkit$;

-- Puts the settings back as they were.
\echo '[37/37] restore settings as before'
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
