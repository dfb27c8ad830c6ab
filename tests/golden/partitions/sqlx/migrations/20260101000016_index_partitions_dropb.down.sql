-- Way back of index_partitions: drop 4 HNSW indexes while reads and writes go on.
-- Part 17 of 23: dropb.

-- Nothing to take back.
SELECT 1;
