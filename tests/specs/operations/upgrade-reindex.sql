CREATE TABLE items (id bigint PRIMARY KEY, embedding vector(3));
INSERT INTO items SELECT n, format('[%s,%s,%s]', n % 7, n % 11, n % 13)::vector FROM generate_series(1, 300) AS n;
CREATE INDEX items_nearest ON items USING hnsw (embedding vector_l2_ops);
ANALYZE items;
-- The script from 0.8.5 to 0.8.6 changes nothing, so this is what 0.8.5 looks like.
UPDATE pg_extension SET extversion = '0.8.5' WHERE extname = 'vector';
