-- Way back of change_type_expand: drop the new column of HNSW index "App"."we""ird :idx\"
-- while reads and writes go on.
-- Part 6 of 14: add.
--
-- The connection brings the settings, at the end of its URL, after ? or &:
--   options=-c%20lock_timeout%3D0%20-c%20statement_timeout%3D0%20-c%20maintenance_work_mem%3D64MB
-- PostgreSQL 17 and later have transaction_timeout, too: when it is set, make it 0.

-- Takes back what this part alone has done; nothing is left to do when the whole change is
-- taken back.
DO $hnswkit$
BEGIN
    IF NOT EXISTS (
        SELECT FROM pg_attribute
        WHERE attrelid = '"App"."Old Notes"'::regclass AND attname = 'se''lect_new' AND NOT attisdropped
        UNION ALL
        SELECT FROM pg_trigger WHERE tgrelid = '"App"."Old Notes"'::regclass AND tgname = 'zz_Old Notes_se''lect_sync'
    ) THEN
        RETURN;
    END IF;
    -- It gives up rather than queue in front of everybody, and tries again.
    PERFORM set_config('lock_timeout', '1s', true);
    FOR attempt IN 1..30 LOOP
        BEGIN
            LOCK TABLE "App"."Old Notes" IN ACCESS EXCLUSIVE MODE;
            DROP TRIGGER IF EXISTS "zz_Old Notes_se'lect_sync" ON "App"."Old Notes";
            DROP FUNCTION IF EXISTS "App"."zz_Old Notes_se'lect_sync"();
            ALTER TABLE "App"."Old Notes" DROP COLUMN IF EXISTS "se'lect_new";
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
