-- no-transaction
-- Way back of change_model_switch: switch back from HNSW index "App"."idx_Old Notes_New
-- ""one"" :x\_hnsw" while reads and writes go on.
-- Part 3 of 6: back_prove.
--
-- The connection brings the settings, at the end of its URL, after ? or &:
--   options=-c%20lock_timeout%3D0%20-c%20statement_timeout%3D0
-- PostgreSQL 17 and later have transaction_timeout, too: when it is set, make it 0.

-- Only where the old column was NOT NULL before the switch: the constraint takes the table
-- for a moment, its proof reads the table while reads and writes go on. Interrupted, it
-- leaves the constraint; run this again, or go back.
-- squawk-ignore require-lock-timeout, require-statement-timeout
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
    IF books NOT LIKE '%was NOT NULL%' OR books IS NULL THEN
        RETURN;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_constraint WHERE conrelid = relation AND conname = 'Old Notes_select_filled') THEN
        -- It gives up rather than queue in front of everybody, and tries again.
        PERFORM set_config('lock_timeout', '1s', true);
        FOR attempt IN 1..30 LOOP
            BEGIN
                ALTER TABLE "App"."Old Notes"
                    ADD CONSTRAINT "Old Notes_select_filled" CHECK ("select" IS NOT NULL) NOT VALID;
                EXIT;
            EXCEPTION WHEN lock_not_available THEN
                IF attempt = 30 THEN
                    RAISE;
                END IF;
                PERFORM pg_sleep(1);
            END;
        END LOOP;
        COMMIT;
    END IF;
    ALTER TABLE "App"."Old Notes" VALIDATE CONSTRAINT "Old Notes_select_filled";
END
$hnswkit$;
