-- title: Versions
-- question: Which PostgreSQL and pgvector is this, and is a newer pgvector installed than is in use?
-- healthy: installed is what you expect, and update is NULL.
-- since: PostgreSQL 15, pgvector 0.5.1
-- rights: Every role sees all of it; pg_monitor adds nothing.
-- note: installed is the version of the SQL objects of this database. The library on disk may be
--     newer; it serves every database from the next connection on.

SELECT
    current_setting('server_version') AS postgres,
    e.extversion AS installed,
    a.default_version AS available,
    n.nspname AS schema,
    CASE
        WHEN e.extversion <> a.default_version
            THEN format('ALTER EXTENSION vector UPDATE TO %L;', a.default_version)
    END AS update
FROM pg_extension AS e
JOIN pg_namespace AS n ON n.oid = e.extnamespace
LEFT JOIN pg_available_extensions AS a ON a.name = e.extname
WHERE e.extname = 'vector';
