-- no-transaction
-- Way back of drop_partitions: build 4 HNSW indexes while reads and writes go on.
-- Part 8 of 23: back_buildb.
--
-- The connection brings the settings, at the end of its URL, after ? or &:
--   options=-c%20lock_timeout%3D0%20-c%20statement_timeout%3D0%20-c%20maintenance_work_mem%3D64MB
-- PostgreSQL 17 and later have transaction_timeout, too: when it is set, make it 0.
-- If it fails: PostgreSQL keeps the INVALID index. DROP INDEX CONCURRENTLY
-- idx_events_2a_embedding_hnsw, then run sqlx again. Without the drop, this file finds the
-- name taken and goes on, and the last part stops; then REINDEX INDEX CONCURRENTLY
-- idx_events_2a_embedding_hnsw and run sqlx again.

-- Builds the index while reads and writes go on; does nothing when the guard found it as
-- planned.
-- squawk-ignore require-lock-timeout, require-statement-timeout
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_events_2a_embedding_hnsw
    ON events_2a
    USING hnsw (embedding vector_l2_ops)
    WITH (m = 8, ef_construction = 32);
