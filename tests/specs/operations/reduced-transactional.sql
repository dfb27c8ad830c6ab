SELECT setseed(0.5);
CREATE TABLE "Notes" (id bigint PRIMARY KEY, "My Vector" vector(24));
INSERT INTO "Notes" SELECT i, (SELECT array_agg(random() - 0.5 + 0 * i * j) FROM generate_series(1, 24) AS j)::vector FROM generate_series(1, 150) AS i;
