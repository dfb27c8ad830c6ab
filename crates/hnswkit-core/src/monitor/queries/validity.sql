-- title: Validity
-- question: Can queries use every HNSW index, and is anything left of builds that did not finish?
-- healthy: Every row says valid, or in work while somebody builds; none has a cure.
-- since: PostgreSQL 15, pgvector 0.5.1
-- rights: Every role sees all of it. Without pg_monitor, a leftover is taken for in work as long
--     as another role builds on the same table.
-- note: Waits while another session holds the index exclusively (plain REINDEX, DROP INDEX):
--     set a lock_timeout on dashboards.

SELECT
    n.nspname AS schema,
    t.relname AS "table",
    c.relname AS index,
    i.indisvalid AS valid,
    i.indisready AS ready,
    i.indislive AS live,
    CASE
        WHEN i.indisvalid THEN 'valid'
        WHEN w.pid IS NOT NULL THEN format('in work: pid %s builds or drops it', w.pid)
        WHEN c.relkind = 'I' THEN 'INVALID: not every partition has its index'
        WHEN NOT i.indislive THEN 'INVALID: half dropped, nothing pays for it'
        WHEN i.indisready THEN 'INVALID: finished but not validated, every write pays for it'
        ELSE 'INVALID: never finished, nothing pays for it'
    END AS state,
    w.pid IS NOT NULL AS in_work,
    pg_relation_size(i.indexrelid) AS bytes,
    pg_size_pretty(pg_relation_size(i.indexrelid)) AS size,
    CASE
        WHEN i.indisvalid OR w.pid IS NOT NULL THEN NULL
        WHEN c.relname ~ '_ccnew[0-9]*$'
            THEN 'REINDEX CONCURRENTLY failed; the index that it was to replace is untouched'
        WHEN c.relname ~ '_ccold[0-9]*$'
            THEN 'REINDEX CONCURRENTLY failed in the end; this is the index that it has replaced'
        WHEN c.relname ~ '_leftover$'
            THEN 'a migration of hnswkit moved it aside and did not come to drop it; its next run does'
    END AS leftover,
    CASE
        WHEN i.indisvalid OR w.pid IS NOT NULL THEN NULL
        WHEN c.relkind = 'I'
            THEN format('ALTER INDEX %I.%I ATTACH PARTITION <index of the partition>;', n.nspname, c.relname)
        WHEN i.indislive AND c.relname !~ '_(ccnew|ccold)[0-9]*$|_leftover$'
            THEN format('REINDEX INDEX CONCURRENTLY %I.%I;', n.nspname, c.relname)
        ELSE format('DROP INDEX CONCURRENTLY %I.%I;', n.nspname, c.relname)
    END AS cure
FROM pg_index AS i
JOIN pg_class AS c ON c.oid = i.indexrelid
JOIN pg_class AS t ON t.oid = i.indrelid
JOIN pg_namespace AS n ON n.oid = t.relnamespace
JOIN pg_am AS a ON a.oid = c.relam
LEFT JOIN LATERAL (
    -- REINDEX and DROP lock the index itself, CREATE only the table (as VACUUM does).
    SELECT min(l.pid) AS pid
    FROM pg_locks AS l
    JOIN pg_database AS d ON d.oid = l.database
    LEFT JOIN pg_stat_progress_create_index AS p ON p.pid = l.pid
    WHERE NOT i.indisvalid
        AND d.datname = current_database()
        AND l.locktype = 'relation'
        AND l.mode = 'ShareUpdateExclusiveLock'
        AND l.granted
        AND (
            l.relation = i.indexrelid
            OR (
                l.relation = i.indrelid
                AND p.pid IS NOT NULL
                AND coalesce(p.index_relid, i.indexrelid) = i.indexrelid
            )
        )
) AS w ON true
WHERE a.amname = 'hnsw'
    -- AND i.indrelid IN (:tables)
ORDER BY i.indisvalid, n.nspname, t.relname, c.relname;
