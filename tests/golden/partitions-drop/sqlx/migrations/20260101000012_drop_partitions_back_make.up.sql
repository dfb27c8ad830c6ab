-- Drop 4 HNSW indexes while reads and writes go on.
-- Part 13 of 23: back_make.

-- Nothing to do: this part is of the way back.
SELECT 1;
