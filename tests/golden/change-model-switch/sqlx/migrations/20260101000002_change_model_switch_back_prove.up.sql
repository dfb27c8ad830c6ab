-- Switch to HNSW index "App"."idx_Old Notes_New ""one"" :x\_hnsw" while reads and writes go
-- on.
-- Part 3 of 6: back_prove.

-- Nothing to do: this part is of the way back.
SELECT 1;
