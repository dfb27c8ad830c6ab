-- Way back of upgrade_and_rebuild: change back HNSW index items_nearest and pgvector to
-- 0.8.6 while reads and writes go on.
-- Part 10 of 11: build.

-- Nothing to take back.
SELECT 1;
