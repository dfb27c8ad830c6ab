-- Way back of change_type_contract: fill the old column again for HNSW index "App"."we""ird
-- :idx\" while reads and writes go on.
-- Part 8 of 13: back_copy.
--
-- The connection brings the settings, at the end of its URL, after ? or &:
--   options=-c%20lock_timeout%3D0%20-c%20statement_timeout%3D0%20-c%20maintenance_work_mem%3D64MB
-- PostgreSQL 17 and later have transaction_timeout, too: when it is set, make it 0.

-- From here on every write fills it too. It fires last, as triggers fire in the order of
-- their names. A value that the new type cannot hold makes the write fail. Writes wait for
-- a moment, up to a second a try.
DO $hnswkit$
BEGIN
    IF coalesce(obj_description(to_regprocedure('"App"."zz_Old Notes_se''lect_sync"()'), 'pg_proc'), '') NOT LIKE 'hnswkit: %'
        AND to_regprocedure('"App"."zz_Old Notes_se''lect_sync"()') IS NOT NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'duplicate_function',
            MESSAGE = 'function "App"."zz_Old Notes_se''lect_sync"() is there and is not of this migration',
            HINT = 'Rename it or drop it.';
    END IF;
    CREATE OR REPLACE FUNCTION "App"."zz_Old Notes_se'lect_sync"() RETURNS trigger
    LANGUAGE plpgsql
    AS $function$
    BEGIN
        IF TG_OP = 'INSERT'
            OR NEW."se'lect_old" IS NULL
            OR ROW(NEW."se'lect")::record OPERATOR(pg_catalog.*<>) ROW(OLD."se'lect")::record
        THEN
            NEW."se'lect_old" := NEW."se'lect";
        END IF;
        RETURN NEW;
    END
    $function$;
    COMMENT ON FUNCTION "App"."zz_Old Notes_se'lect_sync"() IS 'hnswkit: "se''lect" is copied to "se''lect_old"';
    IF EXISTS (
        SELECT FROM pg_trigger WHERE tgrelid = '"App"."Old Notes"'::regclass AND tgname = 'zz_Old Notes_se''lect_sync'
    ) THEN
        RETURN;
    END IF;
    -- It gives up rather than queue in front of everybody, and tries again.
    PERFORM set_config('lock_timeout', '1s', true);
    FOR attempt IN 1..30 LOOP
        BEGIN
            CREATE TRIGGER "zz_Old Notes_se'lect_sync"
            BEFORE INSERT OR UPDATE ON "App"."Old Notes"
            FOR EACH ROW EXECUTE FUNCTION "App"."zz_Old Notes_se'lect_sync"();
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
