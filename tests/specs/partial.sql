CREATE SCHEMA app;
CREATE TABLE app.documents (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    status varchar(20) NOT NULL,
    deleted_at timestamptz,
    planned boolean,
    embedding vector(64)
);
INSERT INTO app.documents (status, embedding)
SELECT
    CASE WHEN i % 5 = 0 THEN 'draft' ELSE 'active' END,
    CASE WHEN i % 10 <> 0 THEN (SELECT array_agg(random() + 0 * i * j) FROM generate_series(1, 64) AS j)::vector(64) END
FROM generate_series(1, 900) AS i;
