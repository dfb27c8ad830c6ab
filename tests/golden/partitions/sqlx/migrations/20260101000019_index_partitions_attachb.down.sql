-- Way back of index_partitions: drop 4 HNSW indexes while reads and writes go on.
-- Part 20 of 23: attachb.

-- Nothing to take back.
SELECT 1;
