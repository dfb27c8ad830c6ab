-- Vectors of whole numbers, which both types hold exactly; names that need care.
CREATE EXTENSION IF NOT EXISTS vector;
CREATE SCHEMA "App";
CREATE TABLE "App"."Old Notes" (
    id bigint PRIMARY KEY,
    total int NOT NULL DEFAULT 0,
    it text,
    "se'lect" vector(4) NOT NULL
);
COMMENT ON COLUMN "App"."Old Notes"."se'lect" IS 'from the model of 2023';
GRANT SELECT ("se'lect") ON "App"."Old Notes" TO PUBLIC;
INSERT INTO "App"."Old Notes" (id, it, "se'lect")
SELECT i, repeat('x', 100), ARRAY[i % 7, i % 11, i, 1]::vector FROM generate_series(1, 300) AS i;
CREATE INDEX "we""ird :idx\" ON "App"."Old Notes" USING hnsw ("se'lect" vector_cosine_ops);
ANALYZE "App"."Old Notes";
