-- Way back of index_partitions: drop 4 HNSW indexes while reads and writes go on.
-- Part 21 of 23: attachc.

-- Nothing to take back.
SELECT 1;
