--@ db/migrations/001_items.sql
-- +goose Up
-- +goose StatementBegin
CREATE TABLE items (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), tenant_id int NOT NULL, embedding vector(768));
-- +goose StatementEnd
CREATE INDEX items_embedding_hnsw ON items USING hnsw (embedding vector_cosine_ops) WITH (m = 16, ef_construction = 128);

-- +goose Down
DROP TABLE items;
--@ db/migrations/002_more.sql
-- +goose NO TRANSACTION
-- +goose Up
CREATE INDEX CONCURRENTLY items_embedding_ip ON items USING hnsw (embedding vector_ip_ops);

-- +goose Down
DROP INDEX CONCURRENTLY IF EXISTS items_embedding_ip;
--@ db/migrations/003_wrong.sql
-- +goose Up
--! concurrently-in-tool-transaction
CREATE INDEX CONCURRENTLY items_embedding_l2 ON items USING hnsw (embedding vector_l2_ops);

-- +goose Down
--! concurrently-in-tool-transaction
DROP INDEX CONCURRENTLY IF EXISTS items_embedding_l2;
--@ db/migrations/004_plain.sql
-- +goose Up
SET LOCAL maintenance_work_mem = '1GB';
--! index-blocks-writes
CREATE INDEX items_embedding_l1 ON items USING hnsw (embedding vector_l1_ops);
-- +goose Down
DROP INDEX items_embedding_l1;
--@ db/migrations/005_local.sql
-- +goose NO TRANSACTION
-- +goose Up
--! set-local-outside-transaction
SET LOCAL maintenance_work_mem = '1GB';
CREATE INDEX CONCURRENTLY items_half ON items USING hnsw ((embedding::halfvec(768)) halfvec_cosine_ops);
-- +goose Down
DROP INDEX CONCURRENTLY items_half;
--@ db/migrations/20240101_dbmate.sql
-- migrate:up transaction:false
CREATE INDEX CONCURRENTLY items_bits ON items USING hnsw ((binary_quantize(embedding)::bit(768)) bit_hamming_ops);

-- migrate:down transaction:false
DROP INDEX CONCURRENTLY IF EXISTS items_bits;
--@ db/migrations/20240102_dbmate.sql
-- migrate:up
--! concurrently-in-tool-transaction, missing-rollback
CREATE INDEX CONCURRENTLY items_sub ON items USING hnsw ((subvector(embedding, 1, 256)::vector(256)) vector_cosine_ops);

-- migrate:down
--@ db/migrations/20240103_dbmate.sql
-- migrate:up transaction:false
SET statement_timeout = 0;
--! several-statements-one-transaction
CREATE INDEX CONCURRENTLY items_sub2 ON items USING hnsw ((subvector(embedding, 1, 128)::vector(128)) vector_cosine_ops);
-- migrate:down transaction:false
DROP INDEX CONCURRENTLY items_sub2;
--@ db/migrations/0009_sqlx.sql
-- no-transaction
CREATE INDEX CONCURRENTLY items_q ON items USING hnsw (embedding vector_cosine_ops) WHERE tenant_id = 7;
--@ db/changelog.sql
--liquibase formatted sql

--changeset ana:1
CREATE TABLE notes (id bigint PRIMARY KEY, embedding vector(384));
--rollback DROP TABLE notes;

--changeset ana:2 runInTransaction:false
CREATE INDEX CONCURRENTLY notes_hnsw ON notes USING hnsw (embedding vector_cosine_ops);
--rollback DROP INDEX CONCURRENTLY notes_hnsw;

--changeset ana:3
--! concurrently-in-tool-transaction
CREATE INDEX CONCURRENTLY notes_hnsw_l2 ON notes USING hnsw (embedding vector_l2_ops);
--rollback DROP INDEX notes_hnsw_l2;
--@ V7__notes_index.sql
CREATE INDEX CONCURRENTLY notes_hnsw_ip ON notes USING hnsw (embedding vector_ip_ops);
