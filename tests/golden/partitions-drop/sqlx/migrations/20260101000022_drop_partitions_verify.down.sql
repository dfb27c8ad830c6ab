-- Way back of drop_partitions: build 4 HNSW indexes while reads and writes go on.
-- Part 23 of 23: verify.

-- Nothing to take back.
SELECT 1;
