CREATE SCHEMA "App";
CREATE TABLE "App"."Old Notes" (id int PRIMARY KEY, body text, "select" vector(3) NOT NULL, "New ""one"" :x\" vector(2));
INSERT INTO "App"."Old Notes" SELECT i, 'x', ARRAY[random() + 0.01 * i, random(), random()]::vector, ARRAY[random() + 0.01 * i, random()]::vector FROM generate_series(1, 200) AS i;
CREATE INDEX notes_select ON "App"."Old Notes" USING hnsw ("select" vector_l2_ops);
