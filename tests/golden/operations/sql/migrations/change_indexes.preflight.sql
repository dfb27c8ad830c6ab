-- Questions for before; they change nothing.
-- Each answers with rows of ok and detail: false needs a cure, empty is fine.

-- idx_messages_embedding_hnsw: Is pgvector installed, new enough, and on the search_path?
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

-- idx_messages_embedding_hnsw: Is it a table that one build can index, and may this role do
-- it?
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
WHERE c.oid = to_regclass('messages')
UNION ALL
SELECT false, 'the table does not exist, or its schema is not on the search_path'
WHERE to_regclass('messages') IS NULL;

-- idx_messages_embedding_hnsw: Has the column the planned type and dimensions?
-- When false: Correct the type in the spec, or the column.
SELECT
    t.typname = 'vector' AND a.atttypmod = 16 AS ok,
    format('%s is %s; planned is vector(16)', a.attname, format_type(a.atttypid, a.atttypmod)) AS detail
FROM pg_attribute AS a
JOIN pg_type AS t ON t.oid = a.atttypid
WHERE a.attrelid = to_regclass('messages')
    AND a.attname = 'embedding'
    AND NOT a.attisdropped;

-- idx_messages_embedding_hnsw: Is the name of the index free?
-- When false: An INVALID leftover is removed by the migration; for anything else choose
-- another name.
SELECT
    i.indrelid IS NOT DISTINCT FROM to_regclass('messages') AS ok,
    CASE
        WHEN i.indexrelid IS NULL THEN format('%s is there and is not an index', c.oid::regclass)
        WHEN NOT (i.indisvalid AND i.indisready) THEN format('%s is INVALID: a leftover', c.oid::regclass)
        ELSE format('is there: %s', pg_get_indexdef(c.oid))
    END AS detail
FROM pg_class AS c
LEFT JOIN pg_index AS i ON i.indexrelid = c.oid
WHERE c.oid IN (to_regclass('idx_messages_embedding_hnsw'), to_regclass('idx_messages_embedding_hnsw_leftover'));

-- idx_messages_embedding_hnsw: Is there an equal index under another name?
-- When false: Leave the migration out, or drop the other index afterwards.
SELECT
    false AS ok,
    pg_get_indexdef(i.indexrelid) AS detail
FROM pg_index AS i
JOIN pg_class AS c ON c.oid = i.indexrelid
JOIN pg_am AS a ON a.oid = c.relam
JOIN pg_opclass AS o ON o.oid = i.indclass[0]
WHERE i.indrelid = to_regclass('messages')
    AND i.indexrelid IS DISTINCT FROM to_regclass('idx_messages_embedding_hnsw')
    AND i.indisvalid
    AND a.amname = 'hnsw'
    AND o.opcname = 'vector_cosine_ops'
    AND i.indpred IS NULL
    AND pg_get_indexdef(i.indexrelid, 1, false) = 'embedding';

-- idx_messages_embedding_hnsw: Which transactions would a concurrent build wait for?
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

-- idx_messages_embedding_hnsw: Is another session building on the table or vacuuming it?
-- When false: Wait until it is done: two concurrent builds on one table deadlock.
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

-- idx_messages_embedding_hnsw: How much disk is used, and how much does this take?
-- When false: PostgreSQL cannot tell how much is free: compare with df on the server.
SELECT
    NULL::boolean AS ok,
    format(
        'table with indexes %s, database %s; this takes up to 1.8 MiB more (index and WAL), while the old index stays (%s)',
        pg_size_pretty(pg_total_relation_size(to_regclass('messages'))),
        pg_size_pretty(pg_database_size(current_database())),
        pg_size_pretty(pg_relation_size(to_regclass('idx_messages_embedding_hnsw')))
    ) AS detail;

-- idx_messages_embedding_hnsw: Is the index in use, and does another one need it?
-- When false: It is a part of a partitioned index: change that one.
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
WHERE s.indexrelid = to_regclass('idx_messages_embedding_hnsw');

-- idx_atoms_embedding_hnsw: Is pgvector installed, new enough, and on the search_path?
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

-- idx_atoms_embedding_hnsw: Is it a table that one build can index, and may this role do
-- it?
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
WHERE c.oid = to_regclass('atoms')
UNION ALL
SELECT false, 'the table does not exist, or its schema is not on the search_path'
WHERE to_regclass('atoms') IS NULL;

-- idx_atoms_embedding_hnsw: Has the column the planned type and dimensions?
-- When false: Correct the type in the spec, or the column.
SELECT
    t.typname = 'vector' AND a.atttypmod = 16 AS ok,
    format('%s is %s; planned is vector(16)', a.attname, format_type(a.atttypid, a.atttypmod)) AS detail
FROM pg_attribute AS a
JOIN pg_type AS t ON t.oid = a.atttypid
WHERE a.attrelid = to_regclass('atoms')
    AND a.attname = 'embedding'
    AND NOT a.attisdropped;

-- idx_atoms_embedding_hnsw: Is the name of the index free?
-- When false: An INVALID leftover is removed by the migration; for anything else choose
-- another name.
SELECT
    i.indrelid IS NOT DISTINCT FROM to_regclass('atoms') AS ok,
    CASE
        WHEN i.indexrelid IS NULL THEN format('%s is there and is not an index', c.oid::regclass)
        WHEN NOT (i.indisvalid AND i.indisready) THEN format('%s is INVALID: a leftover', c.oid::regclass)
        ELSE format('is there: %s', pg_get_indexdef(c.oid))
    END AS detail
FROM pg_class AS c
LEFT JOIN pg_index AS i ON i.indexrelid = c.oid
WHERE c.oid IN (to_regclass('idx_atoms_embedding_hnsw'), to_regclass('idx_atoms_embedding_hnsw_leftover'));

-- idx_atoms_embedding_hnsw: Is there an equal index under another name?
-- When false: Leave the migration out, or drop the other index afterwards.
SELECT
    false AS ok,
    pg_get_indexdef(i.indexrelid) AS detail
FROM pg_index AS i
JOIN pg_class AS c ON c.oid = i.indexrelid
JOIN pg_am AS a ON a.oid = c.relam
JOIN pg_opclass AS o ON o.oid = i.indclass[0]
WHERE i.indrelid = to_regclass('atoms')
    AND i.indexrelid IS DISTINCT FROM to_regclass('idx_atoms_embedding_hnsw')
    AND i.indisvalid
    AND a.amname = 'hnsw'
    AND o.opcname = 'vector_l2_ops'
    AND i.indpred IS NULL
    AND pg_get_indexdef(i.indexrelid, 1, false) = 'embedding';

-- idx_atoms_embedding_hnsw: Which transactions would a concurrent build wait for?
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

-- idx_atoms_embedding_hnsw: Is another session building on the table or vacuuming it?
-- When false: Wait until it is done: two concurrent builds on one table deadlock.
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

-- idx_atoms_embedding_hnsw: How much disk is used, and how much does this take?
-- When false: PostgreSQL cannot tell how much is free: compare with df on the server.
SELECT
    NULL::boolean AS ok,
    format(
        'table with indexes %s, database %s; this takes up to 385 KiB more (index and WAL), while the old index stays (%s)',
        pg_size_pretty(pg_total_relation_size(to_regclass('atoms'))),
        pg_size_pretty(pg_database_size(current_database())),
        pg_size_pretty(pg_relation_size(to_regclass('idx_atoms_embedding_hnsw')))
    ) AS detail;

-- idx_atoms_embedding_hnsw: Is the index in use, and does another one need it?
-- When false: It is a part of a partitioned index: change that one.
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
WHERE s.indexrelid = to_regclass('idx_atoms_embedding_hnsw');

-- notes_cosine: Is pgvector installed, new enough, and on the search_path?
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

-- notes_cosine: Is it a table that one build can index, and may this role do it?
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
WHERE c.oid = to_regclass('"App"."Old Notes"')
UNION ALL
SELECT false, 'the table does not exist, or its schema is not on the search_path'
WHERE to_regclass('"App"."Old Notes"') IS NULL;

-- notes_cosine: Has the column the planned type and dimensions?
-- When false: Correct the type in the spec, or the column.
SELECT
    t.typname = 'vector' AND a.atttypmod = 3 AS ok,
    format('%s is %s; planned is vector(3)', a.attname, format_type(a.atttypid, a.atttypmod)) AS detail
FROM pg_attribute AS a
JOIN pg_type AS t ON t.oid = a.atttypid
WHERE a.attrelid = to_regclass('"App"."Old Notes"')
    AND a.attname = 'select'
    AND NOT a.attisdropped;

-- notes_cosine: Is the name of the index free?
-- When false: An INVALID leftover is removed by the migration; for anything else choose
-- another name.
SELECT
    i.indrelid IS NOT DISTINCT FROM to_regclass('"App"."Old Notes"') AS ok,
    CASE
        WHEN i.indexrelid IS NULL THEN format('%s is there and is not an index', c.oid::regclass)
        WHEN NOT (i.indisvalid AND i.indisready) THEN format('%s is INVALID: a leftover', c.oid::regclass)
        ELSE format('is there: %s', pg_get_indexdef(c.oid))
    END AS detail
FROM pg_class AS c
LEFT JOIN pg_index AS i ON i.indexrelid = c.oid
WHERE c.oid IN (to_regclass('"App".notes_cosine'), to_regclass('"App".notes_cosine_leftover'));

-- notes_cosine: Is there an equal index under another name?
-- When false: Leave the migration out, or drop the other index afterwards.
SELECT
    false AS ok,
    pg_get_indexdef(i.indexrelid) AS detail
FROM pg_index AS i
JOIN pg_class AS c ON c.oid = i.indexrelid
JOIN pg_am AS a ON a.oid = c.relam
JOIN pg_opclass AS o ON o.oid = i.indclass[0]
WHERE i.indrelid = to_regclass('"App"."Old Notes"')
    AND i.indexrelid IS DISTINCT FROM to_regclass('"App".notes_cosine')
    AND i.indisvalid
    AND a.amname = 'hnsw'
    AND o.opcname = 'vector_cosine_ops'
    AND i.indpred IS NULL
    AND pg_get_indexdef(i.indexrelid, 1, false) = '"select"';

-- notes_cosine: Which transactions would a concurrent build wait for?
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

-- notes_cosine: Is another session building on the table or vacuuming it?
-- When false: Wait until it is done: two concurrent builds on one table deadlock.
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

-- notes_cosine: How much disk is used, and how much does this take?
-- When false: PostgreSQL cannot tell how much is free: compare with df on the server.
SELECT
    NULL::boolean AS ok,
    format(
        'table with indexes %s, database %s; this takes up to 337 KiB more (index and WAL)',
        pg_size_pretty(pg_total_relation_size(to_regclass('"App"."Old Notes"'))),
        pg_size_pretty(pg_database_size(current_database()))
    ) AS detail;

-- "we""ird :idx\": Is pgvector installed, new enough, and on the search_path?
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

-- "we""ird :idx\": Is it a table that one build can index, and may this role do it?
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
WHERE c.oid = to_regclass('"App"."Old Notes"')
UNION ALL
SELECT false, 'the table does not exist, or its schema is not on the search_path'
WHERE to_regclass('"App"."Old Notes"') IS NULL;

-- "we""ird :idx\": Has the column the planned type and dimensions?
-- When false: Correct the type in the spec, or the column.
SELECT
    t.typname = 'vector' AND a.atttypmod = 3 AS ok,
    format('%s is %s; planned is vector(3)', a.attname, format_type(a.atttypid, a.atttypmod)) AS detail
FROM pg_attribute AS a
JOIN pg_type AS t ON t.oid = a.atttypid
WHERE a.attrelid = to_regclass('"App"."Old Notes"')
    AND a.attname = 'select'
    AND NOT a.attisdropped;

-- "we""ird :idx\": Is the name of the index free?
-- When false: An INVALID leftover is removed by the migration; for anything else choose
-- another name.
SELECT
    i.indrelid IS NOT DISTINCT FROM to_regclass('"App"."Old Notes"') AS ok,
    CASE
        WHEN i.indexrelid IS NULL THEN format('%s is there and is not an index', c.oid::regclass)
        WHEN NOT (i.indisvalid AND i.indisready) THEN format('%s is INVALID: a leftover', c.oid::regclass)
        ELSE format('is there: %s', pg_get_indexdef(c.oid))
    END AS detail
FROM pg_class AS c
LEFT JOIN pg_index AS i ON i.indexrelid = c.oid
WHERE c.oid IN (to_regclass('"App"."we""ird :idx\"'), to_regclass('"App"."we""ird :idx\_leftover"'));

-- "we""ird :idx\": Is there an equal index under another name?
-- When false: Leave the migration out, or drop the other index afterwards.
SELECT
    false AS ok,
    pg_get_indexdef(i.indexrelid) AS detail
FROM pg_index AS i
JOIN pg_class AS c ON c.oid = i.indexrelid
JOIN pg_am AS a ON a.oid = c.relam
JOIN pg_opclass AS o ON o.oid = i.indclass[0]
WHERE i.indrelid = to_regclass('"App"."Old Notes"')
    AND i.indexrelid IS DISTINCT FROM to_regclass('"App"."we""ird :idx\"')
    AND i.indisvalid
    AND a.amname = 'hnsw'
    AND o.opcname = 'vector_ip_ops'
    AND i.indpred IS NULL
    AND pg_get_indexdef(i.indexrelid, 1, false) = '"select"';

-- "we""ird :idx\": Which transactions would a concurrent build wait for?
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

-- "we""ird :idx\": Is another session building on the table or vacuuming it?
-- When false: Wait until it is done: two concurrent builds on one table deadlock.
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

-- "we""ird :idx\": Is the index in use, and does another one need it?
-- When false: It is a part of a partitioned index: change that one.
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
WHERE s.indexrelid = to_regclass('"App"."we""ird :idx\"');
