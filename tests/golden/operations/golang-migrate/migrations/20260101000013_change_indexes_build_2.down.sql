-- Way back of change_indexes: change back 4 HNSW indexes while reads and writes go on.
-- Part 14 of 19: build_2.

-- Nothing to take back.
SELECT 1;
