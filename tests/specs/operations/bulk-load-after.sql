SELECT setseed(0.5);
CREATE TABLE items (id bigint PRIMARY KEY, v vector(3));
INSERT INTO items SELECT i, ARRAY[random(), random(), random()]::vector FROM generate_series(1, 200) AS i;
CREATE INDEX idx_items_v_hnsw ON items USING hnsw (v vector_l2_ops) WITH (m = 8, ef_construction = 32);
