-- Build 2 HNSW indexes of the restored backup.dump while reads and writes go on.
-- Part 6 of 7: count_2.
--
-- The connection brings the settings, at the end of its URL, after ? or &:
--   options=-c%20lock_timeout%3D0%20-c%20statement_timeout%3D0%20-c%20maintenance_work_mem%3D64MB
-- PostgreSQL 17 and later have transaction_timeout, too: when it is set, make it 0.

-- The short steps give up rather than queue in front of everybody.
SET LOCAL lock_timeout = '5s';

-- None of the short steps takes long.
SET LOCAL statement_timeout = '60s';

-- A restored table has no statistics, and without them the planner may leave the index
-- unused. Reads and writes go on.
ANALYZE items;
