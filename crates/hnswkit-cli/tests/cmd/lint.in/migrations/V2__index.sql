CREATE INDEX CONCURRENTLY items_embedding_hnsw
    ON items
    USING hnsw (embedding vector_cosine_ops)
    WITH (m = 101, ef_construction = 400);
