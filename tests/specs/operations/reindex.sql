CREATE TABLE items (id bigint PRIMARY KEY, kind text NOT NULL, embedding vector(3));
INSERT INTO items SELECT i, CASE i % 3 WHEN 0 THEN 'b' ELSE 'a' END, ARRAY[1 + i % 17, i % 5, i % 7]::vector FROM generate_series(1, 80) AS i;
CREATE INDEX items_nearest ON items USING hnsw (embedding vector_l2_ops);
