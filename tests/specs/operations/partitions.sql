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
