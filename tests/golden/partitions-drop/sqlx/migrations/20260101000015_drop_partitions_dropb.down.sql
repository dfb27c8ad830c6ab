-- Way back of drop_partitions: build 4 HNSW indexes while reads and writes go on.
-- Part 16 of 23: dropb.

-- Nothing to take back.
SELECT 1;
