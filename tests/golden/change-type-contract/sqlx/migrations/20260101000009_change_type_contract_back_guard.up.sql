-- Drop the old column behind HNSW index "App"."we""ird :idx\" while reads and writes go on.
-- Part 10 of 13: back_guard.

-- Nothing to do: this part is of the way back.
SELECT 1;
