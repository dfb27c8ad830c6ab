-- no-transaction
-- Way back of upgrade_and_rebuild: change back HNSW index items_nearest and pgvector to
-- 0.8.6 while reads and writes go on.
-- Part 4 of 11: back_clean.
--
-- The connection brings the settings, at the end of its URL, after ? or &:
--   options=-c%20lock_timeout%3D0%20-c%20statement_timeout%3D0%20-c%20maintenance_work_mem%3D64MB
-- PostgreSQL 17 and later have transaction_timeout, too: when it is set, make it 0.

-- Removes what something that did not finish has left, if anything.
-- squawk-ignore require-lock-timeout, require-statement-timeout
DROP INDEX CONCURRENTLY IF EXISTS items_nearest_leftover;
