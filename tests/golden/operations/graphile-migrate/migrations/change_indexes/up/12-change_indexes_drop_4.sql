--! no-transaction
-- cp migrations/change_indexes/up/12-change_indexes_drop_4.sql migrations/current.sql
-- graphile-migrate commit --message change_indexes_drop_4
--
-- Change 4 HNSW indexes while reads and writes go on.
-- Part 12 of 14: drop_4.
--
-- The connection brings the settings:
--   PGOPTIONS="-c lock_timeout=0 -c statement_timeout=0 -c maintenance_work_mem=64MB"
-- PostgreSQL 17 and later have transaction_timeout, too: when it is set, make it 0.

-- The point of no return: the way back is another build. Reads and writes go on. It waits
-- for transactions that use the table, without a lock_timeout: an interrupted drop would
-- leave the index INVALID.
-- squawk-ignore require-lock-timeout, require-statement-timeout
DROP INDEX CONCURRENTLY IF EXISTS "App"."we""ird :idx\";
