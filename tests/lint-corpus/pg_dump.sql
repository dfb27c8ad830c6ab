--
-- PostgreSQL database dump
--

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

CREATE EXTENSION IF NOT EXISTS vector WITH SCHEMA public;
COMMENT ON EXTENSION vector IS 'vector data type and ivfflat and hnsw access methods';
SET default_tablespace = '';
SET default_table_access_method = heap;

CREATE TABLE public.chunks (
    id bigint NOT NULL,
    document_id bigint NOT NULL,
    body text DEFAULT ''::text NOT NULL,
    embedding public.vector(1024),
    sparse public.sparsevec(30522),
    half public.halfvec(3072)
);
ALTER TABLE public.chunks OWNER TO app;
CREATE SEQUENCE public.chunks_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
ALTER SEQUENCE public.chunks_id_seq OWNED BY public.chunks.id;
ALTER TABLE ONLY public.chunks ALTER COLUMN id SET DEFAULT nextval('public.chunks_id_seq'::regclass);

COPY public.chunks (id, document_id, body, embedding, sparse, half) FROM stdin;
1	1	ORDER BY x <=> y; DROP INDEX chunks_embedding_idx	[1,2,3]	{1:1}/30522	\N
2	1	it's	[1,2,3]	{1:1}/30522	\N
\.

SELECT pg_catalog.setval('public.chunks_id_seq', 2, true);
ALTER TABLE ONLY public.chunks ADD CONSTRAINT chunks_pkey PRIMARY KEY (id);
CREATE INDEX chunks_document_id_idx ON public.chunks USING btree (document_id);
CREATE INDEX chunks_embedding_idx ON public.chunks USING hnsw (embedding public.vector_cosine_ops) WITH (m='16', ef_construction='64');
CREATE INDEX chunks_sparse_idx ON public.chunks USING hnsw (sparse public.sparsevec_ip_ops);
CREATE INDEX chunks_half_idx ON public.chunks USING hnsw (half public.halfvec_cosine_ops) WITH (m='24', ef_construction='100');
ALTER INDEX public.chunks_embedding_idx OWNER TO app;
GRANT SELECT ON TABLE public.chunks TO reader;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
CREATE TRIGGER touch BEFORE UPDATE ON public.chunks FOR EACH ROW EXECUTE FUNCTION public.touch();
--
-- PostgreSQL database dump complete
--
