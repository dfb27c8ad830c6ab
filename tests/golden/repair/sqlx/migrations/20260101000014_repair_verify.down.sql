-- Way back of repair: finish the repair of HNSW index items_nearest while reads and writes
-- go on.
-- Part 15 of 15: verify.

-- Nothing to take back.
SELECT 1;
