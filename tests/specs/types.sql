CREATE TABLE halves (v halfvec(256));
INSERT INTO halves SELECT (SELECT array_agg(random() + 0 * i * j) FROM generate_series(1, 256) AS j)::vector::halfvec FROM generate_series(1, 400) AS i;
CREATE TABLE bits (v bit(512));
INSERT INTO bits SELECT (SELECT string_agg((random() + 0 * i * j > 0.5)::int::text, '') FROM generate_series(1, 512) AS j)::bit(512) FROM generate_series(1, 400) AS i;
CREATE TABLE sparse (v sparsevec(1000));
INSERT INTO sparse SELECT ('{' || (SELECT string_agg((j * 33)::text || ':' || (random() + 0 * i)::text, ',') FROM generate_series(1, 30) AS j) || '}/1000')::sparsevec FROM generate_series(1, 400) AS i;
CREATE TABLE wide (v vector(768));
INSERT INTO wide SELECT (SELECT array_agg(random() - 0.5 + 0 * i * j) FROM generate_series(1, 768) AS j)::vector FROM generate_series(1, 400) AS i;
