-- Way back of index_partitions: drop 4 HNSW indexes while reads and writes go on.
-- Part 15 of 23: drop.

-- Nothing to take back.
SELECT 1;
