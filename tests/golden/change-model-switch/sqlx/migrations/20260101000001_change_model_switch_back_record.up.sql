-- Switch to HNSW index "App"."idx_Old Notes_New ""one"" :x\_hnsw" while reads and writes go
-- on.
-- Part 2 of 6: back_record.

-- Nothing to do: this part is of the way back.
SELECT 1;
