-- Drop 4 HNSW indexes while reads and writes go on.
-- Part 14 of 23: back_guard.

-- Nothing to do: this part is of the way back.
SELECT 1;
