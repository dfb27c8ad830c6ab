-- migrate:up transaction:false
-- Build 2 HNSW indexes while reads and writes go on.
-- Part 2 of 6: clean_1.
--
-- The connection brings the settings, at the end of its URL, after ? or &:
--   options=-c%20lock_timeout%3D0%20-c%20statement_timeout%3D0%20-c%20maintenance_work_mem%3D73MB%20-c%20transaction_timeout%3D0

-- Removes the leftover of a build that did not finish, if there is one.
-- squawk-ignore require-lock-timeout, require-statement-timeout
DROP INDEX CONCURRENTLY IF EXISTS idx_messages_embedding_hnsw_leftover;

-- migrate:down transaction:false
-- Way back of add_hnsw_vector_indexes: drop 2 HNSW indexes while reads and writes go on.
-- Part 2 of 6: clean_1.
--
-- The connection brings the settings, at the end of its URL, after ? or &:
--   options=-c%20lock_timeout%3D0%20-c%20statement_timeout%3D0%20-c%20maintenance_work_mem%3D73MB%20-c%20transaction_timeout%3D0

-- Removes the leftover of a build that did not finish, if there is one.
-- squawk-ignore require-lock-timeout, require-statement-timeout
DROP INDEX CONCURRENTLY IF EXISTS idx_messages_embedding_hnsw_leftover;
