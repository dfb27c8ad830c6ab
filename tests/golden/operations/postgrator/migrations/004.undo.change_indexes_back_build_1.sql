-- Way back of change_indexes: change back 4 HNSW indexes while reads and writes go on.
-- Part 4 of 19: back_build_1.
--
-- The connection brings the settings:
--   PGOPTIONS="-c lock_timeout=0 -c statement_timeout=0 -c maintenance_work_mem=64MB"
-- PostgreSQL 17 and later have transaction_timeout, too: when it is set, make it 0.
-- If it fails: PostgreSQL keeps the INVALID index. DROP INDEX CONCURRENTLY
-- idx_messages_embedding_hnsw_new, then run postgrator again. Without the drop, this file
-- finds the name taken and goes on, and the next part stops; then REINDEX INDEX
-- CONCURRENTLY idx_messages_embedding_hnsw_new and run postgrator again.

-- Builds the new index beside the old one, which serves meanwhile; reads and writes go on.
-- Does nothing when the guard found it as planned.
-- squawk-ignore require-lock-timeout, require-statement-timeout
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_messages_embedding_hnsw_new
    ON messages
    USING hnsw (embedding vector_cosine_ops)
    WITH (m = 16, ef_construction = 64);
