-- Drop HNSW index items_nearest while reads and writes go on.
-- Part 4 of 4: verify.

-- The short steps give up rather than queue in front of everybody.
SET LOCAL lock_timeout = '5s';

-- None of the short steps takes long.
SET LOCAL statement_timeout = '60s';

-- Fails loudly when something of the plan is left.
DO $hnswkit$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY[
        'items_nearest',
        'items_nearest_leftover'
    ] LOOP
        IF to_regclass(name) IS NOT NULL THEN
            RAISE EXCEPTION USING
                ERRCODE = 'object_not_in_prerequisite_state',
                MESSAGE = format('%s is still there', name),
                HINT = format('DROP INDEX CONCURRENTLY %s; then run this again.', name);
        END IF;
    END LOOP;
END
$hnswkit$;
