-- Way back of index_partitions: drop 4 HNSW indexes while reads and writes go on.
-- Part 22 of 23: attachd.

-- Nothing to take back.
SELECT 1;
