-- Way back of change_type_contract: fill the old column again for HNSW index "App"."we""ird
-- :idx\" while reads and writes go on.
-- Part 13 of 13: verify.

-- Nothing to take back.
SELECT 1;
