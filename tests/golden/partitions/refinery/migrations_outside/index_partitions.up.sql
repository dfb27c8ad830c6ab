-- Build 4 HNSW indexes while reads and writes go on.
-- idx_events_1_embedding_hnsw: 24.0 KiB for 67 rows, built in 0.0 s to 0.0 s.
-- idx_events_2a_embedding_hnsw: 24.0 KiB for 67 rows, built in 0.0 s to 0.0 s.
-- "idx_Events, 2/b=_embedding_hnsw": 24.0 KiB for 67 rows, built in 0.0 s to 0.0 s.
-- idx_events_embedding_hnsw: 16.0 KiB for 0 rows.
--
-- Run: psql "$DATABASE_URL" --no-psqlrc --file migrations_outside/index_partitions.up.sql
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
        'table with indexes %s, database %s; this takes up to 55.3 KiB more (index and WAL)',
        pg_size_pretty(pg_total_relation_size(to_regclass('events_1'))),
        pg_size_pretty(pg_database_size(current_database()))
    ) AS detail;
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
        'table with indexes %s, database %s; this takes up to 55.3 KiB more (index and WAL)',
        pg_size_pretty(pg_total_relation_size(to_regclass('events_2a'))),
        pg_size_pretty(pg_database_size(current_database()))
    ) AS detail;
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
        'table with indexes %s, database %s; this takes up to 55.3 KiB more (index and WAL)',
        pg_size_pretty(pg_total_relation_size(to_regclass('"Events, 2/b="'))),
        pg_size_pretty(pg_database_size(current_database()))
    ) AS detail;
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
\echo '[ 1/33] prepare settings'
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
\echo '[ 2/33] prepare settings'
SET lock_timeout = '5s';

-- None of the short steps takes long.
\echo '[ 3/33] prepare settings'
SET statement_timeout = '60s';

-- Stops when a partition is missing in the spec, or not there. A partition that was made
-- after the index has one that PostgreSQL has named: it gets the planned name.
\echo '[ 4/33] guard   idx_events_embedding_hnsw'
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
        IF it.kind = 'i' AND NOT it.usable THEN
            RAISE EXCEPTION 'index % is attached and INVALID', it.index
                USING HINT = format('REINDEX INDEX CONCURRENTLY %s; then run this again.', it.index);
        END IF;
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

-- Goes on when the index of the partitioned table is absent or as planned, complete or not;
-- stops at anything else of that name.
\echo '[ 5/33] guard   idx_events_embedding_hnsw'
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
    ELSIF existing <> planned THEN
        RAISE EXCEPTION 'index % is there with another definition, and INVALID', index_name
            USING DETAIL = format('There is: %s. Planned: %s.', existing, planned),
                HINT = 'Drop it (which drops what is attached to it), or choose another name.';
    ELSIF NOT usable THEN
        RAISE NOTICE 'index % is there and not complete: going on', index_name;
    END IF;
END
$hnswkit$;

-- Goes on when the index of the partitioned table is absent or as planned, complete or not;
-- stops at anything else of that name.
\echo '[ 6/33] guard   idx_events_embedding_hnsw'
DO $hnswkit$
DECLARE
    index_name text := 'idx_events_2_embedding_hnsw';
    table_name text := 'events_2';
    it record;
    planned text;
    existing text;
    same_table boolean;
    usable boolean;
BEGIN
    -- What the server makes of the planned definition: asked of an empty copy of the table.
    CREATE TEMPORARY TABLE hnswkit_copy (LIKE events_2);
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
    ELSIF existing <> planned THEN
        RAISE EXCEPTION 'index % is there with another definition, and INVALID', index_name
            USING DETAIL = format('There is: %s. Planned: %s.', existing, planned),
                HINT = 'Drop it (which drops what is attached to it), or choose another name.';
    ELSIF NOT usable THEN
        RAISE NOTICE 'index % is there and not complete: going on', index_name;
    END IF;
END
$hnswkit$;

-- Goes on when the index is absent or as planned; renames an INVALID leftover out of the
-- way; stops at anything else of that name.
\echo '[ 7/33] guard   idx_events_1_embedding_hnsw'
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
        ALTER INDEX idx_events_1_embedding_hnsw RENAME TO idx_events_1_embedding_hnsw_leftover;
    END IF;
END
$hnswkit$;

-- Goes on when the index is absent or as planned; renames an INVALID leftover out of the
-- way; stops at anything else of that name.
\echo '[ 8/33] guard   idx_events_2a_embedding_hnsw'
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
        ALTER INDEX idx_events_2a_embedding_hnsw RENAME TO idx_events_2a_embedding_hnsw_leftover;
    END IF;
END
$hnswkit$;

-- Goes on when the index is absent or as planned; renames an INVALID leftover out of the
-- way; stops at anything else of that name.
\echo '[ 9/33] guard   "idx_Events, 2/b=_embedding_hnsw"'
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
        ALTER INDEX "idx_Events, 2/b=_embedding_hnsw" RENAME TO "idx_Events, 2/b=_embedding_hnsw_leftover";
    END IF;
END
$hnswkit$;

-- From here on it waits as long as it must: a lock_timeout also fires while the finished
-- graph waits for old snapshots, and leaves an INVALID index. Waiting blocks no reads and
-- no writes.
\echo '[10/33] build   settings'
SET lock_timeout = 0;

-- A statement_timeout would kill the build and leave an INVALID index.
\echo '[11/33] build   settings'
SET statement_timeout = 0;

-- So would a transaction_timeout, which PostgreSQL 17 and later have.
\echo '[12/33] build   settings'
DO $hnswkit$
BEGIN
    PERFORM set_config(name, '0', false)
    FROM pg_settings
    WHERE name = 'transaction_timeout';
END
$hnswkit$;

-- Makes the index of the partitioned table without its parts; it is INVALID until all are
-- attached, which hurts nobody. Writes through the table wait for a moment. From here on a
-- new partition gets its index by itself.
\echo '[13/33] build   idx_events_embedding_hnsw'
DO $hnswkit$
BEGIN
    -- It gives up rather than queue in front of everybody, and tries again.
    PERFORM set_config('lock_timeout', '1s', true);
    FOR attempt IN 1..30 LOOP
        BEGIN
            CREATE INDEX IF NOT EXISTS idx_events_embedding_hnsw
                ON ONLY events
                USING hnsw (embedding vector_l2_ops)
                WITH (m = 8, ef_construction = 32);
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

-- Makes the index of the partitioned table without its parts; it is INVALID until all are
-- attached, which hurts nobody. Writes through the table wait for a moment. From here on a
-- new partition gets its index by itself.
\echo '[14/33] build   idx_events_embedding_hnsw'
DO $hnswkit$
BEGIN
    -- It gives up rather than queue in front of everybody, and tries again.
    PERFORM set_config('lock_timeout', '1s', true);
    FOR attempt IN 1..30 LOOP
        BEGIN
            CREATE INDEX IF NOT EXISTS idx_events_2_embedding_hnsw
                ON ONLY events_2
                USING hnsw (embedding vector_l2_ops)
                WITH (m = 8, ef_construction = 32);
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

-- The graph of 67 rows takes 1.0 MiB and stays in memory up to 135,907 rows.
\echo '[15/33] build   idx_events_1_embedding_hnsw'
SET maintenance_work_mem = '64MB';

-- Removes the leftover of a build that did not finish, if there is one.
\echo '[16/33] drop    idx_events_1_embedding_hnsw'
DROP INDEX CONCURRENTLY IF EXISTS idx_events_1_embedding_hnsw_leftover;

-- Builds the index while reads and writes go on; does nothing when the guard found it as
-- planned.
\echo '[17/33] build   idx_events_1_embedding_hnsw'
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_events_1_embedding_hnsw
    ON events_1
    USING hnsw (embedding vector_l2_ops)
    WITH (m = 8, ef_construction = 32);

-- Removes the leftover of a build that did not finish, if there is one.
\echo '[18/33] drop    idx_events_2a_embedding_hnsw'
DROP INDEX CONCURRENTLY IF EXISTS idx_events_2a_embedding_hnsw_leftover;

-- Builds the index while reads and writes go on; does nothing when the guard found it as
-- planned.
\echo '[19/33] build   idx_events_2a_embedding_hnsw'
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_events_2a_embedding_hnsw
    ON events_2a
    USING hnsw (embedding vector_l2_ops)
    WITH (m = 8, ef_construction = 32);

-- Removes the leftover of a build that did not finish, if there is one.
\echo '[20/33] drop    "idx_Events, 2/b=_embedding_hnsw"'
DROP INDEX CONCURRENTLY IF EXISTS "idx_Events, 2/b=_embedding_hnsw_leftover";

-- Builds the index while reads and writes go on; does nothing when the guard found it as
-- planned.
\echo '[21/33] build   "idx_Events, 2/b=_embedding_hnsw"'
CREATE INDEX CONCURRENTLY IF NOT EXISTS "idx_Events, 2/b=_embedding_hnsw"
    ON "Events, 2/b="
    USING hnsw (embedding vector_l2_ops)
    WITH (m = 8, ef_construction = 32);

-- Makes it a part of the index of the table, after a look at m and ef_construction, which
-- the server does not compare. It needs the index of the partition for itself for a moment,
-- so that searches and writes of the partition may wait, at most a second at a time. With
-- the last one the index of the table becomes valid. Interrupted: run the plan again, or go
-- back.
\echo '[22/33] build   idx_events_embedding_hnsw'
DO $hnswkit$
DECLARE
    part_name text := 'idx_events_1_embedding_hnsw';
    parent_name text := 'idx_events_embedding_hnsw';
BEGIN
    IF EXISTS (
        SELECT
        FROM pg_inherits AS h
        JOIN pg_index AS i ON i.indexrelid = h.inhparent
        WHERE h.inhrelid = to_regclass(part_name) AND h.inhparent = to_regclass(parent_name) AND i.indisvalid
    ) THEN
        RETURN;
    ELSIF EXISTS (SELECT FROM pg_class AS c WHERE c.oid = to_regclass(part_name) AND (coalesce(substring(c.reloptions::text FROM '[{,]m=([0-9]+)'), '16') <> '8' OR coalesce(substring(c.reloptions::text FROM '[{,]ef_construction=([0-9]+)'), '64') <> '32')) THEN
        -- The server would take it.
        RAISE EXCEPTION 'index % has other parameters than planned', part_name
            USING HINT = format('ALTER INDEX %1$s SET (m = 8, ef_construction = 32); REINDEX INDEX CONCURRENTLY %1$s; then run this again.', part_name);
    END IF;
    -- It gives up rather than queue in front of everybody, and tries again.
    PERFORM set_config('lock_timeout', '1s', true);
    FOR attempt IN 1..30 LOOP
        BEGIN
            ALTER INDEX idx_events_embedding_hnsw ATTACH PARTITION idx_events_1_embedding_hnsw;
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

-- Makes it a part of the index of the table, after a look at m and ef_construction, which
-- the server does not compare. It needs the index of the partition for itself for a moment,
-- so that searches and writes of the partition may wait, at most a second at a time. With
-- the last one the index of the table becomes valid. Interrupted: run the plan again, or go
-- back.
\echo '[23/33] build   idx_events_embedding_hnsw'
DO $hnswkit$
DECLARE
    part_name text := 'idx_events_2a_embedding_hnsw';
    parent_name text := 'idx_events_2_embedding_hnsw';
BEGIN
    IF EXISTS (
        SELECT
        FROM pg_inherits AS h
        JOIN pg_index AS i ON i.indexrelid = h.inhparent
        WHERE h.inhrelid = to_regclass(part_name) AND h.inhparent = to_regclass(parent_name) AND i.indisvalid
    ) THEN
        RETURN;
    ELSIF EXISTS (SELECT FROM pg_class AS c WHERE c.oid = to_regclass(part_name) AND (coalesce(substring(c.reloptions::text FROM '[{,]m=([0-9]+)'), '16') <> '8' OR coalesce(substring(c.reloptions::text FROM '[{,]ef_construction=([0-9]+)'), '64') <> '32')) THEN
        -- The server would take it.
        RAISE EXCEPTION 'index % has other parameters than planned', part_name
            USING HINT = format('ALTER INDEX %1$s SET (m = 8, ef_construction = 32); REINDEX INDEX CONCURRENTLY %1$s; then run this again.', part_name);
    END IF;
    -- It gives up rather than queue in front of everybody, and tries again.
    PERFORM set_config('lock_timeout', '1s', true);
    FOR attempt IN 1..30 LOOP
        BEGIN
            ALTER INDEX idx_events_2_embedding_hnsw ATTACH PARTITION idx_events_2a_embedding_hnsw;
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

-- Makes it a part of the index of the table, after a look at m and ef_construction, which
-- the server does not compare. It needs the index of the partition for itself for a moment,
-- so that searches and writes of the partition may wait, at most a second at a time. With
-- the last one the index of the table becomes valid. Interrupted: run the plan again, or go
-- back.
\echo '[24/33] build   idx_events_embedding_hnsw'
DO $hnswkit$
DECLARE
    part_name text := '"idx_Events, 2/b=_embedding_hnsw"';
    parent_name text := 'idx_events_2_embedding_hnsw';
BEGIN
    IF EXISTS (
        SELECT
        FROM pg_inherits AS h
        JOIN pg_index AS i ON i.indexrelid = h.inhparent
        WHERE h.inhrelid = to_regclass(part_name) AND h.inhparent = to_regclass(parent_name) AND i.indisvalid
    ) THEN
        RETURN;
    ELSIF EXISTS (SELECT FROM pg_class AS c WHERE c.oid = to_regclass(part_name) AND (coalesce(substring(c.reloptions::text FROM '[{,]m=([0-9]+)'), '16') <> '8' OR coalesce(substring(c.reloptions::text FROM '[{,]ef_construction=([0-9]+)'), '64') <> '32')) THEN
        -- The server would take it.
        RAISE EXCEPTION 'index % has other parameters than planned', part_name
            USING HINT = format('ALTER INDEX %1$s SET (m = 8, ef_construction = 32); REINDEX INDEX CONCURRENTLY %1$s; then run this again.', part_name);
    END IF;
    -- It gives up rather than queue in front of everybody, and tries again.
    PERFORM set_config('lock_timeout', '1s', true);
    FOR attempt IN 1..30 LOOP
        BEGIN
            ALTER INDEX idx_events_2_embedding_hnsw ATTACH PARTITION "idx_Events, 2/b=_embedding_hnsw";
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

-- Makes it a part of the index of the table, after a look at m and ef_construction, which
-- the server does not compare. It needs the index of the partition for itself for a moment,
-- so that searches and writes of the partition may wait, at most a second at a time. With
-- the last one the index of the table becomes valid. Interrupted: run the plan again, or go
-- back.
\echo '[25/33] build   idx_events_embedding_hnsw'
DO $hnswkit$
DECLARE
    part_name text := 'idx_events_2_embedding_hnsw';
    parent_name text := 'idx_events_embedding_hnsw';
BEGIN
    IF EXISTS (
        SELECT
        FROM pg_inherits AS h
        JOIN pg_index AS i ON i.indexrelid = h.inhparent
        WHERE h.inhrelid = to_regclass(part_name) AND h.inhparent = to_regclass(parent_name) AND i.indisvalid
    ) THEN
        RETURN;
    ELSIF EXISTS (SELECT FROM pg_class AS c WHERE c.oid = to_regclass(part_name) AND (coalesce(substring(c.reloptions::text FROM '[{,]m=([0-9]+)'), '16') <> '8' OR coalesce(substring(c.reloptions::text FROM '[{,]ef_construction=([0-9]+)'), '64') <> '32')) THEN
        -- The server would take it.
        RAISE EXCEPTION 'index % has other parameters than planned', part_name
            USING HINT = format('ALTER INDEX %1$s SET (m = 8, ef_construction = 32); REINDEX INDEX CONCURRENTLY %1$s; then run this again.', part_name);
    END IF;
    -- It gives up rather than queue in front of everybody, and tries again.
    PERFORM set_config('lock_timeout', '1s', true);
    FOR attempt IN 1..30 LOOP
        BEGIN
            ALTER INDEX idx_events_embedding_hnsw ATTACH PARTITION idx_events_2_embedding_hnsw;
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
\echo '[26/33] verify  settings'
SET lock_timeout = '5s';

-- None of them takes long.
\echo '[27/33] verify  settings'
SET statement_timeout = '60s';

-- Fails loudly unless the index is valid, ready and defined as planned.
\echo '[28/33] verify  idx_events_1_embedding_hnsw'
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

-- Fails loudly unless the index is valid, ready and defined as planned.
\echo '[29/33] verify  idx_events_2a_embedding_hnsw'
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

-- Fails loudly unless the index is valid, ready and defined as planned.
\echo '[30/33] verify  "idx_Events, 2/b=_embedding_hnsw"'
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

-- Fails loudly unless the index of the table is valid and defined as planned.
\echo '[31/33] verify  idx_events_embedding_hnsw'
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
\echo '[32/33] verify  idx_events_embedding_hnsw'
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
\echo '[33/33] restore settings as before'
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
