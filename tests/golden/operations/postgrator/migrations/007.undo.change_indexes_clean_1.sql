-- Way back of change_indexes: change back 4 HNSW indexes while reads and writes go on.
-- Part 7 of 19: clean_1.

-- Nothing to take back.
SELECT 1;
