-- Prisma has no way back: move this folder into prisma/migrations when you want it.
-- Way back of change_indexes: change back 4 HNSW indexes while reads and writes go on.
-- Part 4 of 14: back_build_1.
--
-- The connection brings the settings, at the end of its URL, after ? or &:
--   options=-c%20lock_timeout%3D0%20-c%20statement_timeout%3D0%20-c%20maintenance_work_mem%3D64MB
-- PostgreSQL 17 and later have transaction_timeout, too: when it is set, make it 0.
-- If it fails: PostgreSQL keeps the INVALID index. DROP INDEX CONCURRENTLY
-- idx_messages_embedding_hnsw_new, then run prisma migrate deploy again. Without the drop,
-- this file finds the name taken and goes on, and the next part stops; then REINDEX INDEX
-- CONCURRENTLY idx_messages_embedding_hnsw_new and run prisma migrate deploy again. Each
-- failure is also recorded: before you run it again, prisma migrate resolve --rolled-back
-- with the name of the failed folder.

-- Builds the new index beside the old one, which serves meanwhile; reads and writes go on.
-- Does nothing when the guard found it as planned.
-- squawk-ignore require-lock-timeout, require-statement-timeout
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_messages_embedding_hnsw_new
    ON messages
    USING hnsw (embedding vector_cosine_ops)
    WITH (m = 16, ef_construction = 64);
