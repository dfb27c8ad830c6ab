-- Questions for before; they change nothing.
-- Each answers with rows of ok and detail: false needs a cure, empty is fine.

-- "idx_Notes_My Vector_halfvec_hnsw": Is pgvector installed, new enough, and on the
-- search_path?
-- When false: CREATE EXTENSION vector, or ALTER EXTENSION vector UPDATE; put its schema on
-- the search_path.
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

-- "idx_Notes_My Vector_halfvec_hnsw": Is it a table that one build can index, and may this
-- role do it?
-- When false: Run as the owner of the table; of a partitioned table say the `partitions`.
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
WHERE c.oid = to_regclass('"Notes"')
UNION ALL
SELECT false, 'the table does not exist, or its schema is not on the search_path'
WHERE to_regclass('"Notes"') IS NULL;

-- "idx_Notes_My Vector_halfvec_hnsw": Has the column the planned type and dimensions?
-- When false: Correct the type in the spec, or the column.
SELECT
    t.typname = 'vector' AND a.atttypmod = 24 AS ok,
    format('%s is %s; planned is vector(24)', a.attname, format_type(a.atttypid, a.atttypmod)) AS detail
FROM pg_attribute AS a
JOIN pg_type AS t ON t.oid = a.atttypid
WHERE a.attrelid = to_regclass('"Notes"')
    AND a.attname = 'My Vector'
    AND NOT a.attisdropped;

-- "idx_Notes_My Vector_halfvec_hnsw": Is the name of the index free?
-- When false: An INVALID leftover is removed by the migration; for anything else choose
-- another name.
SELECT
    i.indrelid IS NOT DISTINCT FROM to_regclass('"Notes"') AS ok,
    CASE
        WHEN i.indexrelid IS NULL THEN format('%s is there and is not an index', c.oid::regclass)
        WHEN NOT (i.indisvalid AND i.indisready) THEN format('%s is INVALID: a leftover', c.oid::regclass)
        ELSE format('is there: %s', pg_get_indexdef(c.oid))
    END AS detail
FROM pg_class AS c
LEFT JOIN pg_index AS i ON i.indexrelid = c.oid
WHERE c.oid IN (to_regclass('"idx_Notes_My Vector_halfvec_hnsw"'), to_regclass('"idx_Notes_My Vector_halfvec_hnsw_leftover"'));

-- "idx_Notes_My Vector_halfvec_hnsw": Is there an equal index under another name?
-- When false: Leave the migration out, or drop the other index afterwards.
SELECT
    CASE
        WHEN '("My Vector"::halfvec(24))' IN (
            pg_get_indexdef(i.indexrelid, 1, true),
            pg_get_indexdef(i.indexrelid, 1, false)
        ) THEN false
    END AS ok,
    pg_get_indexdef(i.indexrelid) AS detail
FROM pg_index AS i
JOIN pg_class AS c ON c.oid = i.indexrelid
JOIN pg_am AS a ON a.oid = c.relam
JOIN pg_opclass AS o ON o.oid = i.indclass[0]
WHERE i.indrelid = to_regclass('"Notes"')
    AND i.indexrelid IS DISTINCT FROM to_regclass('"idx_Notes_My Vector_halfvec_hnsw"')
    AND i.indisvalid
    AND a.amname = 'hnsw'
    AND o.opcname = 'halfvec_cosine_ops'
    AND i.indpred IS NULL
    AND i.indexprs IS NOT NULL;

-- "idx_Notes_My Vector_halfvec_hnsw": Which transactions would a concurrent build wait for?
-- When false: Wait until they end, or end them; the build waits for them in any case.
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

-- "idx_Notes_My Vector_halfvec_hnsw": Is another session building on the table or vacuuming
-- it?
-- When false: Wait until it is done: two concurrent builds on one table deadlock.
SELECT
    false AS ok,
    format('pid %s, %s, since %s: %s', l.pid, l.mode, a.query_start, left(a.query, 80)) AS detail
FROM pg_locks AS l
LEFT JOIN pg_stat_activity AS a ON a.pid = l.pid
WHERE l.relation = to_regclass('"Notes"')
    AND l.pid <> pg_backend_pid()
    AND l.mode IN (
        'ShareUpdateExclusiveLock',
        'ShareLock',
        'ShareRowExclusiveLock',
        'ExclusiveLock',
        'AccessExclusiveLock'
    );

-- "idx_Notes_My Vector_halfvec_hnsw": How much disk is used, and how much does this take?
-- When false: PostgreSQL cannot tell how much is free: compare with df on the server.
SELECT
    NULL::boolean AS ok,
    format(
        'table with indexes %s, database %s; this takes up to 131 KiB more (index and WAL)',
        pg_size_pretty(pg_total_relation_size(to_regclass('"Notes"'))),
        pg_size_pretty(pg_database_size(current_database()))
    ) AS detail;

-- "idx_Notes_My Vector_binary_hnsw": Is pgvector installed, new enough, and on the
-- search_path?
-- When false: CREATE EXTENSION vector, or ALTER EXTENSION vector UPDATE; put its schema on
-- the search_path.
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

-- "idx_Notes_My Vector_binary_hnsw": Is it a table that one build can index, and may this
-- role do it?
-- When false: Run as the owner of the table; of a partitioned table say the `partitions`.
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
WHERE c.oid = to_regclass('"Notes"')
UNION ALL
SELECT false, 'the table does not exist, or its schema is not on the search_path'
WHERE to_regclass('"Notes"') IS NULL;

-- "idx_Notes_My Vector_binary_hnsw": Has the column the planned type and dimensions?
-- When false: Correct the type in the spec, or the column.
SELECT
    t.typname = 'vector' AND a.atttypmod = 24 AS ok,
    format('%s is %s; planned is vector(24)', a.attname, format_type(a.atttypid, a.atttypmod)) AS detail
FROM pg_attribute AS a
JOIN pg_type AS t ON t.oid = a.atttypid
WHERE a.attrelid = to_regclass('"Notes"')
    AND a.attname = 'My Vector'
    AND NOT a.attisdropped;

-- "idx_Notes_My Vector_binary_hnsw": Is the name of the index free?
-- When false: An INVALID leftover is removed by the migration; for anything else choose
-- another name.
SELECT
    i.indrelid IS NOT DISTINCT FROM to_regclass('"Notes"') AS ok,
    CASE
        WHEN i.indexrelid IS NULL THEN format('%s is there and is not an index', c.oid::regclass)
        WHEN NOT (i.indisvalid AND i.indisready) THEN format('%s is INVALID: a leftover', c.oid::regclass)
        ELSE format('is there: %s', pg_get_indexdef(c.oid))
    END AS detail
FROM pg_class AS c
LEFT JOIN pg_index AS i ON i.indexrelid = c.oid
WHERE c.oid IN (to_regclass('"idx_Notes_My Vector_binary_hnsw"'), to_regclass('"idx_Notes_My Vector_binary_hnsw_leftover"'));

-- "idx_Notes_My Vector_binary_hnsw": Is there an equal index under another name?
-- When false: Leave the migration out, or drop the other index afterwards.
SELECT
    CASE
        WHEN '(binary_quantize("My Vector")::bit(24))' IN (
            pg_get_indexdef(i.indexrelid, 1, true),
            pg_get_indexdef(i.indexrelid, 1, false)
        ) THEN false
    END AS ok,
    pg_get_indexdef(i.indexrelid) AS detail
FROM pg_index AS i
JOIN pg_class AS c ON c.oid = i.indexrelid
JOIN pg_am AS a ON a.oid = c.relam
JOIN pg_opclass AS o ON o.oid = i.indclass[0]
WHERE i.indrelid = to_regclass('"Notes"')
    AND i.indexrelid IS DISTINCT FROM to_regclass('"idx_Notes_My Vector_binary_hnsw"')
    AND i.indisvalid
    AND a.amname = 'hnsw'
    AND o.opcname = 'bit_hamming_ops'
    AND i.indpred IS NULL
    AND i.indexprs IS NOT NULL;

-- "idx_Notes_My Vector_binary_hnsw": Which transactions would a concurrent build wait for?
-- When false: Wait until they end, or end them; the build waits for them in any case.
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

-- "idx_Notes_My Vector_binary_hnsw": Is another session building on the table or vacuuming
-- it?
-- When false: Wait until it is done: two concurrent builds on one table deadlock.
SELECT
    false AS ok,
    format('pid %s, %s, since %s: %s', l.pid, l.mode, a.query_start, left(a.query, 80)) AS detail
FROM pg_locks AS l
LEFT JOIN pg_stat_activity AS a ON a.pid = l.pid
WHERE l.relation = to_regclass('"Notes"')
    AND l.pid <> pg_backend_pid()
    AND l.mode IN (
        'ShareUpdateExclusiveLock',
        'ShareLock',
        'ShareRowExclusiveLock',
        'ExclusiveLock',
        'AccessExclusiveLock'
    );

-- "idx_Notes_My Vector_binary_hnsw": How much disk is used, and how much does this take?
-- When false: PostgreSQL cannot tell how much is free: compare with df on the server.
SELECT
    NULL::boolean AS ok,
    format(
        'table with indexes %s, database %s; this takes up to 117 KiB more (index and WAL)',
        pg_size_pretty(pg_total_relation_size(to_regclass('"Notes"'))),
        pg_size_pretty(pg_database_size(current_database()))
    ) AS detail;

-- "idx_Notes_My Vector_8_hnsw": Is pgvector installed, new enough, and on the search_path?
-- When false: CREATE EXTENSION vector, or ALTER EXTENSION vector UPDATE; put its schema on
-- the search_path.
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

-- "idx_Notes_My Vector_8_hnsw": Is it a table that one build can index, and may this role
-- do it?
-- When false: Run as the owner of the table; of a partitioned table say the `partitions`.
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
WHERE c.oid = to_regclass('"Notes"')
UNION ALL
SELECT false, 'the table does not exist, or its schema is not on the search_path'
WHERE to_regclass('"Notes"') IS NULL;

-- "idx_Notes_My Vector_8_hnsw": Has the column the planned type and dimensions?
-- When false: Correct the type in the spec, or the column.
SELECT
    t.typname = 'vector' AND a.atttypmod = 24 AS ok,
    format('%s is %s; planned is vector(24)', a.attname, format_type(a.atttypid, a.atttypmod)) AS detail
FROM pg_attribute AS a
JOIN pg_type AS t ON t.oid = a.atttypid
WHERE a.attrelid = to_regclass('"Notes"')
    AND a.attname = 'My Vector'
    AND NOT a.attisdropped;

-- "idx_Notes_My Vector_8_hnsw": Is the name of the index free?
-- When false: An INVALID leftover is removed by the migration; for anything else choose
-- another name.
SELECT
    i.indrelid IS NOT DISTINCT FROM to_regclass('"Notes"') AS ok,
    CASE
        WHEN i.indexrelid IS NULL THEN format('%s is there and is not an index', c.oid::regclass)
        WHEN NOT (i.indisvalid AND i.indisready) THEN format('%s is INVALID: a leftover', c.oid::regclass)
        ELSE format('is there: %s', pg_get_indexdef(c.oid))
    END AS detail
FROM pg_class AS c
LEFT JOIN pg_index AS i ON i.indexrelid = c.oid
WHERE c.oid IN (to_regclass('"idx_Notes_My Vector_8_hnsw"'), to_regclass('"idx_Notes_My Vector_8_hnsw_leftover"'));

-- "idx_Notes_My Vector_8_hnsw": Is there an equal index under another name?
-- When false: Leave the migration out, or drop the other index afterwards.
SELECT
    CASE
        WHEN '(subvector("My Vector", 1, 8)::vector(8))' IN (
            pg_get_indexdef(i.indexrelid, 1, true),
            pg_get_indexdef(i.indexrelid, 1, false)
        ) THEN false
    END AS ok,
    pg_get_indexdef(i.indexrelid) AS detail
FROM pg_index AS i
JOIN pg_class AS c ON c.oid = i.indexrelid
JOIN pg_am AS a ON a.oid = c.relam
JOIN pg_opclass AS o ON o.oid = i.indclass[0]
WHERE i.indrelid = to_regclass('"Notes"')
    AND i.indexrelid IS DISTINCT FROM to_regclass('"idx_Notes_My Vector_8_hnsw"')
    AND i.indisvalid
    AND a.amname = 'hnsw'
    AND o.opcname = 'vector_cosine_ops'
    AND i.indpred IS NULL
    AND i.indexprs IS NOT NULL;

-- "idx_Notes_My Vector_8_hnsw": Which transactions would a concurrent build wait for?
-- When false: Wait until they end, or end them; the build waits for them in any case.
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

-- "idx_Notes_My Vector_8_hnsw": Is another session building on the table or vacuuming it?
-- When false: Wait until it is done: two concurrent builds on one table deadlock.
SELECT
    false AS ok,
    format('pid %s, %s, since %s: %s', l.pid, l.mode, a.query_start, left(a.query, 80)) AS detail
FROM pg_locks AS l
LEFT JOIN pg_stat_activity AS a ON a.pid = l.pid
WHERE l.relation = to_regclass('"Notes"')
    AND l.pid <> pg_backend_pid()
    AND l.mode IN (
        'ShareUpdateExclusiveLock',
        'ShareLock',
        'ShareRowExclusiveLock',
        'ExclusiveLock',
        'AccessExclusiveLock'
    );

-- "idx_Notes_My Vector_8_hnsw": How much disk is used, and how much does this take?
-- When false: PostgreSQL cannot tell how much is free: compare with df on the server.
SELECT
    NULL::boolean AS ok,
    format(
        'table with indexes %s, database %s; this takes up to 128 KiB more (index and WAL)',
        pg_size_pretty(pg_total_relation_size(to_regclass('"Notes"'))),
        pg_size_pretty(pg_database_size(current_database()))
    ) AS detail;

-- "idx_Notes_My Vector_8_halfvec_hnsw": Is pgvector installed, new enough, and on the
-- search_path?
-- When false: CREATE EXTENSION vector, or ALTER EXTENSION vector UPDATE; put its schema on
-- the search_path.
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

-- "idx_Notes_My Vector_8_halfvec_hnsw": Is it a table that one build can index, and may
-- this role do it?
-- When false: Run as the owner of the table; of a partitioned table say the `partitions`.
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
WHERE c.oid = to_regclass('"Notes"')
UNION ALL
SELECT false, 'the table does not exist, or its schema is not on the search_path'
WHERE to_regclass('"Notes"') IS NULL;

-- "idx_Notes_My Vector_8_halfvec_hnsw": Has the column the planned type and dimensions?
-- When false: Correct the type in the spec, or the column.
SELECT
    t.typname = 'vector' AND a.atttypmod = 24 AS ok,
    format('%s is %s; planned is vector(24)', a.attname, format_type(a.atttypid, a.atttypmod)) AS detail
FROM pg_attribute AS a
JOIN pg_type AS t ON t.oid = a.atttypid
WHERE a.attrelid = to_regclass('"Notes"')
    AND a.attname = 'My Vector'
    AND NOT a.attisdropped;

-- "idx_Notes_My Vector_8_halfvec_hnsw": Is the name of the index free?
-- When false: An INVALID leftover is removed by the migration; for anything else choose
-- another name.
SELECT
    i.indrelid IS NOT DISTINCT FROM to_regclass('"Notes"') AS ok,
    CASE
        WHEN i.indexrelid IS NULL THEN format('%s is there and is not an index', c.oid::regclass)
        WHEN NOT (i.indisvalid AND i.indisready) THEN format('%s is INVALID: a leftover', c.oid::regclass)
        ELSE format('is there: %s', pg_get_indexdef(c.oid))
    END AS detail
FROM pg_class AS c
LEFT JOIN pg_index AS i ON i.indexrelid = c.oid
WHERE c.oid IN (to_regclass('"idx_Notes_My Vector_8_halfvec_hnsw"'), to_regclass('"idx_Notes_My Vector_8_halfvec_hnsw_leftover"'));

-- "idx_Notes_My Vector_8_halfvec_hnsw": Is there an equal index under another name?
-- When false: Leave the migration out, or drop the other index afterwards.
SELECT
    CASE
        WHEN '(subvector("My Vector", 1, 8)::halfvec(8))' IN (
            pg_get_indexdef(i.indexrelid, 1, true),
            pg_get_indexdef(i.indexrelid, 1, false)
        ) THEN false
    END AS ok,
    pg_get_indexdef(i.indexrelid) AS detail
FROM pg_index AS i
JOIN pg_class AS c ON c.oid = i.indexrelid
JOIN pg_am AS a ON a.oid = c.relam
JOIN pg_opclass AS o ON o.oid = i.indclass[0]
WHERE i.indrelid = to_regclass('"Notes"')
    AND i.indexrelid IS DISTINCT FROM to_regclass('"idx_Notes_My Vector_8_halfvec_hnsw"')
    AND i.indisvalid
    AND a.amname = 'hnsw'
    AND o.opcname = 'halfvec_l1_ops'
    AND i.indpred IS NULL
    AND i.indexprs IS NOT NULL;

-- "idx_Notes_My Vector_8_halfvec_hnsw": Which transactions would a concurrent build wait
-- for?
-- When false: Wait until they end, or end them; the build waits for them in any case.
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

-- "idx_Notes_My Vector_8_halfvec_hnsw": Is another session building on the table or
-- vacuuming it?
-- When false: Wait until it is done: two concurrent builds on one table deadlock.
SELECT
    false AS ok,
    format('pid %s, %s, since %s: %s', l.pid, l.mode, a.query_start, left(a.query, 80)) AS detail
FROM pg_locks AS l
LEFT JOIN pg_stat_activity AS a ON a.pid = l.pid
WHERE l.relation = to_regclass('"Notes"')
    AND l.pid <> pg_backend_pid()
    AND l.mode IN (
        'ShareUpdateExclusiveLock',
        'ShareLock',
        'ShareRowExclusiveLock',
        'ExclusiveLock',
        'AccessExclusiveLock'
    );

-- "idx_Notes_My Vector_8_halfvec_hnsw": How much disk is used, and how much does this take?
-- When false: PostgreSQL cannot tell how much is free: compare with df on the server.
SELECT
    NULL::boolean AS ok,
    format(
        'table with indexes %s, database %s; this takes up to 118 KiB more (index and WAL)',
        pg_size_pretty(pg_total_relation_size(to_regclass('"Notes"'))),
        pg_size_pretty(pg_database_size(current_database()))
    ) AS detail;

-- "idx_Notes_My Vector_8_binary_hnsw": Is pgvector installed, new enough, and on the
-- search_path?
-- When false: CREATE EXTENSION vector, or ALTER EXTENSION vector UPDATE; put its schema on
-- the search_path.
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

-- "idx_Notes_My Vector_8_binary_hnsw": Is it a table that one build can index, and may this
-- role do it?
-- When false: Run as the owner of the table; of a partitioned table say the `partitions`.
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
WHERE c.oid = to_regclass('"Notes"')
UNION ALL
SELECT false, 'the table does not exist, or its schema is not on the search_path'
WHERE to_regclass('"Notes"') IS NULL;

-- "idx_Notes_My Vector_8_binary_hnsw": Has the column the planned type and dimensions?
-- When false: Correct the type in the spec, or the column.
SELECT
    t.typname = 'vector' AND a.atttypmod = 24 AS ok,
    format('%s is %s; planned is vector(24)', a.attname, format_type(a.atttypid, a.atttypmod)) AS detail
FROM pg_attribute AS a
JOIN pg_type AS t ON t.oid = a.atttypid
WHERE a.attrelid = to_regclass('"Notes"')
    AND a.attname = 'My Vector'
    AND NOT a.attisdropped;

-- "idx_Notes_My Vector_8_binary_hnsw": Is the name of the index free?
-- When false: An INVALID leftover is removed by the migration; for anything else choose
-- another name.
SELECT
    i.indrelid IS NOT DISTINCT FROM to_regclass('"Notes"') AS ok,
    CASE
        WHEN i.indexrelid IS NULL THEN format('%s is there and is not an index', c.oid::regclass)
        WHEN NOT (i.indisvalid AND i.indisready) THEN format('%s is INVALID: a leftover', c.oid::regclass)
        ELSE format('is there: %s', pg_get_indexdef(c.oid))
    END AS detail
FROM pg_class AS c
LEFT JOIN pg_index AS i ON i.indexrelid = c.oid
WHERE c.oid IN (to_regclass('"idx_Notes_My Vector_8_binary_hnsw"'), to_regclass('"idx_Notes_My Vector_8_binary_hnsw_leftover"'));

-- "idx_Notes_My Vector_8_binary_hnsw": Is there an equal index under another name?
-- When false: Leave the migration out, or drop the other index afterwards.
SELECT
    CASE
        WHEN '(binary_quantize(subvector("My Vector", 1, 8))::bit(8))' IN (
            pg_get_indexdef(i.indexrelid, 1, true),
            pg_get_indexdef(i.indexrelid, 1, false)
        ) AND '(id<=100)' IN (
            translate('(' || pg_get_expr(i.indpred, i.indrelid, true) || ')', ' ', ''),
            translate(pg_get_expr(i.indpred, i.indrelid, false), ' ', '')
        ) THEN false
    END AS ok,
    pg_get_indexdef(i.indexrelid) AS detail
FROM pg_index AS i
JOIN pg_class AS c ON c.oid = i.indexrelid
JOIN pg_am AS a ON a.oid = c.relam
JOIN pg_opclass AS o ON o.oid = i.indclass[0]
WHERE i.indrelid = to_regclass('"Notes"')
    AND i.indexrelid IS DISTINCT FROM to_regclass('"idx_Notes_My Vector_8_binary_hnsw"')
    AND i.indisvalid
    AND a.amname = 'hnsw'
    AND o.opcname = 'bit_hamming_ops'
    AND i.indpred IS NOT NULL
    AND i.indexprs IS NOT NULL;

-- "idx_Notes_My Vector_8_binary_hnsw": Which transactions would a concurrent build wait
-- for?
-- When false: Wait until they end, or end them; the build waits for them in any case.
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

-- "idx_Notes_My Vector_8_binary_hnsw": Is another session building on the table or
-- vacuuming it?
-- When false: Wait until it is done: two concurrent builds on one table deadlock.
SELECT
    false AS ok,
    format('pid %s, %s, since %s: %s', l.pid, l.mode, a.query_start, left(a.query, 80)) AS detail
FROM pg_locks AS l
LEFT JOIN pg_stat_activity AS a ON a.pid = l.pid
WHERE l.relation = to_regclass('"Notes"')
    AND l.pid <> pg_backend_pid()
    AND l.mode IN (
        'ShareUpdateExclusiveLock',
        'ShareLock',
        'ShareRowExclusiveLock',
        'ExclusiveLock',
        'AccessExclusiveLock'
    );

-- "idx_Notes_My Vector_8_binary_hnsw": How much disk is used, and how much does this take?
-- When false: PostgreSQL cannot tell how much is free: compare with df on the server.
SELECT
    NULL::boolean AS ok,
    format(
        'table with indexes %s, database %s; this takes up to 85.8 KiB more (index and WAL)',
        pg_size_pretty(pg_total_relation_size(to_regclass('"Notes"'))),
        pg_size_pretty(pg_database_size(current_database()))
    ) AS detail;

-- notes_half_16: Is pgvector installed, new enough, and on the search_path?
-- When false: CREATE EXTENSION vector, or ALTER EXTENSION vector UPDATE; put its schema on
-- the search_path.
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

-- notes_half_16: Is it a table that one build can index, and may this role do it?
-- When false: Run as the owner of the table; of a partitioned table say the `partitions`.
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
WHERE c.oid = to_regclass('"Notes"')
UNION ALL
SELECT false, 'the table does not exist, or its schema is not on the search_path'
WHERE to_regclass('"Notes"') IS NULL;

-- notes_half_16: Has the column the planned type and dimensions?
-- When false: Correct the type in the spec, or the column.
SELECT
    t.typname = 'halfvec' AND a.atttypmod = 24 AS ok,
    format('%s is %s; planned is halfvec(24)', a.attname, format_type(a.atttypid, a.atttypmod)) AS detail
FROM pg_attribute AS a
JOIN pg_type AS t ON t.oid = a.atttypid
WHERE a.attrelid = to_regclass('"Notes"')
    AND a.attname = 'half'
    AND NOT a.attisdropped;

-- notes_half_16: Is the name of the index free?
-- When false: An INVALID leftover is removed by the migration; for anything else choose
-- another name.
SELECT
    i.indrelid IS NOT DISTINCT FROM to_regclass('"Notes"') AS ok,
    CASE
        WHEN i.indexrelid IS NULL THEN format('%s is there and is not an index', c.oid::regclass)
        WHEN NOT (i.indisvalid AND i.indisready) THEN format('%s is INVALID: a leftover', c.oid::regclass)
        ELSE format('is there: %s', pg_get_indexdef(c.oid))
    END AS detail
FROM pg_class AS c
LEFT JOIN pg_index AS i ON i.indexrelid = c.oid
WHERE c.oid IN (to_regclass('notes_half_16'), to_regclass('notes_half_16_leftover'));

-- notes_half_16: Is there an equal index under another name?
-- When false: Leave the migration out, or drop the other index afterwards.
SELECT
    CASE
        WHEN '(subvector(half,1,16)::halfvec(16))' IN (
            translate(pg_get_indexdef(i.indexrelid, 1, true), ' ', ''),
            translate(pg_get_indexdef(i.indexrelid, 1, false), ' ', '')
        ) THEN false
    END AS ok,
    pg_get_indexdef(i.indexrelid) AS detail
FROM pg_index AS i
JOIN pg_class AS c ON c.oid = i.indexrelid
JOIN pg_am AS a ON a.oid = c.relam
JOIN pg_opclass AS o ON o.oid = i.indclass[0]
WHERE i.indrelid = to_regclass('"Notes"')
    AND i.indexrelid IS DISTINCT FROM to_regclass('notes_half_16')
    AND i.indisvalid
    AND a.amname = 'hnsw'
    AND o.opcname = 'halfvec_cosine_ops'
    AND i.indpred IS NULL
    AND i.indexprs IS NOT NULL;

-- notes_half_16: Which transactions would a concurrent build wait for?
-- When false: Wait until they end, or end them; the build waits for them in any case.
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

-- notes_half_16: Is another session building on the table or vacuuming it?
-- When false: Wait until it is done: two concurrent builds on one table deadlock.
SELECT
    false AS ok,
    format('pid %s, %s, since %s: %s', l.pid, l.mode, a.query_start, left(a.query, 80)) AS detail
FROM pg_locks AS l
LEFT JOIN pg_stat_activity AS a ON a.pid = l.pid
WHERE l.relation = to_regclass('"Notes"')
    AND l.pid <> pg_backend_pid()
    AND l.mode IN (
        'ShareUpdateExclusiveLock',
        'ShareLock',
        'ShareRowExclusiveLock',
        'ExclusiveLock',
        'AccessExclusiveLock'
    );

-- notes_half_16: How much disk is used, and how much does this take?
-- When false: PostgreSQL cannot tell how much is free: compare with df on the server.
SELECT
    NULL::boolean AS ok,
    format(
        'table with indexes %s, database %s; this takes up to 98.2 KiB more (index and WAL)',
        pg_size_pretty(pg_total_relation_size(to_regclass('"Notes"'))),
        pg_size_pretty(pg_database_size(current_database()))
    ) AS detail;
