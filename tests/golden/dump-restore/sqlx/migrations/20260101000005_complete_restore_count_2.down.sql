-- Way back of complete_restore: change back 2 HNSW indexes and the restore of backup.dump
-- while reads and writes go on.
-- Part 6 of 7: count_2.

-- Nothing to take back.
SELECT 1;
