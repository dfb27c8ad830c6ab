-- title: Settings of searches
-- question: Which ef_search and iterative_scan are in force, and who set them?
-- healthy: What you decided on, for the role and the database of the application. The row with the
--     lowest rank holds for a session of that role; this session is on top.
-- since: PostgreSQL 15, pgvector 0.5.1 (iterative_scan and what follows: pgvector 0.8.0)
-- rights: Every role sees all of it; pg_monitor adds nothing.
-- note: What an application sets itself (SET, SET LOCAL, options of its connection) nobody else sees:
--     ask there.
-- note: Before a session uses pgvector for the first time, its library is not loaded, and what stands
--     here was not checked; the library then drops what it does not accept, with a WARNING.

SELECT
    k.setting,
    v.value,
    v.applies_to,
    v.role,
    v.rank
FROM (
    VALUES
        ('hnsw.ef_search', '40', ARRAY[0, 5, 0]),
        ('hnsw.iterative_scan', 'off', ARRAY[0, 8, 0]),
        ('hnsw.max_scan_tuples', '20000', ARRAY[0, 8, 0]),
        ('hnsw.scan_mem_multiplier', '1', ARRAY[0, 8, 0])
) AS k (setting, fallback, since)
JOIN pg_extension AS e ON e.extname = 'vector'
    AND k.since <= string_to_array(regexp_replace(e.extversion, '[^0-9.].*', ''), '.')::int[]
CROSS JOIN LATERAL (
    SELECT
        current_setting(k.setting, true) AS value,
        'this session' AS applies_to,
        current_user::text AS role,
        0 AS rank
    WHERE current_setting(k.setting, true) IS NOT NULL
    UNION ALL
    SELECT
        substr(c.line, length(k.setting) + 2),
        CASE
            WHEN s.setrole <> 0 AND s.setdatabase <> 0
                THEN format('role %I in database %I', r.rolname, current_database())
            WHEN s.setrole <> 0 THEN format('role %I in every database', r.rolname)
            WHEN s.setdatabase <> 0 THEN format('database %I', current_database())
            ELSE 'every role in every database'
        END,
        r.rolname::text,
        CASE
            WHEN s.setrole <> 0 AND s.setdatabase <> 0 THEN 1
            WHEN s.setrole <> 0 THEN 2
            WHEN s.setdatabase <> 0 THEN 3
            ELSE 4
        END
    FROM pg_db_role_setting AS s
    CROSS JOIN unnest(s.setconfig) AS c (line)
    LEFT JOIN pg_roles AS r ON r.oid = s.setrole
    LEFT JOIN pg_database AS d ON d.oid = s.setdatabase
    WHERE (s.setdatabase = 0 OR d.datname = current_database())
        AND starts_with(c.line, k.setting || '=')
    UNION ALL
    SELECT k.fallback, 'pgvector''s own default', NULL, 5
) AS v
ORDER BY k.setting, v.rank, v.applies_to;
