-- Drop 4 HNSW indexes while reads and writes go on.
-- Part 23 of 23: verify.

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
        'idx_events_embedding_hnsw',
        'idx_events_2_embedding_hnsw'
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

-- Fails loudly when something of the plan is left.
DO $hnswkit$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY[
        'idx_events_1_embedding_hnsw',
        'idx_events_1_embedding_hnsw_leftover'
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

-- Fails loudly when something of the plan is left.
DO $hnswkit$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY[
        'idx_events_2a_embedding_hnsw',
        'idx_events_2a_embedding_hnsw_leftover'
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

-- Fails loudly when something of the plan is left.
DO $hnswkit$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY[
        '"idx_Events, 2/b=_embedding_hnsw"',
        '"idx_Events, 2/b=_embedding_hnsw_leftover"'
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
