-- no-transaction
-- Way back of repair: finish the repair of HNSW index items_nearest while reads and writes
-- go on.
-- Part 2 of 15: back_drop.
--
-- The connection brings the settings, at the end of its URL, after ? or &:
--   options=-c%20lock_timeout%3D0%20-c%20statement_timeout%3D0%20-c%20maintenance_work_mem%3D64MB
-- PostgreSQL 17 and later have transaction_timeout, too: when it is set, make it 0.

-- The point of no return for items_embedding_idx: it is too many, and goes. Reads and
-- writes go on; it waits for transactions that use the table.
-- squawk-ignore require-lock-timeout, require-statement-timeout
DROP INDEX CONCURRENTLY IF EXISTS items_embedding_idx;
