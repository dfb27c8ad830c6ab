-- Way back of repair: finish the repair of HNSW index items_nearest while reads and writes
-- go on.
-- Part 9 of 15: clean.

-- Nothing to take back.
SELECT 1;
