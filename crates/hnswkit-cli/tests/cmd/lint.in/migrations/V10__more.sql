CREATE INDEX notes_embedding_hnsw ON notes USING hnsw (embedding vector_l2_ops);
