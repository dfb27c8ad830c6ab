-- Way back of drop_partitions: build 4 HNSW indexes while reads and writes go on.
-- Part 22 of 23: cleanc.

-- Nothing to take back.
SELECT 1;
