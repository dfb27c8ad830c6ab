-- Repair HNSW index items_nearest while reads and writes go on.
-- Part 6 of 15: back_cleanb.

-- Nothing to do: this part is of the way back.
SELECT 1;
