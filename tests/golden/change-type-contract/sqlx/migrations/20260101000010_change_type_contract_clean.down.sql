-- Way back of change_type_contract: fill the old column again for HNSW index "App"."we""ird
-- :idx\" while reads and writes go on.
-- Part 11 of 13: clean.

-- Nothing to take back.
SELECT 1;
