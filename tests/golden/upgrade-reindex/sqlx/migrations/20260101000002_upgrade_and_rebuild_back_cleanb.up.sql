-- Change HNSW index items_nearest and pgvector to 0.8.6 while reads and writes go on.
-- Part 3 of 11: back_cleanb.

-- Nothing to do: this part is of the way back.
SELECT 1;
