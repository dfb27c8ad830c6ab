-- Change HNSW index items_nearest and pgvector to 0.8.6 while reads and writes go on.
-- Part 6 of 11: upgrade.
--
-- The connection brings the settings, at the end of its URL, after ? or &:
--   options=-c%20lock_timeout%3D0%20-c%20statement_timeout%3D0%20-c%20maintenance_work_mem%3D64MB
-- PostgreSQL 17 and later have transaction_timeout, too: when it is set, make it 0.

-- The short steps give up rather than queue in front of everybody.
SET LOCAL lock_timeout = '5s';

-- None of the short steps takes long.
SET LOCAL statement_timeout = '60s';

-- The point of no return: from here on the way back is a snapshot. It changes the catalog
-- only, in one piece: no table and no index is written. Sessions that have used pgvector
-- before keep the old library until they begin anew.
ALTER EXTENSION vector UPDATE TO '0.8.6';
