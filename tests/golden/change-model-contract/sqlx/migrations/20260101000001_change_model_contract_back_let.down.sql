-- Way back of change_model_contract: refuse to go back behind HNSW index "App"."idx_Old
-- Notes_New ""one"" :x\_hnsw" while reads and writes go on.
-- Part 2 of 6: back_let.
--
-- The connection brings the settings, at the end of its URL, after ? or &:
--   options=-c%20lock_timeout%3D0%20-c%20statement_timeout%3D0
-- PostgreSQL 17 and later have transaction_timeout, too: when it is set, make it 0.

-- Removes the constraint of a contraction that did not finish, if there is one.
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
    IF books IS NULL OR NOT EXISTS (SELECT FROM pg_constraint WHERE conrelid = relation AND conname = 'Old Notes_New "one" :x\_filled') THEN
        RETURN;
    END IF;
    -- It gives up rather than queue in front of everybody, and tries again.
    PERFORM set_config('lock_timeout', '1s', true);
    FOR attempt IN 1..30 LOOP
        BEGIN
            ALTER TABLE "App"."Old Notes" DROP CONSTRAINT IF EXISTS "Old Notes_New ""one"" :x\_filled";
            EXIT;
        EXCEPTION WHEN lock_not_available THEN
            IF attempt = 30 THEN
                RAISE;
            END IF;
            PERFORM pg_sleep(1);
        END;
    END LOOP;
END
$hnswkit$;
