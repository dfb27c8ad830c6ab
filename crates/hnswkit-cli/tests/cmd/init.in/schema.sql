CREATE TABLE messages (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    embedding vector(1536),
    large vector(3072)
);
CREATE TABLE atoms (id bigint, embedding vector(768) NOT NULL, raw vector);
CREATE INDEX atoms_embedding_idx ON atoms USING hnsw (embedding vector_cosine_ops);
