-- Way back of reindex_partitions: look at 4 HNSW indexes while reads and writes go on.
-- Part 9 of 14: build_2.

-- Nothing to take back.
SELECT 1;
