-- Way back of index_partitions: drop 4 HNSW indexes while reads and writes go on.
-- Part 13 of 23: clean.

-- Nothing to take back.
SELECT 1;
