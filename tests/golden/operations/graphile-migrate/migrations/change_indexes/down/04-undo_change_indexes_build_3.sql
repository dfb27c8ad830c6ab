--! no-transaction
-- cp migrations/change_indexes/down/04-undo_change_indexes_build_3.sql migrations/current.sql
-- graphile-migrate commit --message undo_change_indexes_build_3
--
-- Way back of change_indexes: change back 4 HNSW indexes while reads and writes go on.
-- Part 11 of 14: build_3.
--
-- The connection brings the settings:
--   PGOPTIONS="-c lock_timeout=0 -c statement_timeout=0 -c maintenance_work_mem=64MB"
-- PostgreSQL 17 and later have transaction_timeout, too: when it is set, make it 0.

-- Reads and writes go on. It waits for transactions that use the table, without a
-- lock_timeout: an interrupted drop would leave the index INVALID.
-- squawk-ignore require-lock-timeout, require-statement-timeout
DROP INDEX CONCURRENTLY IF EXISTS "App".notes_cosine;
