--? pgvector=0.8.0
--@ 001.sql
CREATE TABLE products (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    category_id integer NOT NULL REFERENCES categories (id),
    name text NOT NULL,
    embedding vector(1536) NOT NULL,
    flags bit(64),
    tags vector(8)[]
);
CREATE INDEX products_embedding_hnsw ON products USING hnsw (embedding vector_cosine_ops);
CREATE INDEX products_flags_hnsw ON products USING hnsw (flags bit_hamming_ops);
CREATE INDEX products_category_id ON products (category_id);
--@ 002_rebuild.sql
CREATE INDEX CONCURRENTLY products_embedding_hnsw_new ON products USING hnsw (embedding vector_cosine_ops) WITH (m = 24, ef_construction = 128);
BEGIN;
ALTER INDEX products_embedding_hnsw RENAME TO products_embedding_hnsw_old;
ALTER INDEX products_embedding_hnsw_new RENAME TO products_embedding_hnsw;
COMMIT;
DROP INDEX CONCURRENTLY products_embedding_hnsw_old;
--@ 003_reindex.sql
SET maintenance_work_mem TO '4GB';
SET max_parallel_maintenance_workers TO 4;
REINDEX INDEX CONCURRENTLY products_embedding_hnsw;
VACUUM products;
RESET maintenance_work_mem;
--@ 004_reindex_plain.sql
--! reindex-blocks
REINDEX INDEX products_embedding_hnsw;
--! reindex-blocks
REINDEX TABLE products;
REINDEX INDEX products_category_id;
REINDEX TABLE CONCURRENTLY products;
--@ 005_drop_create.sql
--! drop-before-replacement, drop-index-blocks
DROP INDEX IF EXISTS products_embedding_hnsw;
--! index-blocks-writes
CREATE INDEX products_embedding_hnsw ON products USING hnsw (embedding vector_cosine_ops) WITH (m = 32, ef_construction = 200);
--@ 006_tx.sql
BEGIN;
SET LOCAL lock_timeout = '2s';
--! concurrently-in-transaction, index-metric-unused
CREATE INDEX CONCURRENTLY products_embedding_ip ON products USING hnsw (embedding vector_ip_ops);
COMMIT;
--@ 007_timeouts.sql
--! timeout-kills-build
SET lock_timeout = '1s';
--! timeout-kills-build
SET statement_timeout = '5s';
--! index-metric-unused
CREATE INDEX CONCURRENTLY products_embedding_l1 ON products USING hnsw (embedding vector_l1_ops);
--@ 008_parameters.sql
--! alter-index-waits-for-reindex
ALTER INDEX products_embedding_hnsw SET (ef_construction = 128);
ALTER INDEX products_category_id SET (fillfactor = 90);
--@ 009_types.sql
--! type-change-breaks-index
ALTER TABLE products ALTER COLUMN embedding TYPE halfvec(1536);
--! type-change-rewrites-table
ALTER TABLE elsewhere ALTER COLUMN embedding SET DATA TYPE vector(768) USING NULL;
ALTER TABLE products ALTER COLUMN name TYPE varchar(200);
ALTER TABLE products ADD COLUMN embedding_v2 vector(3072);
--! too-many-dimensions
CREATE INDEX CONCURRENTLY products_v2 ON products USING hnsw (embedding_v2 vector_cosine_ops);
CREATE INDEX CONCURRENTLY products_v2_half ON products USING hnsw ((embedding_v2::halfvec(3072)) halfvec_cosine_ops);
--@ 010_if.sql
--! if-not-exists-keeps-invalid-index
CREATE INDEX CONCURRENTLY IF NOT EXISTS products_v2_bits ON products USING hnsw ((binary_quantize(embedding_v2)::bit(3072)) bit_hamming_ops);
--! if-not-exists-keeps-old-definition
CREATE INDEX IF NOT EXISTS products_flags_hnsw ON products USING hnsw (flags bit_jaccard_ops);
--@ 011_guarded.sql
DROP INDEX CONCURRENTLY IF EXISTS products_v3;
CREATE INDEX CONCURRENTLY IF NOT EXISTS products_v3 ON products USING hnsw ((subvector(embedding, 1, 512)::vector(512)) vector_cosine_ops);
--@ 012_wrong.sql
--! hnsw-unique
CREATE UNIQUE INDEX CONCURRENTLY p1 ON products USING hnsw (embedding vector_cosine_ops);
--! hnsw-several-columns
CREATE INDEX CONCURRENTLY p2 ON products USING hnsw (embedding vector_cosine_ops, category_id);
--! hnsw-include
CREATE INDEX CONCURRENTLY p3 ON products USING hnsw (embedding vector_cosine_ops) INCLUDE (id);
--! hnsw-order
CREATE INDEX CONCURRENTLY p4 ON products USING hnsw (embedding vector_cosine_ops ASC NULLS LAST);
--! m-out-of-range
CREATE INDEX CONCURRENTLY p5 ON products USING hnsw (embedding vector_cosine_ops) WITH (m = 128, ef_construction = 512);
--! ef-construction-below-twice-m
CREATE INDEX CONCURRENTLY p6 ON products USING hnsw (embedding vector_cosine_ops) WITH (m = 64);
--! ef-construction-exactly-twice-m
CREATE INDEX CONCURRENTLY p7 ON products USING hnsw (embedding vector_cosine_ops) WITH (m = 32);
--! operator-class-does-not-fit
CREATE INDEX CONCURRENTLY p8 ON products USING hnsw (embedding halfvec_cosine_ops);
--! column-without-dimensions
CREATE INDEX CONCURRENTLY p9 ON products USING hnsw ((binary_quantize(embedding)) bit_hamming_ops);
--! bad-index-option-value
CREATE INDEX CONCURRENTLY p10 ON products USING hnsw (embedding vector_cosine_ops) WITH (m = 'sixteen');
--! ef-construction-out-of-range
CREATE INDEX CONCURRENTLY p11 ON products USING hnsw (embedding vector_cosine_ops) WITH (ef_construction = 1200);
--! syntax-error
CREATE INDEX CONCURRENTLY p12 ON products USING hnsw (embedding vector_cosine_ops) WITH m = 16;
--! extension-is-called-vector
CREATE EXTENSION "pgvector";
--! syntax-error
SELEC 1;
--@ 013_partitions.sql
CREATE TABLE events (id bigint, tenant_id int NOT NULL, embedding vector(384)) PARTITION BY HASH (tenant_id);
CREATE TABLE events_0 PARTITION OF events FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE events_1 PARTITION OF events FOR VALUES WITH (MODULUS 2, REMAINDER 1);
--! concurrently-on-partitioned-table
CREATE INDEX CONCURRENTLY events_hnsw ON events USING hnsw (embedding vector_cosine_ops);
CREATE INDEX events_hnsw ON ONLY events USING hnsw (embedding vector_cosine_ops);
CREATE INDEX CONCURRENTLY events_0_hnsw ON events_0 USING hnsw (embedding vector_cosine_ops);
CREATE INDEX CONCURRENTLY events_1_hnsw ON events_1 USING hnsw (embedding vector_cosine_ops);
ALTER INDEX events_hnsw ATTACH PARTITION events_0_hnsw;
ALTER INDEX events_hnsw ATTACH PARTITION events_1_hnsw;
--@ 014_ivfflat.sql
CREATE TABLE faces (id bigint PRIMARY KEY, e vector(128));
--! ivfflat-on-empty-table
CREATE INDEX ON faces USING ivfflat (e vector_l2_ops) WITH (lists = 100);
--@ 015_down.down.sql
DROP INDEX products_embedding_hnsw;
DROP TABLE faces;
--@ 016_after_down.sql
-- What a way back drops is there for the files behind it.
SELECT id FROM products ORDER BY embedding <=> $1 LIMIT 10;
