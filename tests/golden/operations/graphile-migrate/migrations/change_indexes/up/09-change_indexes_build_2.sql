--! no-transaction
-- cp migrations/change_indexes/up/09-change_indexes_build_2.sql migrations/current.sql
-- graphile-migrate commit --message change_indexes_build_2
--
-- Change 4 HNSW indexes while reads and writes go on.
-- Part 9 of 14: build_2.
--
-- The connection brings the settings:
--   PGOPTIONS="-c lock_timeout=0 -c statement_timeout=0 -c maintenance_work_mem=64MB"
-- PostgreSQL 17 and later have transaction_timeout, too: when it is set, make it 0.
-- If it fails: the index is as it was, and an INVALID one of its name and _ccnew or _ccold
-- is left. DROP INDEX CONCURRENTLY that one, then run graphile-migrate again.

-- Builds it anew beside the one that serves, swaps the two and drops the old one; reads and
-- writes go on, and queries use the index all the while. Interrupted, it leaves an INVALID
-- index of the name and _ccnew or _ccold, which the next run removes, and so does the way
-- back.
-- squawk-ignore require-lock-timeout, require-statement-timeout
REINDEX INDEX CONCURRENTLY idx_atoms_embedding_hnsw;
