-- Way back of replace: bring back HNSW index items_nearest while reads and writes go on.
-- Part 7 of 11: clean.

-- Nothing to take back.
SELECT 1;
