-- Change 4 HNSW indexes while reads and writes go on.
-- Part 16 of 19: build_3.
--
-- The connection brings the settings:
--   PGOPTIONS="-c lock_timeout=0 -c statement_timeout=0 -c maintenance_work_mem=64MB"
-- PostgreSQL 17 and later have transaction_timeout, too: when it is set, make it 0.
-- If it fails: PostgreSQL keeps the INVALID index. DROP INDEX CONCURRENTLY
-- "App".notes_cosine, then run postgrator again. Without the drop, this file finds the name
-- taken and goes on, and the last part stops; then REINDEX INDEX CONCURRENTLY
-- "App".notes_cosine and run postgrator again.

-- Builds the index while reads and writes go on; does nothing when the guard found it as
-- planned.
-- hnswkit-ignore if-not-exists-keeps-invalid-index: the last part stops at an INVALID index
-- squawk-ignore require-lock-timeout, require-statement-timeout
CREATE INDEX CONCURRENTLY IF NOT EXISTS notes_cosine
    ON "App"."Old Notes"
    USING hnsw ("select" vector_cosine_ops)
    WITH (m = 16, ef_construction = 64);
