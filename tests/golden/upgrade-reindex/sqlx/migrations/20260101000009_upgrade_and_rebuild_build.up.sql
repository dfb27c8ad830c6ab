-- no-transaction
-- Change HNSW index items_nearest and pgvector to 0.8.6 while reads and writes go on.
-- Part 10 of 11: build.
--
-- The connection brings the settings, at the end of its URL, after ? or &:
--   options=-c%20lock_timeout%3D0%20-c%20statement_timeout%3D0%20-c%20maintenance_work_mem%3D64MB
-- PostgreSQL 17 and later have transaction_timeout, too: when it is set, make it 0.
-- If it fails: the index is as it was, and an INVALID one of its name and _ccnew or _ccold
-- is left. DROP INDEX CONCURRENTLY that one, then run sqlx again.

-- Builds it anew beside the one that serves, swaps the two and drops the old one; reads and
-- writes go on, and queries use the index all the while. Interrupted, it leaves an INVALID
-- index of the name and _ccnew or _ccold, which the next run removes, and so does the way
-- back.
-- squawk-ignore require-lock-timeout, require-statement-timeout
REINDEX INDEX CONCURRENTLY items_nearest;
