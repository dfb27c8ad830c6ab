-- no-transaction
-- Drop, for a load, HNSW index idx_items_v_hnsw while reads and writes go on.
-- Part 2 of 4: drop.
--
-- The connection brings the settings, at the end of its URL, after ? or &:
--   options=-c%20lock_timeout%3D0%20-c%20statement_timeout%3D0%20-c%20maintenance_work_mem%3D64MB
-- PostgreSQL 17 and later have transaction_timeout, too: when it is set, make it 0.

-- The point of no return: from here on searches scan the table, until the plan of stage =
-- "after" has built the index, which is the way back, too. Reads and writes go on; it waits
-- for transactions that use the table.
-- squawk-ignore require-lock-timeout, require-statement-timeout
DROP INDEX CONCURRENTLY IF EXISTS idx_items_v_hnsw;
