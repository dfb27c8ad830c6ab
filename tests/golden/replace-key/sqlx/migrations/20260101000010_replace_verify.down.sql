-- Way back of replace: bring back HNSW index items_nearest while reads and writes go on.
-- Part 11 of 11: verify.

-- Nothing to take back.
SELECT 1;
