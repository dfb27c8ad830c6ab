-- migrate:up
-- Change 4 HNSW indexes while reads and writes go on.
-- Part 2 of 19: back_drop_1.

-- Nothing to do: this part is of the way back.
SELECT 1;

-- migrate:down transaction:false
-- Way back of change_indexes: change back 4 HNSW indexes while reads and writes go on.
-- Part 2 of 19: back_drop_1.
--
-- The connection brings the settings, at the end of its URL, after ? or &:
--   options=-c%20lock_timeout%3D0%20-c%20statement_timeout%3D0%20-c%20maintenance_work_mem%3D64MB
-- PostgreSQL 17 and later have transaction_timeout, too: when it is set, make it 0.

-- The point of no return: from here on the way back is another build. Reads and writes go
-- on; it waits for transactions that use the table.
-- squawk-ignore require-lock-timeout, require-statement-timeout
DROP INDEX CONCURRENTLY IF EXISTS idx_messages_embedding_hnsw_old;
