-- Way back of change_indexes: change back 4 HNSW indexes while reads and writes go on.
-- Part 17 of 19: drop_4.
--
-- The connection brings the settings:
--   PGOPTIONS="-c lock_timeout=0 -c statement_timeout=0 -c maintenance_work_mem=64MB"
-- PostgreSQL 17 and later have transaction_timeout, too: when it is set, make it 0.
-- If it fails: PostgreSQL keeps the INVALID index. DROP INDEX CONCURRENTLY "App"."we""ird
-- :idx\", then run postgrator again. Without the drop, this file finds the name taken and
-- goes on, and the last part stops; then REINDEX INDEX CONCURRENTLY "App"."we""ird :idx\"
-- and run postgrator again.

-- Builds the index while reads and writes go on; does nothing when the guard found it as
-- planned.
-- squawk-ignore require-lock-timeout, require-statement-timeout
CREATE INDEX CONCURRENTLY IF NOT EXISTS "we""ird :idx\"
    ON "App"."Old Notes"
    USING hnsw ("select" vector_ip_ops)
    WITH (m = 8, ef_construction = 32);
