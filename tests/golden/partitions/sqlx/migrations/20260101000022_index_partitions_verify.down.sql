-- Way back of index_partitions: drop 4 HNSW indexes while reads and writes go on.
-- Part 23 of 23: verify.

-- Nothing to take back.
SELECT 1;
