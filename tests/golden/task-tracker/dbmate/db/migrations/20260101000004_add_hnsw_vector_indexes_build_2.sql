-- migrate:up transaction:false
-- Build 2 HNSW indexes while reads and writes go on.
-- Part 5 of 6: build_2.
--
-- The connection brings the settings, at the end of its URL, after ? or &:
--   options=-c%20lock_timeout%3D0%20-c%20statement_timeout%3D0%20-c%20maintenance_work_mem%3D73MB%20-c%20transaction_timeout%3D0
-- If it fails: PostgreSQL keeps the INVALID index. DROP INDEX CONCURRENTLY
-- idx_atoms_embedding_hnsw, then run dbmate again. Without the drop, this file finds the
-- name taken and goes on, and the last part stops; then REINDEX INDEX CONCURRENTLY
-- idx_atoms_embedding_hnsw and run dbmate again.

-- Builds the index while reads and writes go on; does nothing when the guard found it as
-- planned.
-- hnswkit-ignore if-not-exists-keeps-invalid-index: the last part stops at an INVALID index
-- squawk-ignore require-lock-timeout, require-statement-timeout
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_atoms_embedding_hnsw
    ON atoms
    USING hnsw (embedding vector_cosine_ops)
    WITH (m = 16, ef_construction = 64);

-- migrate:down transaction:false
-- Way back of add_hnsw_vector_indexes: drop 2 HNSW indexes while reads and writes go on.
-- Part 5 of 6: build_2.
--
-- The connection brings the settings, at the end of its URL, after ? or &:
--   options=-c%20lock_timeout%3D0%20-c%20statement_timeout%3D0%20-c%20maintenance_work_mem%3D73MB%20-c%20transaction_timeout%3D0

-- Reads and writes go on. It waits for transactions that use the table, without a
-- lock_timeout: an interrupted drop would leave the index INVALID.
-- squawk-ignore require-lock-timeout, require-statement-timeout
DROP INDEX CONCURRENTLY IF EXISTS idx_atoms_embedding_hnsw;
