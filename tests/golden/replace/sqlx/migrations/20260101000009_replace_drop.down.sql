-- Way back of replace: bring back HNSW index items_nearest while reads and writes go on.
-- Part 10 of 11: drop.

-- Nothing to take back.
SELECT 1;
