-- Build 5 HNSW indexes while reads and writes go on.
-- idx_halves_v_hnsw: 336 KiB for 400 rows, built in 0.0 s to 0.1 s.
-- idx_bits_v_hnsw: 120 KiB for 400 rows, built in 0.0 s to 0.0 s.
-- idx_sparse_v_hnsw: 232 KiB for 400 rows, built in 0.0 s to 0.2 s.
-- wide_v_half_hnsw: 808 KiB for 400 rows, built in 0.0 s to 0.1 s.
-- wide_v_bits_hnsw: 168 KiB for 400 rows, built in 0.0 s to 0.1 s.
--
-- Run: psql "$DATABASE_URL" --no-psqlrc --file migrations/every_type.up.sql (never with
-- --single-transaction). Safe to run again.

\set ON_ERROR_STOP on
\timing on

-- Questions for before; ok = f needs a cure, no rows are fine.
\echo 'idx_halves_v_hnsw: Is pgvector installed, new enough, and on the search_path?'
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
\echo 'idx_halves_v_hnsw: Is it a table that one build can index, and may this role do it?'
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
WHERE c.oid = to_regclass('halves')
UNION ALL
SELECT false, 'the table does not exist, or its schema is not on the search_path'
WHERE to_regclass('halves') IS NULL;
\echo 'idx_halves_v_hnsw: Has the column the planned type and dimensions?'
SELECT
    t.typname = 'halfvec' AND a.atttypmod = 256 AS ok,
    format('%s is %s; planned is halfvec(256)', a.attname, format_type(a.atttypid, a.atttypmod)) AS detail
FROM pg_attribute AS a
JOIN pg_type AS t ON t.oid = a.atttypid
WHERE a.attrelid = to_regclass('halves')
    AND a.attname = 'v'
    AND NOT a.attisdropped;
\echo 'idx_halves_v_hnsw: Is the name of the index free?'
SELECT
    i.indrelid IS NOT DISTINCT FROM to_regclass('halves') AS ok,
    CASE
        WHEN i.indexrelid IS NULL THEN format('%s is there and is not an index', c.oid::regclass)
        WHEN NOT (i.indisvalid AND i.indisready) THEN format('%s is INVALID: a leftover', c.oid::regclass)
        ELSE format('is there: %s', pg_get_indexdef(c.oid))
    END AS detail
FROM pg_class AS c
LEFT JOIN pg_index AS i ON i.indexrelid = c.oid
WHERE c.oid IN (to_regclass('idx_halves_v_hnsw'), to_regclass('idx_halves_v_hnsw_leftover'));
\echo 'idx_halves_v_hnsw: Is there an equal index under another name?'
SELECT
    false AS ok,
    pg_get_indexdef(i.indexrelid) AS detail
FROM pg_index AS i
JOIN pg_class AS c ON c.oid = i.indexrelid
JOIN pg_am AS a ON a.oid = c.relam
JOIN pg_opclass AS o ON o.oid = i.indclass[0]
WHERE i.indrelid = to_regclass('halves')
    AND i.indexrelid IS DISTINCT FROM to_regclass('idx_halves_v_hnsw')
    AND i.indisvalid
    AND a.amname = 'hnsw'
    AND o.opcname = 'halfvec_l1_ops'
    AND i.indpred IS NULL
    AND pg_get_indexdef(i.indexrelid, 1, false) = 'v';
\echo 'idx_halves_v_hnsw: Which transactions would a concurrent build wait for?'
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
\echo 'idx_halves_v_hnsw: Is another session building on the table or vacuuming it?'
SELECT
    false AS ok,
    format('pid %s, %s, since %s: %s', l.pid, l.mode, a.query_start, left(a.query, 80)) AS detail
FROM pg_locks AS l
LEFT JOIN pg_stat_activity AS a ON a.pid = l.pid
WHERE l.relation = to_regclass('halves')
    AND l.pid <> pg_backend_pid()
    AND l.mode IN (
        'ShareUpdateExclusiveLock',
        'ShareLock',
        'ShareRowExclusiveLock',
        'ExclusiveLock',
        'AccessExclusiveLock'
    );
\echo 'idx_halves_v_hnsw: How much disk is used, and how much does this take?'
SELECT
    NULL::boolean AS ok,
    format(
        'table with indexes %s, database %s; this takes up to 678 KiB more (index and WAL)',
        pg_size_pretty(pg_total_relation_size(to_regclass('halves'))),
        pg_size_pretty(pg_database_size(current_database()))
    ) AS detail;
\echo 'idx_bits_v_hnsw: Is pgvector installed, new enough, and on the search_path?'
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
\echo 'idx_bits_v_hnsw: Is it a table that one build can index, and may this role do it?'
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
WHERE c.oid = to_regclass('bits')
UNION ALL
SELECT false, 'the table does not exist, or its schema is not on the search_path'
WHERE to_regclass('bits') IS NULL;
\echo 'idx_bits_v_hnsw: Has the column the planned type and dimensions?'
SELECT
    t.typname = 'bit' AND a.atttypmod = 512 AS ok,
    format('%s is %s; planned is bit(512)', a.attname, format_type(a.atttypid, a.atttypmod)) AS detail
FROM pg_attribute AS a
JOIN pg_type AS t ON t.oid = a.atttypid
WHERE a.attrelid = to_regclass('bits')
    AND a.attname = 'v'
    AND NOT a.attisdropped;
\echo 'idx_bits_v_hnsw: Is the name of the index free?'
SELECT
    i.indrelid IS NOT DISTINCT FROM to_regclass('bits') AS ok,
    CASE
        WHEN i.indexrelid IS NULL THEN format('%s is there and is not an index', c.oid::regclass)
        WHEN NOT (i.indisvalid AND i.indisready) THEN format('%s is INVALID: a leftover', c.oid::regclass)
        ELSE format('is there: %s', pg_get_indexdef(c.oid))
    END AS detail
FROM pg_class AS c
LEFT JOIN pg_index AS i ON i.indexrelid = c.oid
WHERE c.oid IN (to_regclass('idx_bits_v_hnsw'), to_regclass('idx_bits_v_hnsw_leftover'));
\echo 'idx_bits_v_hnsw: Is there an equal index under another name?'
SELECT
    false AS ok,
    pg_get_indexdef(i.indexrelid) AS detail
FROM pg_index AS i
JOIN pg_class AS c ON c.oid = i.indexrelid
JOIN pg_am AS a ON a.oid = c.relam
JOIN pg_opclass AS o ON o.oid = i.indclass[0]
WHERE i.indrelid = to_regclass('bits')
    AND i.indexrelid IS DISTINCT FROM to_regclass('idx_bits_v_hnsw')
    AND i.indisvalid
    AND a.amname = 'hnsw'
    AND o.opcname = 'bit_hamming_ops'
    AND i.indpred IS NULL
    AND pg_get_indexdef(i.indexrelid, 1, false) = 'v';
\echo 'idx_bits_v_hnsw: Which transactions would a concurrent build wait for?'
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
\echo 'idx_bits_v_hnsw: Is another session building on the table or vacuuming it?'
SELECT
    false AS ok,
    format('pid %s, %s, since %s: %s', l.pid, l.mode, a.query_start, left(a.query, 80)) AS detail
FROM pg_locks AS l
LEFT JOIN pg_stat_activity AS a ON a.pid = l.pid
WHERE l.relation = to_regclass('bits')
    AND l.pid <> pg_backend_pid()
    AND l.mode IN (
        'ShareUpdateExclusiveLock',
        'ShareLock',
        'ShareRowExclusiveLock',
        'ExclusiveLock',
        'AccessExclusiveLock'
    );
\echo 'idx_bits_v_hnsw: How much disk is used, and how much does this take?'
SELECT
    NULL::boolean AS ok,
    format(
        'table with indexes %s, database %s; this takes up to 240 KiB more (index and WAL)',
        pg_size_pretty(pg_total_relation_size(to_regclass('bits'))),
        pg_size_pretty(pg_database_size(current_database()))
    ) AS detail;
\echo 'idx_sparse_v_hnsw: Is pgvector installed, new enough, and on the search_path?'
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
\echo 'idx_sparse_v_hnsw: Is it a table that one build can index, and may this role do it?'
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
WHERE c.oid = to_regclass('sparse')
UNION ALL
SELECT false, 'the table does not exist, or its schema is not on the search_path'
WHERE to_regclass('sparse') IS NULL;
\echo 'idx_sparse_v_hnsw: Has the column the planned type and dimensions?'
SELECT
    t.typname = 'sparsevec' AND a.atttypmod = 1000 AS ok,
    format('%s is %s; planned is sparsevec(1000)', a.attname, format_type(a.atttypid, a.atttypmod)) AS detail
FROM pg_attribute AS a
JOIN pg_type AS t ON t.oid = a.atttypid
WHERE a.attrelid = to_regclass('sparse')
    AND a.attname = 'v'
    AND NOT a.attisdropped;
\echo 'idx_sparse_v_hnsw: Is the name of the index free?'
SELECT
    i.indrelid IS NOT DISTINCT FROM to_regclass('sparse') AS ok,
    CASE
        WHEN i.indexrelid IS NULL THEN format('%s is there and is not an index', c.oid::regclass)
        WHEN NOT (i.indisvalid AND i.indisready) THEN format('%s is INVALID: a leftover', c.oid::regclass)
        ELSE format('is there: %s', pg_get_indexdef(c.oid))
    END AS detail
FROM pg_class AS c
LEFT JOIN pg_index AS i ON i.indexrelid = c.oid
WHERE c.oid IN (to_regclass('idx_sparse_v_hnsw'), to_regclass('idx_sparse_v_hnsw_leftover'));
\echo 'idx_sparse_v_hnsw: Is there an equal index under another name?'
SELECT
    false AS ok,
    pg_get_indexdef(i.indexrelid) AS detail
FROM pg_index AS i
JOIN pg_class AS c ON c.oid = i.indexrelid
JOIN pg_am AS a ON a.oid = c.relam
JOIN pg_opclass AS o ON o.oid = i.indclass[0]
WHERE i.indrelid = to_regclass('sparse')
    AND i.indexrelid IS DISTINCT FROM to_regclass('idx_sparse_v_hnsw')
    AND i.indisvalid
    AND a.amname = 'hnsw'
    AND o.opcname = 'sparsevec_ip_ops'
    AND i.indpred IS NULL
    AND pg_get_indexdef(i.indexrelid, 1, false) = 'v';
\echo 'idx_sparse_v_hnsw: Which transactions would a concurrent build wait for?'
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
\echo 'idx_sparse_v_hnsw: Is another session building on the table or vacuuming it?'
SELECT
    false AS ok,
    format('pid %s, %s, since %s: %s', l.pid, l.mode, a.query_start, left(a.query, 80)) AS detail
FROM pg_locks AS l
LEFT JOIN pg_stat_activity AS a ON a.pid = l.pid
WHERE l.relation = to_regclass('sparse')
    AND l.pid <> pg_backend_pid()
    AND l.mode IN (
        'ShareUpdateExclusiveLock',
        'ShareLock',
        'ShareRowExclusiveLock',
        'ExclusiveLock',
        'AccessExclusiveLock'
    );
\echo 'idx_sparse_v_hnsw: How much disk is used, and how much does this take?'
SELECT
    NULL::boolean AS ok,
    format(
        'table with indexes %s, database %s; this takes up to 470 KiB more (index and WAL)',
        pg_size_pretty(pg_total_relation_size(to_regclass('sparse'))),
        pg_size_pretty(pg_database_size(current_database()))
    ) AS detail;
\echo 'wide_v_half_hnsw: Is pgvector installed, new enough, and on the search_path?'
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
\echo 'wide_v_half_hnsw: Is it a table that one build can index, and may this role do it?'
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
WHERE c.oid = to_regclass('wide')
UNION ALL
SELECT false, 'the table does not exist, or its schema is not on the search_path'
WHERE to_regclass('wide') IS NULL;
\echo 'wide_v_half_hnsw: Is the name of the index free?'
SELECT
    i.indrelid IS NOT DISTINCT FROM to_regclass('wide') AS ok,
    CASE
        WHEN i.indexrelid IS NULL THEN format('%s is there and is not an index', c.oid::regclass)
        WHEN NOT (i.indisvalid AND i.indisready) THEN format('%s is INVALID: a leftover', c.oid::regclass)
        ELSE format('is there: %s', pg_get_indexdef(c.oid))
    END AS detail
FROM pg_class AS c
LEFT JOIN pg_index AS i ON i.indexrelid = c.oid
WHERE c.oid IN (to_regclass('wide_v_half_hnsw'), to_regclass('wide_v_half_hnsw_leftover'));
\echo 'wide_v_half_hnsw: Is there an equal index under another name?'
SELECT
    CASE
        WHEN '(v::halfvec(768))' IN (
            translate(pg_get_indexdef(i.indexrelid, 1, true), ' ', ''),
            translate(pg_get_indexdef(i.indexrelid, 1, false), ' ', '')
        ) THEN false
    END AS ok,
    pg_get_indexdef(i.indexrelid) AS detail
FROM pg_index AS i
JOIN pg_class AS c ON c.oid = i.indexrelid
JOIN pg_am AS a ON a.oid = c.relam
JOIN pg_opclass AS o ON o.oid = i.indclass[0]
WHERE i.indrelid = to_regclass('wide')
    AND i.indexrelid IS DISTINCT FROM to_regclass('wide_v_half_hnsw')
    AND i.indisvalid
    AND a.amname = 'hnsw'
    AND o.opcname = 'halfvec_cosine_ops'
    AND i.indpred IS NULL
    AND i.indexprs IS NOT NULL;
\echo 'wide_v_half_hnsw: Which transactions would a concurrent build wait for?'
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
\echo 'wide_v_half_hnsw: Is another session building on the table or vacuuming it?'
SELECT
    false AS ok,
    format('pid %s, %s, since %s: %s', l.pid, l.mode, a.query_start, left(a.query, 80)) AS detail
FROM pg_locks AS l
LEFT JOIN pg_stat_activity AS a ON a.pid = l.pid
WHERE l.relation = to_regclass('wide')
    AND l.pid <> pg_backend_pid()
    AND l.mode IN (
        'ShareUpdateExclusiveLock',
        'ShareLock',
        'ShareRowExclusiveLock',
        'ExclusiveLock',
        'AccessExclusiveLock'
    );
\echo 'wide_v_half_hnsw: How much disk is used, and how much does this take?'
SELECT
    NULL::boolean AS ok,
    format(
        'table with indexes %s, database %s; this takes up to 1.5 MiB more (index and WAL)',
        pg_size_pretty(pg_total_relation_size(to_regclass('wide'))),
        pg_size_pretty(pg_database_size(current_database()))
    ) AS detail;
\echo 'wide_v_bits_hnsw: Is pgvector installed, new enough, and on the search_path?'
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
\echo 'wide_v_bits_hnsw: Is it a table that one build can index, and may this role do it?'
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
WHERE c.oid = to_regclass('wide')
UNION ALL
SELECT false, 'the table does not exist, or its schema is not on the search_path'
WHERE to_regclass('wide') IS NULL;
\echo 'wide_v_bits_hnsw: Is the name of the index free?'
SELECT
    i.indrelid IS NOT DISTINCT FROM to_regclass('wide') AS ok,
    CASE
        WHEN i.indexrelid IS NULL THEN format('%s is there and is not an index', c.oid::regclass)
        WHEN NOT (i.indisvalid AND i.indisready) THEN format('%s is INVALID: a leftover', c.oid::regclass)
        ELSE format('is there: %s', pg_get_indexdef(c.oid))
    END AS detail
FROM pg_class AS c
LEFT JOIN pg_index AS i ON i.indexrelid = c.oid
WHERE c.oid IN (to_regclass('wide_v_bits_hnsw'), to_regclass('wide_v_bits_hnsw_leftover'));
\echo 'wide_v_bits_hnsw: Is there an equal index under another name?'
SELECT
    CASE
        WHEN '(binary_quantize(v)::bit(768))' IN (
            translate(pg_get_indexdef(i.indexrelid, 1, true), ' ', ''),
            translate(pg_get_indexdef(i.indexrelid, 1, false), ' ', '')
        ) AND '(vISNOTNULL)' IN (
            translate('(' || pg_get_expr(i.indpred, i.indrelid, true) || ')', ' ', ''),
            translate(pg_get_expr(i.indpred, i.indrelid, false), ' ', '')
        ) THEN false
    END AS ok,
    pg_get_indexdef(i.indexrelid) AS detail
FROM pg_index AS i
JOIN pg_class AS c ON c.oid = i.indexrelid
JOIN pg_am AS a ON a.oid = c.relam
JOIN pg_opclass AS o ON o.oid = i.indclass[0]
WHERE i.indrelid = to_regclass('wide')
    AND i.indexrelid IS DISTINCT FROM to_regclass('wide_v_bits_hnsw')
    AND i.indisvalid
    AND a.amname = 'hnsw'
    AND o.opcname = 'bit_hamming_ops'
    AND i.indpred IS NOT NULL
    AND i.indexprs IS NOT NULL;
\echo 'wide_v_bits_hnsw: Which transactions would a concurrent build wait for?'
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
\echo 'wide_v_bits_hnsw: Is another session building on the table or vacuuming it?'
SELECT
    false AS ok,
    format('pid %s, %s, since %s: %s', l.pid, l.mode, a.query_start, left(a.query, 80)) AS detail
FROM pg_locks AS l
LEFT JOIN pg_stat_activity AS a ON a.pid = l.pid
WHERE l.relation = to_regclass('wide')
    AND l.pid <> pg_backend_pid()
    AND l.mode IN (
        'ShareUpdateExclusiveLock',
        'ShareLock',
        'ShareRowExclusiveLock',
        'ExclusiveLock',
        'AccessExclusiveLock'
    );
\echo 'wide_v_bits_hnsw: How much disk is used, and how much does this take?'
SELECT
    NULL::boolean AS ok,
    format(
        'table with indexes %s, database %s; this takes up to 338 KiB more (index and WAL)',
        pg_size_pretty(pg_total_relation_size(to_regclass('wide'))),
        pg_size_pretty(pg_database_size(current_database()))
    ) AS detail;

-- Remembers the settings of the session; the last step puts them back.
\echo '[ 1/30] prepare settings'
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
\echo '[ 2/30] prepare settings'
SET lock_timeout = '5s';

-- None of the short steps takes long.
\echo '[ 3/30] prepare settings'
SET statement_timeout = '60s';

-- Goes on when the index is absent or as planned; renames an INVALID leftover out of the
-- way; stops at anything else of that name.
\echo '[ 4/30] guard   idx_halves_v_hnsw'
DO $hnswkit$
DECLARE
    index_name text := 'idx_halves_v_hnsw';
    table_name text := 'halves';
    it record;
    planned text;
    existing text;
    same_table boolean;
    usable boolean;
BEGIN
    -- What the server makes of the planned definition: asked of an empty copy of the table.
    CREATE TEMPORARY TABLE hnswkit_copy (LIKE halves);
    CREATE INDEX hnswkit_plan
        ON pg_temp.hnswkit_copy
        USING hnsw (v halfvec_l1_ops)
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
        ALTER INDEX idx_halves_v_hnsw RENAME TO idx_halves_v_hnsw_leftover;
    END IF;
END
$hnswkit$;

-- Goes on when the index is absent or as planned; renames an INVALID leftover out of the
-- way; stops at anything else of that name.
\echo '[ 5/30] guard   idx_bits_v_hnsw'
DO $hnswkit$
DECLARE
    index_name text := 'idx_bits_v_hnsw';
    table_name text := 'bits';
    it record;
    planned text;
    existing text;
    same_table boolean;
    usable boolean;
BEGIN
    -- What the server makes of the planned definition: asked of an empty copy of the table.
    CREATE TEMPORARY TABLE hnswkit_copy (LIKE bits);
    CREATE INDEX hnswkit_plan
        ON pg_temp.hnswkit_copy
        USING hnsw (v bit_hamming_ops)
        WITH (m = 8, ef_construction = 16);
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
        ALTER INDEX idx_bits_v_hnsw RENAME TO idx_bits_v_hnsw_leftover;
    END IF;
END
$hnswkit$;

-- Goes on when the index is absent or as planned; renames an INVALID leftover out of the
-- way; stops at anything else of that name.
\echo '[ 6/30] guard   idx_sparse_v_hnsw'
DO $hnswkit$
DECLARE
    index_name text := 'idx_sparse_v_hnsw';
    table_name text := 'sparse';
    it record;
    planned text;
    existing text;
    same_table boolean;
    usable boolean;
BEGIN
    -- What the server makes of the planned definition: asked of an empty copy of the table.
    CREATE TEMPORARY TABLE hnswkit_copy (LIKE sparse);
    CREATE INDEX hnswkit_plan
        ON pg_temp.hnswkit_copy
        USING hnsw (v sparsevec_ip_ops)
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
        ALTER INDEX idx_sparse_v_hnsw RENAME TO idx_sparse_v_hnsw_leftover;
    END IF;
END
$hnswkit$;

-- Goes on when the index is absent or as planned; renames an INVALID leftover out of the
-- way; stops at anything else of that name.
\echo '[ 7/30] guard   wide_v_half_hnsw'
DO $hnswkit$
DECLARE
    index_name text := 'wide_v_half_hnsw';
    table_name text := 'wide';
    it record;
    planned text;
    existing text;
    same_table boolean;
    usable boolean;
BEGIN
    -- What the server makes of the planned definition: asked of an empty copy of the table.
    CREATE TEMPORARY TABLE hnswkit_copy (LIKE wide);
    CREATE INDEX hnswkit_plan
        ON pg_temp.hnswkit_copy
        USING hnsw ((v::halfvec(768)) halfvec_cosine_ops)
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
        ALTER INDEX wide_v_half_hnsw RENAME TO wide_v_half_hnsw_leftover;
    END IF;
END
$hnswkit$;

-- Goes on when the index is absent or as planned; renames an INVALID leftover out of the
-- way; stops at anything else of that name.
\echo '[ 8/30] guard   wide_v_bits_hnsw'
DO $hnswkit$
DECLARE
    index_name text := 'wide_v_bits_hnsw';
    table_name text := 'wide';
    it record;
    planned text;
    existing text;
    same_table boolean;
    usable boolean;
BEGIN
    -- What the server makes of the planned definition: asked of an empty copy of the table.
    CREATE TEMPORARY TABLE hnswkit_copy (LIKE wide);
    CREATE INDEX hnswkit_plan
        ON pg_temp.hnswkit_copy
        USING hnsw ((binary_quantize(v)::bit(768)) bit_hamming_ops)
        WITH (m = 16, ef_construction = 64)
        WHERE (v IS NOT NULL);
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
        ALTER INDEX wide_v_bits_hnsw RENAME TO wide_v_bits_hnsw_leftover;
    END IF;
END
$hnswkit$;

-- From here on it waits as long as it must: a lock_timeout also fires while the finished
-- graph waits for old snapshots, and leaves an INVALID index. Waiting blocks no reads and
-- no writes.
\echo '[ 9/30] build   settings'
SET lock_timeout = 0;

-- A statement_timeout would kill the build and leave an INVALID index.
\echo '[10/30] build   settings'
SET statement_timeout = 0;

-- So would a transaction_timeout, which PostgreSQL 17 and later have.
\echo '[11/30] build   settings'
DO $hnswkit$
BEGIN
    PERFORM set_config(name, '0', false)
    FROM pg_settings
    WHERE name = 'transaction_timeout';
END
$hnswkit$;

-- The graph of 400 rows takes 1.0 MiB and stays in memory up to 54,694 rows.
\echo '[12/30] build   idx_halves_v_hnsw'
SET maintenance_work_mem = '64MB';

-- Removes the leftover of a build that did not finish, if there is one.
\echo '[13/30] drop    idx_halves_v_hnsw'
DROP INDEX CONCURRENTLY IF EXISTS idx_halves_v_hnsw_leftover;

-- Builds the index while reads and writes go on; does nothing when the guard found it as
-- planned.
\echo '[14/30] build   idx_halves_v_hnsw'
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_halves_v_hnsw
    ON halves
    USING hnsw (v halfvec_l1_ops)
    WITH (m = 16, ef_construction = 64);

-- Removes the leftover of a build that did not finish, if there is one.
\echo '[15/30] drop    idx_bits_v_hnsw'
DROP INDEX CONCURRENTLY IF EXISTS idx_bits_v_hnsw_leftover;

-- Builds the index while reads and writes go on; does nothing when the guard found it as
-- planned.
\echo '[16/30] build   idx_bits_v_hnsw'
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_bits_v_hnsw
    ON bits
    USING hnsw (v bit_hamming_ops)
    WITH (m = 8, ef_construction = 16);

-- Removes the leftover of a build that did not finish, if there is one.
\echo '[17/30] drop    idx_sparse_v_hnsw'
DROP INDEX CONCURRENTLY IF EXISTS idx_sparse_v_hnsw_leftover;

-- Builds the index while reads and writes go on; does nothing when the guard found it as
-- planned.
\echo '[18/30] build   idx_sparse_v_hnsw'
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_sparse_v_hnsw
    ON sparse
    USING hnsw (v sparsevec_ip_ops)
    WITH (m = 16, ef_construction = 64);

-- Removes the leftover of a build that did not finish, if there is one.
\echo '[19/30] drop    wide_v_half_hnsw'
DROP INDEX CONCURRENTLY IF EXISTS wide_v_half_hnsw_leftover;

-- Builds the index while reads and writes go on; does nothing when the guard found it as
-- planned.
\echo '[20/30] build   wide_v_half_hnsw'
CREATE INDEX CONCURRENTLY IF NOT EXISTS wide_v_half_hnsw
    ON wide
    USING hnsw ((v::halfvec(768)) halfvec_cosine_ops)
    WITH (m = 16, ef_construction = 64);

-- Removes the leftover of a build that did not finish, if there is one.
\echo '[21/30] drop    wide_v_bits_hnsw'
DROP INDEX CONCURRENTLY IF EXISTS wide_v_bits_hnsw_leftover;

-- Builds the index while reads and writes go on; does nothing when the guard found it as
-- planned. The predicate is the one that was given.
\echo '[22/30] build   wide_v_bits_hnsw'
CREATE INDEX CONCURRENTLY IF NOT EXISTS wide_v_bits_hnsw
    ON wide
    USING hnsw ((binary_quantize(v)::bit(768)) bit_hamming_ops)
    WITH (m = 16, ef_construction = 64)
    WHERE (v IS NOT NULL);

-- Short steps again.
\echo '[23/30] verify  settings'
SET lock_timeout = '5s';

-- None of them takes long.
\echo '[24/30] verify  settings'
SET statement_timeout = '60s';

-- Fails loudly unless the index is valid, ready and defined as planned.
\echo '[25/30] verify  idx_halves_v_hnsw'
DO $hnswkit$
DECLARE
    index_name text := 'idx_halves_v_hnsw';
    table_name text := 'halves';
    it record;
    planned text;
    existing text;
    same_table boolean;
    usable boolean;
BEGIN
    -- What the server makes of the planned definition: asked of an empty copy of the table.
    CREATE TEMPORARY TABLE hnswkit_copy (LIKE halves);
    CREATE INDEX hnswkit_plan
        ON pg_temp.hnswkit_copy
        USING hnsw (v halfvec_l1_ops)
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

-- Fails loudly unless the index is valid, ready and defined as planned.
\echo '[26/30] verify  idx_bits_v_hnsw'
DO $hnswkit$
DECLARE
    index_name text := 'idx_bits_v_hnsw';
    table_name text := 'bits';
    it record;
    planned text;
    existing text;
    same_table boolean;
    usable boolean;
BEGIN
    -- What the server makes of the planned definition: asked of an empty copy of the table.
    CREATE TEMPORARY TABLE hnswkit_copy (LIKE bits);
    CREATE INDEX hnswkit_plan
        ON pg_temp.hnswkit_copy
        USING hnsw (v bit_hamming_ops)
        WITH (m = 8, ef_construction = 16);
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
\echo '[27/30] verify  idx_sparse_v_hnsw'
DO $hnswkit$
DECLARE
    index_name text := 'idx_sparse_v_hnsw';
    table_name text := 'sparse';
    it record;
    planned text;
    existing text;
    same_table boolean;
    usable boolean;
BEGIN
    -- What the server makes of the planned definition: asked of an empty copy of the table.
    CREATE TEMPORARY TABLE hnswkit_copy (LIKE sparse);
    CREATE INDEX hnswkit_plan
        ON pg_temp.hnswkit_copy
        USING hnsw (v sparsevec_ip_ops)
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

-- Fails loudly unless the index is valid, ready and defined as planned.
\echo '[28/30] verify  wide_v_half_hnsw'
DO $hnswkit$
DECLARE
    index_name text := 'wide_v_half_hnsw';
    table_name text := 'wide';
    it record;
    planned text;
    existing text;
    same_table boolean;
    usable boolean;
BEGIN
    -- What the server makes of the planned definition: asked of an empty copy of the table.
    CREATE TEMPORARY TABLE hnswkit_copy (LIKE wide);
    CREATE INDEX hnswkit_plan
        ON pg_temp.hnswkit_copy
        USING hnsw ((v::halfvec(768)) halfvec_cosine_ops)
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

-- Fails loudly unless the index is valid, ready and defined as planned.
\echo '[29/30] verify  wide_v_bits_hnsw'
DO $hnswkit$
DECLARE
    index_name text := 'wide_v_bits_hnsw';
    table_name text := 'wide';
    it record;
    planned text;
    existing text;
    same_table boolean;
    usable boolean;
BEGIN
    -- What the server makes of the planned definition: asked of an empty copy of the table.
    CREATE TEMPORARY TABLE hnswkit_copy (LIKE wide);
    CREATE INDEX hnswkit_plan
        ON pg_temp.hnswkit_copy
        USING hnsw ((binary_quantize(v)::bit(768)) bit_hamming_ops)
        WITH (m = 16, ef_construction = 64)
        WHERE (v IS NOT NULL);
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

-- Puts the settings back as they were.
\echo '[30/30] restore settings as before'
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
