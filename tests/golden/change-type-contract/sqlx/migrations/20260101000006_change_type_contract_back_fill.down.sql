-- no-transaction
-- Way back of change_type_contract: fill the old column again for HNSW index "App"."we""ird
-- :idx\" while reads and writes go on.
-- Part 7 of 13: back_fill.
--
-- The connection brings the settings, at the end of its URL, after ? or &:
--   options=-c%20lock_timeout%3D0%20-c%20statement_timeout%3D0%20-c%20maintenance_work_mem%3D64MB
-- PostgreSQL 17 and later have transaction_timeout, too: when it is set, make it 0.

-- Half a second a transaction, with a pause after each; a write of a row waits for one of
-- them at most. Each row is written anew, so the table and its indexes grow until vacuum
-- has been there. Stopped at any time, run this again: it goes on with what is empty.
-- squawk-ignore require-lock-timeout, require-statement-timeout
DO $hnswkit$
<<run>>
DECLARE
    relation regclass := '"App"."Old Notes"';
    pages bigint;
    width bigint := 1;
    page bigint;
    low tid;
    high tid;
    began timestamptz;
    elapsed float8;
    told timestamptz := clock_timestamp();
    filled bigint;
    total bigint := 0;
BEGIN
    FOR round IN 1..100 LOOP
        pages := pg_relation_size(relation) / current_setting('block_size')::bigint;
        page := 0;
        WHILE page < pages LOOP
            began := clock_timestamp();
            low := format('(%s,0)', page);
            high := format('(%s,0)', page + width);
            -- For triggers that should not fire: WHEN (current_setting('hnswkit.backfill', true) ...).
            PERFORM set_config('hnswkit.backfill', 'on', true);
            WITH batch AS MATERIALIZED (
                SELECT it.ctid
                FROM "App"."Old Notes" AS it
                WHERE it.ctid >= run.low
                    AND it.ctid < run.high
                    AND it."se'lect" IS NOT NULL
                    AND it."se'lect_old" IS NULL
                FOR NO KEY UPDATE SKIP LOCKED
            )
            UPDATE "App"."Old Notes" AS it
            SET "se'lect_old" = it."se'lect"
            FROM batch
            WHERE it.ctid = batch.ctid AND it.ctid >= run.low AND it.ctid < run.high;
            GET DIAGNOSTICS filled = ROW_COUNT;
            COMMIT;
            total := total + filled;
            page := page + width;
            elapsed := greatest(extract(epoch FROM clock_timestamp() - began), 0.001);
            -- As many pages as take half a second, for who waits for a row of the batch; then a
            -- pause, for replicas and everybody else.
            IF filled = 0 THEN
                width := least(2 * width, 16);
            ELSE
                width := greatest(1, least(2 * width, (width * 0.5 / elapsed)::bigint));
                PERFORM pg_sleep(elapsed / 2);
            END IF;
            IF told < clock_timestamp() - interval '10 seconds' THEN
                told := clock_timestamp();
                RAISE NOTICE '% rows filled, page % of %', total, least(page, pages), pages;
            END IF;
        END LOOP;
        IF NOT EXISTS (
            SELECT FROM "App"."Old Notes" AS it WHERE it."se'lect" IS NOT NULL AND it."se'lect_old" IS NULL
        ) THEN
            RAISE NOTICE '% rows filled, none is left', total;
            RETURN;
        END IF;
        -- Rows that somebody had locked.
        PERFORM pg_sleep(1);
    END LOOP;
    RAISE EXCEPTION USING
        ERRCODE = 'object_in_use',
        MESSAGE = format('rows of %s are locked by others all the time', relation),
        HINT = 'Find who holds them (pg_locks, pg_prepared_xacts), then run this again: it goes on with what is left.';
END
$hnswkit$;
