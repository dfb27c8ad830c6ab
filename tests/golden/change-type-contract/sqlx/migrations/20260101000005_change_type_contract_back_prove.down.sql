-- Way back of change_type_contract: fill the old column again for HNSW index "App"."we""ird
-- :idx\" while reads and writes go on.
-- Part 6 of 13: back_prove.

-- Reads every row, and stops when a value is not the cast of the other.
DO $hnswkit$
DECLARE
    different bigint;
    total bigint;
BEGIN
    SELECT
        count(*) FILTER (
            WHERE ROW(it."se'lect_old")::record
                OPERATOR(pg_catalog.*<>) ROW(it."se'lect"::vector(4))::record
        ),
        count(*)
    INTO different, total
    FROM "App"."Old Notes" AS it;
    IF 0 < different THEN
        RAISE EXCEPTION USING
            ERRCODE = 'data_exception',
            MESSAGE = format('%s of %s rows have another value than the cast of the other column', different, total),
            HINT = 'Set them to NULL, then run this again: it fills them.';
    END IF;
    RAISE NOTICE '% rows compared, none is different', total;
END
$hnswkit$;
