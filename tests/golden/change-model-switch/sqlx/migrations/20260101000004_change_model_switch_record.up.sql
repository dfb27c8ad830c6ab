-- Switch to HNSW index "App"."idx_Old Notes_New ""one"" :x\_hnsw" while reads and writes go
-- on.
-- Part 5 of 6: record.
--
-- The connection brings the settings, at the end of its URL, after ? or &:
--   options=-c%20lock_timeout%3D0%20-c%20statement_timeout%3D0
-- PostgreSQL 17 and later have transaction_timeout, too: when it is set, make it 0.

-- From here on the application may read "New ""one"" :x\"; it writes both until "select" is
-- dropped, and going back is to read "select" again. "select" may be NULL, so that rows can
-- be written without it; an embedding that is written to "New ""one"" :x\" alone sets it to
-- NULL, as it is stale then. The time is kept in the comment of the trigger's function.
-- Reads and writes wait for a moment; it gives up after a second and tries again.
DO $hnswkit$
DECLARE
    relation regclass := to_regclass('"App"."Old Notes"');
    books text := (
        SELECT coalesce(obj_description(tgfoid, 'pg_proc'), '')
        FROM pg_trigger
        WHERE tgrelid = relation AND tgname = 'zz_Old Notes_New "one" :x\_stale'
    );
    since timestamptz := substring(books FROM 'switched at ([0-9TZ:-]+)')::timestamptz;
    is_not_null boolean := (
        SELECT attnotnull
        FROM pg_attribute
        WHERE attrelid = relation AND attname = 'select' AND NOT attisdropped
    );
BEGIN
    IF is_not_null IS NULL OR since IS NOT NULL AND NOT EXISTS (SELECT FROM pg_constraint WHERE conrelid = relation AND conname = 'Old Notes_select_filled') THEN
        RETURN;
    END IF;
    -- It gives up rather than queue in front of everybody, and tries again.
    PERFORM set_config('lock_timeout', '1s', true);
    FOR attempt IN 1..30 LOOP
        BEGIN
            -- From a way back that was interrupted.
            IF EXISTS (SELECT FROM pg_constraint WHERE conrelid = relation AND conname = 'Old Notes_select_filled') THEN
                ALTER TABLE "App"."Old Notes" DROP CONSTRAINT "Old Notes_select_filled";
            END IF;
            IF since IS NULL THEN
                -- Or new rows would need an embedding of the old model for ever.
                IF is_not_null THEN
                    ALTER TABLE "App"."Old Notes" ALTER COLUMN "select" DROP NOT NULL;
                END IF;
                CREATE OR REPLACE FUNCTION "App"."zz_Old Notes_New ""one"" :x\_stale"() RETURNS trigger
                LANGUAGE plpgsql
                AS $function$
                BEGIN
                    -- What it was computed from has changed, and no other embedding has come with it.
                    IF NEW."select" IS NOT NULL
                        AND pg_catalog.record_image_ne(ROW(NEW."New ""one"" :x\"), ROW(OLD."New ""one"" :x\"))
                        AND pg_catalog.record_image_eq(ROW(NEW."select"), ROW(OLD."select"))
                    THEN
                        NEW."select" := NULL;
                    END IF;
                    RETURN NEW;
                END
                $function$;
                EXECUTE format(
                    'COMMENT ON FUNCTION %s() IS %L',
                    '"App"."zz_Old Notes_New ""one"" :x\_stale"',
                    'hnswkit: "New ""one"" :x\" is going to take the place of "select"' || to_char(now() AT TIME ZONE 'UTC', '; "switched at" YYYY-MM-DD"T"HH24:MI:SS"Z"')
                        || CASE WHEN is_not_null THEN '; "select" was NOT NULL' ELSE '' END
                );
            END IF;
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
