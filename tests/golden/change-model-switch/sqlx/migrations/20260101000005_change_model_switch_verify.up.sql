-- Switch to HNSW index "App"."idx_Old Notes_New ""one"" :x\_hnsw" while reads and writes go
-- on.
-- Part 6 of 6: verify.

-- The short steps give up rather than queue in front of everybody.
SET LOCAL lock_timeout = '5s';

-- None of the short steps takes long.
SET LOCAL statement_timeout = '60s';

-- Fails loudly unless it is as planned.
DO $hnswkit$
DECLARE
    relation regclass := to_regclass('"App"."Old Notes"');
    books text := (
        SELECT coalesce(obj_description(tgfoid, 'pg_proc'), '')
        FROM pg_trigger
        WHERE tgrelid = relation AND tgname = 'zz_Old Notes_New "one" :x\_stale'
    );
    since timestamptz := substring(books FROM 'switched at ([0-9TZ:-]+)')::timestamptz;
BEGIN
    IF (
        (
        SELECT format('%s(%s)', t.typname, a.atttypmod)
        FROM pg_attribute AS a
        JOIN pg_type AS t ON t.oid = a.atttypid
        WHERE a.attrelid = relation AND a.attname = 'select' AND NOT a.attisdropped
    ) IS NOT NULL
        AND (
        SELECT format('%s(%s)', t.typname, a.atttypmod)
        FROM pg_attribute AS a
        JOIN pg_type AS t ON t.oid = a.atttypid
        WHERE a.attrelid = relation AND a.attname = 'New "one" :x\' AND NOT a.attisdropped
    ) IS NOT NULL
        AND since IS NOT NULL
        AND EXISTS (
            SELECT FROM pg_trigger
            WHERE tgrelid = relation AND tgname = 'zz_Old Notes_New "one" :x\_stale' AND tgenabled IN ('O', 'A')
        )
    ) IS NOT TRUE THEN
        RAISE EXCEPTION USING
            ERRCODE = 'object_not_in_prerequisite_state',
            MESSAGE = 'not as planned: column "New ""one"" :x\" of "App"."Old Notes" serves',
            HINT = 'Run this again.';
    END IF;
END
$hnswkit$;
