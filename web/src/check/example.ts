//! A migration to try the check with.

/** As many a tutorial has it; the last query is found wanting when the index has been put right. */
export const EXAMPLE = `-- Semantic search in ten minutes, step 3: the index.
CREATE EXTENSION IF NOT EXISTS pgvector;

ALTER TABLE articles ADD COLUMN embedding vector(1536);

BEGIN;
CREATE INDEX CONCURRENTLY articles_embedding_idx
    ON articles USING hnsw (embedding vector_cos_ops)
    WITH (m = 16, ef_construction = 32);
COMMIT;

SET LOCAL hnsw.ef_search = 100;

SELECT id, title, 1 - (embedding <=> $1) AS similarity
FROM articles
ORDER BY similarity DESC
LIMIT 5;
`;
