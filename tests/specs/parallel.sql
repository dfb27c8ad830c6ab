CREATE TABLE items (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, embedding vector(128));
INSERT INTO items (embedding) SELECT (SELECT array_agg(random() + 0 * i * j) FROM generate_series(1, 128) AS j)::vector FROM generate_series(1, 3000) AS i;
