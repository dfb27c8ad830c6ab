-- Switch to HNSW index "App"."idx_Old Notes_New ""one"" :x\_hnsw" while reads and writes go
-- on.
-- Part 4 of 6: back_guard.

-- Nothing to do: this part is of the way back.
SELECT 1;
