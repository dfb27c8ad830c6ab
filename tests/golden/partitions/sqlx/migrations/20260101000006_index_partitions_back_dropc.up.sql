-- Build 4 HNSW indexes while reads and writes go on.
-- Part 7 of 23: back_dropc.

-- Nothing to do: this part is of the way back.
SELECT 1;
