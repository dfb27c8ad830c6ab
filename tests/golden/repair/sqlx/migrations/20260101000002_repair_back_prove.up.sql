-- Repair HNSW index items_nearest while reads and writes go on.
-- Part 3 of 15: back_prove.

-- Nothing to do: this part is of the way back.
SELECT 1;
