BEGIN;
SET LOCAL hnsw.ef_search = 100;
SELECT id FROM items ORDER BY embedding <-> '[1,2,3]' LIMIT 60;
COMMIT;
