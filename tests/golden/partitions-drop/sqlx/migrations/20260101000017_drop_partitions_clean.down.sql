-- Way back of drop_partitions: build 4 HNSW indexes while reads and writes go on.
-- Part 18 of 23: clean.

-- Nothing to take back.
SELECT 1;
