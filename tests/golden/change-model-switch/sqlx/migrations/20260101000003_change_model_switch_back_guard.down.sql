-- Way back of change_model_switch: switch back from HNSW index "App"."idx_Old Notes_New
-- ""one"" :x\_hnsw" while reads and writes go on.
-- Part 4 of 6: back_guard.

-- The short steps give up rather than queue in front of everybody.
SET LOCAL lock_timeout = '5s';

-- None of the short steps takes long.
SET LOCAL statement_timeout = '60s';

-- Stops when the old column has been dropped.
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
        SELECT format('%s(%s)', t.typname, a.atttypmod)
        FROM pg_attribute AS a
        JOIN pg_type AS t ON t.oid = a.atttypid
        WHERE a.attrelid = relation AND a.attname = 'select' AND NOT a.attisdropped
    ) IS NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'object_not_in_prerequisite_state',
            MESSAGE = 'column "select" of "App"."Old Notes" was dropped: it cannot come back',
            HINT = 'Change the model again, to the one from before.';
    END IF;
END
$hnswkit$;

-- Says how many rows have no embedding of the old model, because they were written by an
-- application that wrote the new one only; stops at them where the old column has to be NOT
-- NULL again. It reads the table.
DO $hnswkit$
DECLARE
    relation regclass := to_regclass('"App"."Old Notes"');
    books text := (
        SELECT coalesce(obj_description(tgfoid, 'pg_proc'), '')
        FROM pg_trigger
        WHERE tgrelid = relation AND tgname = 'zz_Old Notes_New "one" :x\_stale'
    );
    since timestamptz := substring(books FROM 'switched at ([0-9TZ:-]+)')::timestamptz;
    missing bigint;
BEGIN
    IF since IS NULL THEN
        RETURN;
    END IF;
    SELECT count(*)
    INTO missing
    FROM "App"."Old Notes"
    WHERE "select" IS NULL AND "New ""one"" :x\" IS NOT NULL;
    IF 0 < missing THEN
        IF books LIKE '%was NOT NULL%' THEN
            RAISE EXCEPTION USING
                MESSAGE = format('%s rows of %s have no %s', missing, '"App"."Old Notes"', '"select"'),
                HINT = 'Searches miss them until they are embedded with the old model.';
        END IF;
        RAISE NOTICE USING
            MESSAGE = format('%s rows of %s have no %s', missing, '"App"."Old Notes"', '"select"'),
            HINT = 'Searches miss them until they are embedded with the old model.';
    END IF;
END
$hnswkit$;
