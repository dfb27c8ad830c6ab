-- Change 4 HNSW indexes while reads and writes go on.
-- Part 12 of 19: clean_2b.
--
-- The connection brings the settings:
--   PGOPTIONS="-c lock_timeout=0 -c statement_timeout=0 -c maintenance_work_mem=64MB"
-- PostgreSQL 17 and later have transaction_timeout, too: when it is set, make it 0.

-- Removes what something that did not finish has left, if anything.
-- squawk-ignore require-lock-timeout, require-statement-timeout
DROP INDEX CONCURRENTLY IF EXISTS idx_atoms_embedding_hnsw_leftover2;
