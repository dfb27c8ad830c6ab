CREATE INDEX ON archive USING hnsw (embedding vector_l2_ops);
