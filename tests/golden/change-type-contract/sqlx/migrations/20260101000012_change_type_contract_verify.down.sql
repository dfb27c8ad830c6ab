-- Way back of change_type_contract: change back the column of HNSW index "App"."we""ird
-- :idx\" while reads and writes go on.
-- Part 13 of 13: verify.

-- Nothing to take back.
SELECT 1;
