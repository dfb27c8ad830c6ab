--! no-transaction
-- cp migrations/add_hnsw_vector_indexes/down/04-undo_add_hnsw_vector_indexes_build_1.sql migrations/current.sql
-- graphile-migrate commit --message undo_add_hnsw_vector_indexes_build_1
--
-- Way back of add_hnsw_vector_indexes: drop 2 HNSW indexes while reads and writes go on.
-- Part 3 of 6: build_1.
--
-- The connection brings the settings:
--   PGOPTIONS="-c lock_timeout=0 -c statement_timeout=0 -c maintenance_work_mem=73MB -c transaction_timeout=0"

-- Reads and writes go on. It waits for transactions that use the table, without a
-- lock_timeout: an interrupted drop would leave the index INVALID.
-- squawk-ignore require-lock-timeout, require-statement-timeout
DROP INDEX CONCURRENTLY IF EXISTS idx_messages_embedding_hnsw;
