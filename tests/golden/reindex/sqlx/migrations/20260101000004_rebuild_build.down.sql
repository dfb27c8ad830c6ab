-- Way back of rebuild: look at HNSW index items_nearest while reads and writes go on.
-- Part 5 of 6: build.

-- Nothing to take back.
SELECT 1;
