-- Way back of change_model_switch: switch back from HNSW index "App"."idx_Old Notes_New
-- ""one"" :x\_hnsw" while reads and writes go on.
-- Part 5 of 6: record.
--
-- The connection brings the settings, at the end of its URL, after ? or &:
--   options=-c%20lock_timeout%3D0%20-c%20statement_timeout%3D0
-- PostgreSQL 17 and later have transaction_timeout, too: when it is set, make it 0.

-- Takes back what this part alone has done; nothing is left to do when the whole change is
-- taken back.
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
    IF since IS NULL THEN
        RETURN;
    END IF;
    -- It gives up rather than queue in front of everybody, and tries again.
    PERFORM set_config('lock_timeout', '1s', true);
    FOR attempt IN 1..30 LOOP
        BEGIN
            IF books LIKE '%was NOT NULL%' THEN
                -- Proved by the constraint, so that no row is read.
                ALTER TABLE "App"."Old Notes" ALTER COLUMN "select" SET NOT NULL;
                ALTER TABLE "App"."Old Notes" DROP CONSTRAINT IF EXISTS "Old Notes_select_filled";
                ALTER TABLE "App"."Old Notes" DROP CONSTRAINT IF EXISTS "Old Notes_New ""one"" :x\_filled";
            END IF;
            CREATE OR REPLACE FUNCTION "App"."zz_Old Notes_New ""one"" :x\_stale"() RETURNS trigger
            LANGUAGE plpgsql
            AS $function$
            BEGIN
                -- What it was computed from has changed, and no other embedding has come with it.
                IF NEW."New ""one"" :x\" IS NOT NULL
                    AND pg_catalog.record_image_ne(ROW(NEW.body), ROW(OLD.body))
                    AND pg_catalog.record_image_eq(ROW(NEW."New ""one"" :x\"), ROW(OLD."New ""one"" :x\"))
                THEN
                    NEW."New ""one"" :x\" := NULL;
                END IF;
                RETURN NEW;
            END
            $function$;
            COMMENT ON FUNCTION "App"."zz_Old Notes_New ""one"" :x\_stale"() IS 'hnswkit: "New ""one"" :x\" is going to take the place of "select"';
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
