--! no-transaction
-- cp migrations/hostile_names/down/03-undo_hostile_names_clean_3.sql migrations/current.sql
-- graphile-migrate commit --message undo_hostile_names_clean_3
--
-- Way back of hostile_names: drop 3 HNSW indexes while reads and writes go on.
-- Part 6 of 8: clean_3.
--
-- The connection brings the settings:
--   PGOPTIONS="-c lock_timeout=0 -c statement_timeout=0 -c maintenance_work_mem=64MB"
-- PostgreSQL 17 and later have transaction_timeout, too: when it is set, make it 0.

-- Removes the leftover of a build that did not finish, if there is one.
-- squawk-ignore require-lock-timeout, require-statement-timeout
DROP INDEX CONCURRENTLY IF EXISTS idx_of_exactly_sixty_three_bytes_which_is_the_4c4b907f_leftover;
