\set ON_ERROR_STOP on
\timing on
\echo 'Building; this takes a while'
SET maintenance_work_mem = '2GB';
SET statement_timeout = 0;
CREATE INDEX CONCURRENTLY docs_embedding_hnsw
    ON docs USING hnsw (embedding vector_cosine_ops)
    WITH (m = 16, ef_construction = 100);
--! set-local-outside-transaction
SET LOCAL hnsw.ef_search = 100;
SELECT id FROM docs ORDER BY embedding <=> '[1,2,3]' LIMIT 10 \gx
\connect other
\if :{?verbose}
\d+ docs
\endif
BEGIN;
SET LOCAL hnsw.ef_search = 100;
SELECT id FROM docs ORDER BY embedding <=> '[1,2,3]' LIMIT 10;
END;
DO $$
BEGIN
  EXECUTE 'CREATE INDEX docs_l2 ON docs USING hnsw (embedding vector_l2_ops)';
END $$;
