CREATE TABLE items (id bigint PRIMARY KEY, embedding vector(3));
INSERT INTO items SELECT n, format('[%s,%s,%s]', n % 7, n % 11, n % 13)::vector FROM generate_series(1, 300) AS n;
CREATE INDEX idx_items_embedding_hnsw ON items USING hnsw (embedding vector_l2_ops);
ANALYZE items;
DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET hnsw.ef_search = 60', current_database()); END $$;
