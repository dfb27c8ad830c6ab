-- Way back of drop_partitions: build 4 HNSW indexes while reads and writes go on.
-- Part 20 of 23: cleanb.

-- Nothing to take back.
SELECT 1;
