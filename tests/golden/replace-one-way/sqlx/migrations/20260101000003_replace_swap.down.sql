-- Way back of replace: bring back HNSW index items_nearest while reads and writes go on.
-- Part 4 of 6: swap.
--
-- The connection brings the settings, at the end of its URL, after ? or &:
--   options=-c%20lock_timeout%3D0%20-c%20statement_timeout%3D0%20-c%20maintenance_work_mem%3D64MB
-- PostgreSQL 17 and later have transaction_timeout, too: when it is set, make it 0.

-- Takes back what this part alone has done; nothing is left to do when the whole change is
-- taken back.
DO $hnswkit$
BEGIN
    IF EXISTS (
        SELECT
        FROM pg_index
        WHERE indexrelid = to_regclass('items_nearest_old') AND NOT (indisvalid AND indisready)
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'object_not_in_prerequisite_state',
            MESSAGE = 'items_nearest_old is INVALID: its drop has begun, it cannot come back',
            HINT = 'Run the migration again: it goes on from here.';
    ELSIF to_regclass('items_nearest_old') IS NULL
        AND (to_regclass('items_nearest_new') IS NULL OR to_regclass('items_nearest') IS NULL) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'object_not_in_prerequisite_state',
            MESSAGE = 'the index that items_nearest has replaced was dropped: it cannot come back',
            HINT = 'Say what it was (previous_m, previous_metric, …), and the way back builds it again.';
    END IF;
    IF to_regclass('items_nearest_old') IS NOT NULL THEN
        -- Interrupted between the swap and the drop: the names go back.
        IF to_regclass('items_nearest_new') IS NOT NULL THEN
            RAISE EXCEPTION USING
                ERRCODE = 'duplicate_object',
                MESSAGE = 'items_nearest_old and items_nearest_new are both there',
                HINT = 'One of them is not of this migration: look at both, and drop that one.';
        ELSIF to_regclass('items_nearest') IS NOT NULL THEN
            ALTER INDEX items_nearest RENAME TO items_nearest_new;
        END IF;
        ALTER INDEX items_nearest_old RENAME TO items_nearest;
    END IF;
END
$hnswkit$;
