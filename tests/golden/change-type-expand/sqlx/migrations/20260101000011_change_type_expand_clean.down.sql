-- Way back of change_type_expand: drop the new column of HNSW index "App"."we""ird :idx\"
-- while reads and writes go on.
-- Part 12 of 14: clean.

-- Nothing to take back.
SELECT 1;
