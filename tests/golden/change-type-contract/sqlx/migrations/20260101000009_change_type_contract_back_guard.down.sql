-- Way back of change_type_contract: fill the old column again for HNSW index "App"."we""ird
-- :idx\" while reads and writes go on.
-- Part 10 of 13: back_guard.

-- The short steps give up rather than queue in front of everybody.
SET LOCAL lock_timeout = '5s';

-- None of the short steps takes long.
SET LOCAL statement_timeout = '60s';

-- Goes on when the column has the new type.
DO $hnswkit$
DECLARE
    relation regclass := '"App"."Old Notes"';
    now_type text;
    new_type text;
    old_type text;
    found text;
BEGIN
    SELECT
        max(t.typname || '(' || a.atttypmod || ')') FILTER (WHERE a.attname = 'se''lect'),
        max(t.typname || '(' || a.atttypmod || ')') FILTER (WHERE a.attname = 'se''lect_new'),
        max(t.typname || '(' || a.atttypmod || ')') FILTER (WHERE a.attname = 'se''lect_old')
    INTO now_type, new_type, old_type
    FROM pg_attribute AS a
    JOIN pg_type AS t ON t.oid = a.atttypid
    WHERE a.attrelid = relation AND NOT a.attisdropped;
    IF (now_type = 'halfvec(4)' AND new_type IS NULL) IS NOT TRUE THEN
        RAISE EXCEPTION USING
            ERRCODE = 'object_not_in_prerequisite_state',
            MESSAGE = 'the columns of "App"."Old Notes" are not switched',
            HINT = 'There is nothing to bring back.';
    END IF;
    IF old_type <> 'vector(4)' THEN
        RAISE EXCEPTION USING
            ERRCODE = 'object_not_in_prerequisite_state',
            MESSAGE = '"se''lect_old" of "App"."Old Notes" is there and is not vector(4)',
            HINT = 'It is not of this migration: rename it or drop it.';
    END IF;
END
$hnswkit$;
