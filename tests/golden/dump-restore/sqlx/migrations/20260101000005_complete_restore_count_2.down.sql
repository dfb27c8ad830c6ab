-- Way back of complete_restore: drop 2 HNSW indexes of the restored backup.dump while reads
-- and writes go on.
-- Part 6 of 7: count_2.

-- Nothing to take back.
SELECT 1;
