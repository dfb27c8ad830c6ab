-- Drop the old column behind HNSW index "App"."idx_Old Notes_New ""one"" :x\_hnsw" while
-- reads and writes go on.
-- Part 5 of 6: drop.
--
-- The connection brings the settings, at the end of its URL, after ? or &:
--   options=-c%20lock_timeout%3D0%20-c%20statement_timeout%3D0
-- PostgreSQL 17 and later have transaction_timeout, too: when it is set, make it 0.

-- The point of no return: "select" goes, with its embeddings, every index on it and the
-- trigger, all at once. Look once more whether anything still reads it. Reads and writes
-- wait for a moment; it gives up after a second and tries again.
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
    IF (
        SELECT format('%s(%s)', t.typname, a.atttypmod)
        FROM pg_attribute AS a
        JOIN pg_type AS t ON t.oid = a.atttypid
        WHERE a.attrelid = relation AND a.attname = 'select' AND NOT a.attisdropped
    ) IS NULL AND books IS NULL THEN
        RETURN;
    END IF;
    -- It gives up rather than queue in front of everybody, and tries again.
    PERFORM set_config('lock_timeout', '1s', true);
    FOR attempt IN 1..30 LOOP
        BEGIN
            LOCK TABLE "App"."Old Notes" IN ACCESS EXCLUSIVE MODE;
            IF EXISTS (SELECT FROM pg_constraint WHERE conrelid = relation AND conname = 'Old Notes_New "one" :x\_filled') THEN
                -- Proved by the constraint, so that no row is read.
                ALTER TABLE "App"."Old Notes" ALTER COLUMN "New ""one"" :x\" SET NOT NULL;
                ALTER TABLE "App"."Old Notes" DROP CONSTRAINT "Old Notes_New ""one"" :x\_filled";
            END IF;
            DROP TRIGGER IF EXISTS "zz_Old Notes_New ""one"" :x\_stale" ON "App"."Old Notes";
            DROP FUNCTION IF EXISTS "App"."zz_Old Notes_New ""one"" :x\_stale"();
            ALTER TABLE "App"."Old Notes" DROP COLUMN IF EXISTS "select";
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
