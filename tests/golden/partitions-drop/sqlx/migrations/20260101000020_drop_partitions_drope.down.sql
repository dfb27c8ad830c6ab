-- Way back of drop_partitions: build 4 HNSW indexes while reads and writes go on.
-- Part 21 of 23: drope.

-- Nothing to take back.
SELECT 1;
