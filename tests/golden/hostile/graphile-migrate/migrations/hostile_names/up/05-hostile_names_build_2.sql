--! no-transaction
-- cp migrations/hostile_names/up/05-hostile_names_build_2.sql migrations/current.sql
-- graphile-migrate commit --message hostile_names_build_2
--
-- Build 3 HNSW indexes while reads and writes go on.
-- Part 5 of 8: build_2.
--
-- The connection brings the settings:
--   PGOPTIONS="-c lock_timeout=0 -c statement_timeout=0 -c maintenance_work_mem=64MB"
-- PostgreSQL 17 and later have transaction_timeout, too: when it is set, make it 0.
-- If it fails: PostgreSQL keeps the INVALID index. DROP INDEX CONCURRENTLY
-- "idx_сообщения_вектор_hnsw", then run graphile-migrate again. Without the drop, this file
-- finds the name taken and goes on, and the last part stops; then REINDEX INDEX
-- CONCURRENTLY "idx_сообщения_вектор_hnsw" and run graphile-migrate again.

-- Builds the index while reads and writes go on; does nothing when the guard found it as
-- planned.
-- hnswkit-ignore if-not-exists-keeps-invalid-index: the last part stops at an INVALID index
-- squawk-ignore require-lock-timeout, require-statement-timeout
CREATE INDEX CONCURRENTLY IF NOT EXISTS "idx_сообщения_вектор_hnsw"
    ON "сообщения"
    USING hnsw ("вектор" vector_ip_ops)
    WITH (m = 16, ef_construction = 64);
