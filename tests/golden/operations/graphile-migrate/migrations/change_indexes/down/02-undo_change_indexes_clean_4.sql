--! no-transaction
-- cp migrations/change_indexes/down/02-undo_change_indexes_clean_4.sql migrations/current.sql
-- graphile-migrate commit --message undo_change_indexes_clean_4
--
-- Way back of change_indexes: change back 4 HNSW indexes while reads and writes go on.
-- Part 13 of 14: clean_4.
--
-- The connection brings the settings:
--   PGOPTIONS="-c lock_timeout=0 -c statement_timeout=0 -c maintenance_work_mem=64MB"
-- PostgreSQL 17 and later have transaction_timeout, too: when it is set, make it 0.

-- Removes the leftover of a build that did not finish, if there is one.
-- squawk-ignore require-lock-timeout, require-statement-timeout
DROP INDEX CONCURRENTLY IF EXISTS "App"."we""ird :idx\_leftover";
