-- Replace HNSW index items_nearest while reads and writes go on.
-- Part 4 of 11: back_build.

-- Nothing to do: this part is of the way back.
SELECT 1;
