-- Way back of index_partitions: drop 4 HNSW indexes while reads and writes go on.
-- Part 19 of 23: attach.

-- Nothing to take back.
SELECT 1;
