CREATE EXTENSION IF NOT EXISTS vector;

CREATE TABLE documents (
    id bigint PRIMARY KEY,
    tenant text,
    deleted boolean NOT NULL DEFAULT false,
    embedding vector(8)
);

INSERT INTO documents (id, tenant, embedding)
SELECT id, CASE WHEN id % 2 = 0 THEN 'acme''s' WHEN id % 3 = 0 THEN '18' ELSE 't' || id % 20 END,
    array[sin(id), cos(id), sin(2 * id), cos(2 * id), sin(3 * id), cos(3 * id), sin(5 * id), 1]::vector
FROM generate_series(1, 240) AS id;
