-- Fill a new column for HNSW index "App"."we""ird :idx\" while reads and writes go on.
-- Part 3 of 14: back_cleanb.

-- Nothing to do: this part is of the way back.
SELECT 1;
