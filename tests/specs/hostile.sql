CREATE SCHEMA "App.v1";
CREATE TABLE "App.v1"."Order Items" (id int, gone int, "select" vector(3));
ALTER TABLE "App.v1"."Order Items" DROP COLUMN gone;
INSERT INTO "App.v1"."Order Items" SELECT i, ARRAY[random(), random(), random()]::vector FROM generate_series(1, 500) AS i;
CREATE TABLE "сообщения" ("вектор" vector(3));
INSERT INTO "сообщения" SELECT ARRAY[random(), random(), random()]::vector FROM generate_series(1, 500) AS i;
CREATE TABLE "user" ("O'Brien %s {x} $hnswkit$ `y` | z" vector(3));
INSERT INTO "user" SELECT ARRAY[random(), random(), random()]::vector FROM generate_series(1, 500) AS i;
