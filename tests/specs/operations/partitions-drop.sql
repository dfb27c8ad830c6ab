CREATE EXTENSION IF NOT EXISTS vector;

CREATE TABLE events (
    id bigint NOT NULL,
    kind integer NOT NULL,
    embedding vector(8)
) PARTITION BY RANGE (id);

CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM (0) TO (100);
CREATE TABLE events_2 PARTITION OF events FOR VALUES FROM (100) TO (10000) PARTITION BY LIST (kind);
CREATE TABLE events_2a PARTITION OF events_2 FOR VALUES IN (0);
CREATE TABLE "Events, 2/b=" PARTITION OF events_2 DEFAULT;

INSERT INTO events (id, kind, embedding)
SELECT id, id % 2, array[sin(id), cos(id), sin(2 * id), cos(2 * id), sin(3 * id), cos(3 * id), sin(5 * id), 1]::vector
FROM generate_series(1, 199) AS id;

CREATE INDEX idx_events_embedding_hnsw
    ON events
    USING hnsw (embedding vector_l2_ops)
    WITH (m = 8, ef_construction = 32);
ALTER INDEX events_1_embedding_idx RENAME TO idx_events_1_embedding_hnsw;
ALTER INDEX events_2_embedding_idx RENAME TO idx_events_2_embedding_hnsw;
ALTER INDEX events_2a_embedding_idx RENAME TO idx_events_2a_embedding_hnsw;
ALTER INDEX "Events, 2/b=_embedding_idx" RENAME TO "idx_Events, 2/b=_embedding_hnsw";
