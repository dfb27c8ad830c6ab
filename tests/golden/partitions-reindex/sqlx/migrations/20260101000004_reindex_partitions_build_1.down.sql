-- Way back of reindex_partitions: look at 4 HNSW indexes while reads and writes go on.
-- Part 5 of 14: build_1.

-- Nothing to take back.
SELECT 1;
