-- What hnswkit lint has to say about this: `hnswkit lint examples/search.sql`
ALTER TABLE messages ADD COLUMN embedding vector(1536);

CREATE INDEX messages_embedding ON messages USING hnsw (embedding vector_cosine_ops);

SELECT id, 1 - (embedding <=> $1) AS similarity
FROM messages
ORDER BY similarity DESC
LIMIT 10;
