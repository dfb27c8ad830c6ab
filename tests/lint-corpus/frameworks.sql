-- What frameworks create for themselves.
CREATE TABLE langchain_pg_collection (name varchar, cmetadata json, uuid uuid NOT NULL PRIMARY KEY);
CREATE TABLE langchain_pg_embedding (
    collection_id uuid,
    embedding vector,
    document varchar,
    cmetadata jsonb,
    id varchar NOT NULL PRIMARY KEY
);
--! column-without-dimensions
CREATE INDEX ON langchain_pg_embedding USING hnsw (embedding vector_cosine_ops);
CREATE INDEX lc_hnsw ON langchain_pg_embedding USING hnsw ((embedding::vector(1536)) vector_cosine_ops);
CREATE TABLE data_llamaindex (id bigserial NOT NULL, text varchar NOT NULL, metadata_ json, node_id varchar, embedding vector(1536), PRIMARY KEY (id));
CREATE INDEX IF NOT EXISTS data_llamaindex_embedding_idx ON public.data_llamaindex USING hnsw (embedding vector_cosine_ops) WITH (m = 16, ef_construction = 64);
CREATE TABLE mem0 (id uuid PRIMARY KEY, vector vector(1536), payload jsonb);
CREATE INDEX IF NOT EXISTS mem0_hnsw_idx ON mem0 USING hnsw (vector vector_cosine_ops);
CREATE TABLE n8n_vectors (id uuid DEFAULT uuid_generate_v4() PRIMARY KEY, text text, metadata jsonb, embedding vector(1536));
CREATE TABLE "vecs"."docs" ("id" varchar PRIMARY KEY, "vec" extensions.vector(384) NOT NULL, "metadata" jsonb DEFAULT '{}'::jsonb NOT NULL);
CREATE INDEX ix_vector_cosine_ops_hnsw_m16_efc64_abc1234 ON vecs."docs" USING hnsw (vec vector_cosine_ops) WITH (m = 16, ef_construction = 64);
--@ queries.sql
--! query-cast-differs
SELECT id, document FROM langchain_pg_embedding ORDER BY embedding <=> '[1]' LIMIT 4;
SELECT id, document FROM langchain_pg_embedding ORDER BY embedding::vector(1536) <=> '[1]' LIMIT 4;
SELECT id, vector <=> %s::vector AS distance, payload FROM mem0 ORDER BY distance LIMIT 5;
SELECT n.id FROM public.data_llamaindex AS n ORDER BY n.embedding <=> $1 ASC LIMIT 2;
--! query-operator-differs
SELECT id FROM vecs.docs ORDER BY vec <-> $1 LIMIT 10;
