--? pgvector=0.8.6
--@ schema.sql
CREATE TABLE items (id bigserial PRIMARY KEY, user_id int, kind text, deleted_at timestamptz, embedding vector(3), half halfvec(3), body text);
CREATE TABLE users (id int PRIMARY KEY, name text);
CREATE INDEX items_embedding ON items USING hnsw (embedding vector_l2_ops);
CREATE INDEX items_half ON items USING hnsw ((embedding::halfvec(3)) halfvec_cosine_ops) WHERE deleted_at IS NULL;
CREATE TABLE exact (id int, e vector(3));
CREATE TABLE lists (id int, v vector(3));
CREATE INDEX lists_ivf ON lists USING btree (id);
--@ queries.sql
SELECT * FROM items ORDER BY embedding <-> '[3,1,2]' LIMIT 5;
SELECT * FROM items WHERE id != 1 ORDER BY embedding <-> (SELECT embedding FROM items WHERE id = 1) LIMIT 5; -- hnswkit-ignore filter-without-iterative-scan: one row is left out
--! distance-filter-without-order
SELECT * FROM items WHERE embedding <-> '[3,1,2]' < 5;
SELECT embedding <-> '[3,1,2]' AS distance FROM items WHERE id = 3;
SELECT (embedding <#> '[3,1,2]') * -1 AS inner_product FROM items LIMIT 3;
SELECT 1 - (embedding <=> '[3,1,2]') AS cosine_similarity FROM items LIMIT 3;
SELECT kind, AVG(embedding) FROM items GROUP BY kind;
-- Exact search on tables without an HNSW index is nobody's mistake.
SELECT id FROM exact ORDER BY 1 - (e <=> $1) DESC LIMIT 10;
SELECT id FROM exact ORDER BY e <=> $1 DESC;
SELECT id FROM exact WHERE e <-> $1 < 1;
SELECT id FROM lists ORDER BY v <-> $1 LIMIT 100;
SELECT id FROM halves ORDER BY half <=> $1 LIMIT 5;
BEGIN;
SET LOCAL hnsw.ef_search = 100;
SELECT id FROM items ORDER BY embedding <-> $1 LIMIT 100;
--! limit-above-ef-search
SELECT id FROM items ORDER BY embedding <-> $1 LIMIT 90 OFFSET 20;
COMMIT;
BEGIN;
SET LOCAL hnsw.iterative_scan = relaxed_order;
WITH relaxed AS MATERIALIZED (SELECT id, embedding <-> $1 AS distance FROM items WHERE kind = 'a' ORDER BY distance LIMIT 50)
SELECT * FROM relaxed ORDER BY distance + 0;
SELECT id FROM items WHERE user_id = 5 ORDER BY embedding <-> $1 LIMIT 10;
COMMIT;
--! filter-without-iterative-scan
SELECT i.id, u.name FROM items i JOIN users u ON u.id = i.user_id WHERE u.name = 'x' ORDER BY i.embedding <-> $1 LIMIT 10;
SELECT i.id FROM items i JOIN users u ON u.id = i.user_id ORDER BY i.embedding <-> $1 LIMIT 10;
SELECT u.id, n.id FROM users u CROSS JOIN LATERAL (SELECT i.id FROM items i ORDER BY i.embedding <-> u.vec LIMIT 3) n;
SELECT DISTINCT ON (kind) id FROM items ORDER BY kind, embedding <-> $1;
--! order-by-further-keys
SELECT id FROM items ORDER BY kind, embedding <-> $1 LIMIT 10;
SELECT id FROM items ORDER BY embedding <-> $1, id LIMIT 10;
(SELECT id FROM items ORDER BY embedding <-> $1 LIMIT 5) UNION ALL (SELECT id FROM items ORDER BY embedding <-> $2 LIMIT 5);
SELECT id, rank() OVER (ORDER BY embedding <-> $1) FROM items ORDER BY embedding <-> $1 LIMIT 10;
SELECT id FROM items ORDER BY embedding::vector(3) <-> $1 LIMIT 10;
SELECT id FROM items ORDER BY $1 <-> embedding LIMIT 10;
SELECT id FROM items ORDER BY embedding <-> $1 ASC NULLS LAST LIMIT 10;
SELECT id FROM items ORDER BY embedding <-> $1 FETCH FIRST 10 ROWS ONLY;
SELECT id FROM items WHERE embedding IS NOT NULL ORDER BY embedding <-> $1 LIMIT 10;
SELECT id FROM items WHERE deleted_at IS NULL ORDER BY embedding::halfvec(3) <=> $1 LIMIT 10;
--! order-by-distance-descending
SELECT id FROM items ORDER BY embedding <-> $1 NULLS FIRST LIMIT 10;
--! order-by-distance-function
SELECT id FROM items ORDER BY l2_distance(embedding, $1) LIMIT 10;
--! order-by-computed-distance
SELECT id FROM items ORDER BY COALESCE(embedding <-> $1, 1) LIMIT 10;
--! order-by-computed-distance
SELECT id, round((embedding <-> $1)::numeric, 3) AS d FROM items ORDER BY 2 LIMIT 10;
EXPLAIN (ANALYZE, BUFFERS) SELECT id FROM items ORDER BY embedding <-> $1 LIMIT 10;
DECLARE c CURSOR FOR SELECT id FROM items ORDER BY embedding <-> $1;
CREATE VIEW nearest AS SELECT id FROM items ORDER BY embedding <-> '[1,2,3]';
INSERT INTO hits SELECT id FROM items ORDER BY embedding <-> $1 LIMIT 10;
UPDATE items SET kind = 'near' WHERE id IN (SELECT id FROM items ORDER BY embedding <-> $1 LIMIT 10);
DELETE FROM items WHERE embedding <-> '[1,2,3]' < 0.1;
SELECT coalesce(r.x, 0) FROM (SELECT id AS x FROM items ORDER BY binary_quantize(embedding)::bit(3) <~> binary_quantize($1::vector) LIMIT 20) r;
SELECT * FROM items WHERE body LIKE '%<=>%' ORDER BY id;
SELECT a <= b, a >= b, a <> b FROM items;
--! setting-leaks-through-pool
SET hnsw.ef_search = 60;
SELECT id FROM items ORDER BY embedding <-> $1 LIMIT 50;
--@ more.sql
SELECT set_config('hnsw.ef_search', '200', true);
--! setting-out-of-range
SET hnsw.ef_search = 0;
--! setting-out-of-range
SET hnsw.iterative_scan = 'strict';
--! unknown-setting
SET hnsw.efsearch TO 100;
--! unknown-setting
SET pgvector.ef_search = 100;
--! set-with-parameter
SET LOCAL hnsw.ef_search = $1;
--! probes-for-hnsw
SET ivfflat.probes = 10;
SET search_path TO app, public;
SET work_mem = '64MB';
SET hnsw.ef_search = DEFAULT;
SHOW hnsw.ef_search;
ALTER DATABASE app SET hnsw.ef_search = 200;
SELECT id FROM items ORDER BY embedding <-> $1 LIMIT 150;
--@ holes.sql
SELECT id FROM items ORDER BY embedding <-> %s LIMIT %s;
SELECT id FROM items ORDER BY embedding <-> %(q)s::vector LIMIT 5;
SELECT id FROM items ORDER BY embedding <-> :query_vector LIMIT :limit;
SELECT id FROM items ORDER BY embedding <-> ? LIMIT ?;
SELECT id FROM items ORDER BY embedding <-> @query LIMIT 5;
SELECT id FROM {{ table }} ORDER BY embedding <-> {{ q }} LIMIT 5;
--! order-by-computed-distance
SELECT id, 1 - (embedding <=> %(q)s) AS score FROM docs ORDER BY score DESC LIMIT 5;
