-- Way back of drop_partitions: build 4 HNSW indexes while reads and writes go on.
-- Part 19 of 23: dropd.

-- Nothing to take back.
SELECT 1;
