-- Way back of change_model_index: drop HNSW index "App"."idx_Old Notes_New ""one""
-- :x\_hnsw" while reads and writes go on.
-- Part 4 of 4: verify.

-- The short steps give up rather than queue in front of everybody.
SET LOCAL lock_timeout = '5s';

-- None of the short steps takes long.
SET LOCAL statement_timeout = '60s';

-- Stops when the new column serves.
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
    IF since IS NOT NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'object_not_in_prerequisite_state',
            MESSAGE = 'column "New ""one"" :x\" of "App"."Old Notes" serves already',
            HINT = 'Go back through the stage `switch` first.';
    END IF;
END
$hnswkit$;

-- Stops when the name belongs to anything but an index on this table.
DO $hnswkit$
BEGIN
    IF EXISTS (
        SELECT
        FROM pg_class AS c
        LEFT JOIN pg_index AS i ON i.indexrelid = c.oid
        WHERE c.oid = to_regclass('"App"."idx_Old Notes_New ""one"" :x\_hnsw"')
            AND i.indrelid IS DISTINCT FROM to_regclass('"App"."Old Notes"')
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'wrong_object_type',
            MESSAGE = '"App"."idx_Old Notes_New ""one"" :x\_hnsw" is not an index on "App"."Old Notes": not dropped',
            HINT = 'It is not what this migration built; look at it before you drop it.';
    END IF;
END
$hnswkit$;
