-- Drop HNSW index items_nearest while reads and writes go on.
-- Part 1 of 4: guard.
-- items_nearest, dropped; the way back: 72.0 KiB for 200 rows, built in 0.0 s to 0.0 s.
--
-- sqlx sends a file as one message, which PostgreSQL runs as one transaction, and no
-- transaction may hold a concurrent build. So these are 4 migrations, in order; let one
-- process run them, not every replica that starts.
--
-- The connection brings the settings, at the end of its URL, after ? or &:
--   options=-c%20lock_timeout%3D0%20-c%20statement_timeout%3D0%20-c%20maintenance_work_mem%3D64MB
-- PostgreSQL 17 and later have transaction_timeout, too: when it is set, make it 0.

-- The short steps give up rather than queue in front of everybody.
SET LOCAL lock_timeout = '5s';

-- None of the short steps takes long.
SET LOCAL statement_timeout = '60s';

-- Stops when the name belongs to anything but an index on this table.
DO $hnswkit$
BEGIN
    IF EXISTS (
        SELECT
        FROM pg_class AS c
        LEFT JOIN pg_index AS i ON i.indexrelid = c.oid
        WHERE c.oid = to_regclass('items_nearest')
            AND i.indrelid IS DISTINCT FROM to_regclass('items')
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'wrong_object_type',
            MESSAGE = 'items_nearest is not an index on items: not dropped',
            HINT = 'It is not what this migration built; look at it before you drop it.';
    END IF;
END
$hnswkit$;
