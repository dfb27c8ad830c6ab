-- Way back of a_smaller_index: change back 4 HNSW indexes while reads and writes go on.
-- Part 16 of 19: build_3.

-- Nothing to take back.
SELECT 1;
