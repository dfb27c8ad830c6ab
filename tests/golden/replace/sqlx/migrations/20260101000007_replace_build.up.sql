-- no-transaction
-- Replace HNSW index items_nearest while reads and writes go on.
-- Part 8 of 11: build.
--
-- The connection brings the settings, at the end of its URL, after ? or &:
--   options=-c%20lock_timeout%3D0%20-c%20statement_timeout%3D0%20-c%20maintenance_work_mem%3D64MB
-- PostgreSQL 17 and later have transaction_timeout, too: when it is set, make it 0.
-- If it fails: PostgreSQL keeps the INVALID index. DROP INDEX CONCURRENTLY
-- items_nearest_new, then run sqlx again. Without the drop, this file finds the name taken
-- and goes on, and the next part stops; then REINDEX INDEX CONCURRENTLY items_nearest_new
-- and run sqlx again.

-- Builds the new index beside the old one, which serves meanwhile; reads and writes go on.
-- Does nothing when the guard found it as planned.
-- hnswkit-ignore if-not-exists-keeps-invalid-index: the next part stops at an INVALID index
-- squawk-ignore require-lock-timeout, require-statement-timeout
CREATE INDEX CONCURRENTLY IF NOT EXISTS items_nearest_new
    ON items
    USING hnsw (embedding vector_l2_ops)
    WITH (m = 24, ef_construction = 96)
    WHERE (kind = 'a');
