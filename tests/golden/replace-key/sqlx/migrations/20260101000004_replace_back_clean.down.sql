-- no-transaction
-- Way back of replace: bring back HNSW index items_nearest while reads and writes go on.
-- Part 5 of 11: back_clean.
--
-- The connection brings the settings, at the end of its URL, after ? or &:
--   options=-c%20lock_timeout%3D0%20-c%20statement_timeout%3D0%20-c%20maintenance_work_mem%3D64MB
-- PostgreSQL 17 and later have transaction_timeout, too: when it is set, make it 0.

-- Removes the leftover of a build that did not finish, if there is one.
-- squawk-ignore require-lock-timeout, require-statement-timeout
DROP INDEX CONCURRENTLY IF EXISTS items_nearest_leftover;
