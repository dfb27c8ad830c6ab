-- Way back of drop_partitions: build 4 HNSW indexes while reads and writes go on.
-- Part 17 of 23: dropc.

-- Nothing to take back.
SELECT 1;
