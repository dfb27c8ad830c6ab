-- no-transaction
-- Fill a new column for HNSW index "App"."we""ird :idx\" while reads and writes go on.
-- Part 13 of 14: build.
--
-- The connection brings the settings, at the end of its URL, after ? or &:
--   options=-c%20lock_timeout%3D0%20-c%20statement_timeout%3D0%20-c%20maintenance_work_mem%3D64MB
-- PostgreSQL 17 and later have transaction_timeout, too: when it is set, make it 0.
-- If it fails: PostgreSQL keeps the INVALID index. DROP INDEX CONCURRENTLY "App"."we""ird
-- :idx\_new", then run sqlx again. Without the drop, this file finds the name taken and
-- goes on, and the next part stops; then REINDEX INDEX CONCURRENTLY "App"."we""ird
-- :idx\_new" and run sqlx again.

-- Builds the index while reads and writes go on; does nothing when the guard found it as
-- planned.
-- hnswkit-ignore if-not-exists-keeps-invalid-index: the next part stops at an INVALID index
-- squawk-ignore require-lock-timeout, require-statement-timeout
CREATE INDEX CONCURRENTLY IF NOT EXISTS "we""ird :idx\_new"
    ON "App"."Old Notes"
    USING hnsw ("se'lect_new" halfvec_cosine_ops)
    WITH (m = 16, ef_construction = 64);
