CREATE TABLE items (id bigint PRIMARY KEY, kind text NOT NULL, embedding vector(3));
INSERT INTO items SELECT i, CASE i % 3 WHEN 0 THEN 'b' ELSE 'a' END, ARRAY[1 + i % 17, i % 5, i % 7]::vector FROM generate_series(1, 80) AS i;
CREATE INDEX items_nearest ON items USING hnsw (embedding vector_l2_ops);
CREATE INDEX items_nearest_ccnew ON items USING hnsw (embedding vector_l2_ops);
CREATE INDEX items_nearest_ccold3 ON items USING hnsw (embedding vector_l2_ops);
-- As a canceled build and canceled rebuilds leave them; repairs.rs cancels real ones.
UPDATE pg_index SET indisvalid = false, indisready = false WHERE indrelid = 'items'::regclass AND NOT indisprimary;
CREATE INDEX items_embedding_idx ON items USING hnsw (embedding vector_l2_ops);
