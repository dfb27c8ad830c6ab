-- Fill a new column for HNSW index "App"."we""ird :idx\" while reads and writes go on.
-- Part 6 of 14: add.
--
-- The connection brings the settings, at the end of its URL, after ? or &:
--   options=-c%20lock_timeout%3D0%20-c%20statement_timeout%3D0%20-c%20maintenance_work_mem%3D64MB
-- PostgreSQL 17 and later have transaction_timeout, too: when it is set, make it 0.

-- Adds it without a look at the rows: a lock on the table for a moment, tried again when it
-- is not granted within a second. With it go default, storage, statistics target,
-- privileges and comment. Prepared statements that select * have to be prepared again.
DO $hnswkit$
DECLARE
    relation regclass := '"App"."Old Notes"';
    there text;
    command text;
BEGIN
    SELECT format('%s(%s)', t.typname, a.atttypmod)
    INTO there
    FROM pg_attribute AS a
    JOIN pg_type AS t ON t.oid = a.atttypid
    WHERE a.attrelid = relation AND a.attname = 'se''lect_new' AND NOT a.attisdropped;
    IF there = 'halfvec(4)' THEN
        RETURN;
    ELSIF there IS NOT NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'duplicate_column',
            MESSAGE = format('column %s of %s is %s, not halfvec(4)', '"se''lect_new"', relation, there),
            HINT = 'It is not of this migration: rename it or drop it.';
    END IF;
    -- It gives up rather than queue in front of everybody, and tries again.
    PERFORM set_config('lock_timeout', '1s', true);
    FOR attempt IN 1..30 LOOP
        BEGIN
            ALTER TABLE "App"."Old Notes" ADD COLUMN "se'lect_new" halfvec(4);
            EXIT;
        EXCEPTION WHEN lock_not_available THEN
            IF attempt = 30 THEN
                RAISE;
            END IF;
            PERFORM pg_sleep(1);
        END;
    END LOOP;
    -- What the other column has besides its type.
    FOR command IN
        SELECT format('ALTER COLUMN %I %s', 'se''lect_new', clause)
        FROM pg_attribute AS a
        JOIN pg_type AS t ON t.oid = a.atttypid
        LEFT JOIN pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
        CROSS JOIN LATERAL (
            VALUES
                ('SET DEFAULT ' || pg_get_expr(d.adbin, d.adrelid)),
                (CASE
                    WHEN a.attstorage <> t.typstorage THEN 'SET STORAGE ' || CASE a.attstorage
                        WHEN 'p' THEN 'PLAIN' WHEN 'e' THEN 'EXTERNAL' WHEN 'm' THEN 'MAIN' ELSE 'EXTENDED'
                    END
                END),
                (CASE to_jsonb(a) ->> 'attcompression'
                    WHEN 'p' THEN 'SET COMPRESSION pglz' WHEN 'l' THEN 'SET COMPRESSION lz4'
                END),
                ('SET STATISTICS ' || nullif(a.attstattarget, -1)),
                ('SET (' || array_to_string(a.attoptions, ', ') || ')')
        ) AS clauses (clause)
        WHERE a.attrelid = relation AND a.attname = 'se''lect' AND clause IS NOT NULL
    LOOP
        EXECUTE format('ALTER TABLE %s %s', relation, command);
    END LOOP;
    FOR command IN
        SELECT format(
            'GRANT %s (%I) ON %s TO %s%s',
            g.privilege_type,
            'se''lect_new',
            relation,
            CASE g.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(g.grantee)) END,
            CASE WHEN g.is_grantable THEN ' WITH GRANT OPTION' END
        )
        FROM pg_attribute AS a, aclexplode(a.attacl) AS g
        WHERE a.attrelid = relation AND a.attname = 'se''lect'
    LOOP
        EXECUTE command;
    END LOOP;
    SELECT col_description(relation, a.attnum)
    INTO command
    FROM pg_attribute AS a
    WHERE a.attrelid = relation AND a.attname = 'se''lect';
    EXECUTE format('COMMENT ON COLUMN %s.%I IS %L', relation, 'se''lect_new', command);
END
$hnswkit$;
