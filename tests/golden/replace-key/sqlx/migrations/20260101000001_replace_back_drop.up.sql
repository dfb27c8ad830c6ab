-- Replace HNSW index items_nearest while reads and writes go on.
-- Part 2 of 11: back_drop.

-- Nothing to do: this part is of the way back.
SELECT 1;
