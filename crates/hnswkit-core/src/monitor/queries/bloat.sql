-- title: Bloat
-- question: How much larger is the index than a new one of the same rows would be?
-- healthy: ratio is near 1. Deletes and updates let the file grow and VACUUM never shrinks it, but
--     later inserts fill the gaps; REINDEX INDEX CONCURRENTLY gives excess_bytes back.
-- since: PostgreSQL 15, pgvector 0.5.1
-- rights: Every role sees all of it, but rows leaves NULLs out only for roles with SELECT on the
--     column (pg_read_all_data has it); without, a column with NULLs looks less bloated than it is.
--     pg_monitor adds nothing.
-- note: expected_bytes is computed, not measured: up to 2,000 elements are put onto pages of 8,160
--     bytes as pgvector does it, and the rest in proportion. Builds of distinct rows were within
--     0.7 % of this.
-- note: NULL for sparsevec, whose vectors differ in length, for an index of a server with blocks of
--     another size than 8 kB, and before the first ANALYZE or VACUUM.
-- note: Duplicates share an element, and zero vectors are in no cosine index: with many of them
--     ratio is below 1.
-- note: rows is as old as the last build, VACUUM or ANALYZE; after an ANALYZE, those of a partial
--     index have its NULLs in them.

SELECT
    n.nspname AS schema,
    t.relname AS "table",
    c.relname AS index,
    z.index_bytes,
    e.expected_bytes,
    greatest(z.index_bytes - e.expected_bytes, 0) AS excess_bytes,
    round(z.index_bytes::numeric / e.expected_bytes, 3) AS ratio,
    r.rows::bigint AS rows,
    u.n_dead_tup AS dead_rows,
    CASE
        WHEN 1.5 * e.expected_bytes < z.index_bytes
            THEN format('REINDEX INDEX CONCURRENTLY %I.%I;', n.nspname, c.relname)
    END AS cure
FROM pg_index AS i
JOIN pg_class AS c ON c.oid = i.indexrelid
JOIN pg_class AS t ON t.oid = i.indrelid
JOIN pg_namespace AS n ON n.oid = t.relnamespace
JOIN pg_am AS a ON a.oid = c.relam
JOIN pg_attribute AS k ON k.attrelid = i.indexrelid AND k.attnum = 1
JOIN pg_type AS y ON y.oid = k.atttypid
LEFT JOIN pg_stat_user_tables AS u ON u.relid = i.indrelid
CROSS JOIN LATERAL (
    SELECT pg_relation_size(i.indexrelid) AS index_bytes
) AS z
CROSS JOIN LATERAL (
    -- The share of NULL, which no HNSW index holds, in the column or those of the expression.
    SELECT coalesce(max(s.null_frac), 0) AS null_frac
    FROM pg_depend AS d
    JOIN pg_attribute AS v ON v.attrelid = d.refobjid AND v.attnum = d.refobjsubid
    JOIN pg_stats AS s ON s.schemaname = n.nspname AND s.tablename = t.relname AND s.attname = v.attname
    WHERE d.classid = 'pg_class'::regclass
        AND d.objid = i.indexrelid
        AND d.refobjid = i.indrelid
        AND NOT s.inherited
) AS f
CROSS JOIN LATERAL (
    -- A build counts the rows of the index, ANALYZE those of the table; -1 is never counted.
    SELECT
        CASE
            WHEN c.reltuples < 0 THEN NULL
            WHEN i.indpred IS NOT NULL OR t.reltuples < 0 THEN c.reltuples
            ELSE least(c.reltuples, t.reltuples * (1 - f.null_frac))
        END AS rows
) AS r
CROSS JOIN LATERAL (
    SELECT
        coalesce((
            SELECT o.option_value::int
            FROM pg_options_to_table(c.reloptions) AS o
            WHERE o.option_name = 'm'
        ), 16) AS m,
        -- A vector on the page; the others are not known from the catalog, and NULL.
        CASE y.typname
            WHEN 'vector' THEN 8 + 4 * k.atttypmod
            WHEN 'halfvec' THEN 8 + 2 * k.atttypmod
            WHEN 'bit' THEN 8 + (k.atttypmod + 7) / 8
        END AS value
) AS v
CROSS JOIN LATERAL (
    -- pgvector src/hnswutils.h: an element is 72 bytes and its vector, aligned to 8.
    SELECT (72 + v.value + 7) / 8 * 8 AS element
) AS s
CROSS JOIN LATERAL (
    -- pgvector src/hnswbuild.c, CreateGraphPages: one open page of 8,160 bytes, and never back.
    WITH RECURSIVE placed AS (
        SELECT 0 AS elements, 8160 AS free, 1 AS pages, 1 AS full_pages, 0 AS elements_on_them
        UNION ALL
        SELECT
            p.elements + 1,
            h.free - l.neighbors - 4,
            p.pages + g.opened + h.opened,
            CASE WHEN g.opened = 1 THEN p.pages ELSE p.full_pages END,
            CASE WHEN g.opened = 1 THEN p.elements ELSE p.elements_on_them END
        FROM placed AS p
        CROSS JOIN LATERAL (
            -- The level has the distribution of pgvector's, from a hash instead of a random number.
            SELECT (4 + 6 * v.m * (2 + floor(
                -ln((hashint4(p.elements)::float8 + 2147483648.5) / 4294967296) / ln(v.m::float8)
            )::int) + 7) / 8 * 8 AS neighbors
        ) AS l
        CROSS JOIN LATERAL (
            SELECT
                p.free - 4 < s.element
                OR (
                    s.element + l.neighbors + 4 <= 8156
                    AND p.free - 4 < s.element + l.neighbors + 4
                ) AS is_full
        ) AS q
        CROSS JOIN LATERAL (
            SELECT
                q.is_full::int AS opened,
                CASE WHEN q.is_full THEN 8160 ELSE p.free END - s.element - 4 AS free
        ) AS g
        CROSS JOIN LATERAL (
            SELECT
                (g.free - 4 < l.neighbors)::int AS opened,
                CASE WHEN g.free - 4 < l.neighbors THEN 8160 ELSE g.free END AS free
        ) AS h
        WHERE p.elements < least(r.rows, 2000)
    )
    SELECT
        CASE
            WHEN current_setting('block_size')::int <> 8192 OR s.element IS NULL OR r.rows IS NULL
                THEN NULL
            WHEN r.rows <= 2000 THEN 8192 * (1 + p.pages)::bigint
            ELSE 8192 * (1 + ceil(r.rows * p.full_pages::float8 / p.elements_on_them))::bigint
        END AS expected_bytes
    FROM placed AS p
    ORDER BY p.elements DESC
    LIMIT 1
) AS e
WHERE a.amname = 'hnsw'
    AND c.relkind = 'i'
    -- AND i.indexrelid IN (:indexes)
ORDER BY ratio DESC NULLS LAST, n.nspname, t.relname, c.relname;
