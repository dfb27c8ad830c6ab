-- no-transaction
-- Fill a new column for HNSW index "App"."we""ird :idx\" while reads and writes go on.
-- Part 10 of 14: let.
--
-- The connection brings the settings, at the end of its URL, after ? or &:
--   options=-c%20lock_timeout%3D0%20-c%20statement_timeout%3D0%20-c%20maintenance_work_mem%3D64MB
-- PostgreSQL 17 and later have transaction_timeout, too: when it is set, make it 0.

-- Where the column is NOT NULL, lets the other be so without a scan under a lock: a
-- constraint, validated while reads and writes go on.
-- squawk-ignore require-lock-timeout, require-statement-timeout
DO $hnswkit$
BEGIN
    IF (
        SELECT array_agg(a.attnotnull ORDER BY a.attname = 'se''lect_new') <> ARRAY[true, false]
        FROM pg_attribute AS a
        WHERE a.attrelid = '"App"."Old Notes"'::regclass
            AND a.attname IN ('se''lect', 'se''lect_new')
    ) THEN
        RETURN;
    END IF;
    IF NOT EXISTS (
        SELECT FROM pg_constraint WHERE conrelid = '"App"."Old Notes"'::regclass AND conname = 'Old Notes_se''lect_filled'
    ) THEN
        -- It gives up rather than queue in front of everybody, and tries again.
        PERFORM set_config('lock_timeout', '1s', true);
        FOR attempt IN 1..30 LOOP
            BEGIN
                ALTER TABLE "App"."Old Notes"
                    ADD CONSTRAINT "Old Notes_se'lect_filled" CHECK ("se'lect_new" IS NOT NULL) NOT VALID;
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
    ALTER TABLE "App"."Old Notes" VALIDATE CONSTRAINT "Old Notes_se'lect_filled";
END
$hnswkit$;
