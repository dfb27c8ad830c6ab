-- Change 4 HNSW indexes while reads and writes go on.
-- Part 2 of 19: back_drop_1.

-- Nothing to do: this part is of the way back.
SELECT 1;
