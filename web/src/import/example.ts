//! A schema to try the import with.

/** As pg_dump writes it, with what makes an import worth its while. */
export const EXAMPLE = `CREATE EXTENSION IF NOT EXISTS vector WITH SCHEMA public;

CREATE TABLE public.messages (
    id bigint NOT NULL,
    conversation_id uuid NOT NULL,
    body text NOT NULL,
    embedding public.vector(1536),
    created_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.atoms (
    id bigint NOT NULL,
    fact text NOT NULL,
    embedding public.vector(1536) NOT NULL
);

CREATE TABLE public.pictures (
    id bigint NOT NULL,
    clip public.vector(3072),
    tags public.sparsevec(30522)
);

CREATE TABLE public.drafts (
    id bigint NOT NULL,
    embedding public.vector
);

CREATE INDEX atoms_embedding_idx ON public.atoms
    USING hnsw (embedding public.vector_cosine_ops) WITH (m='24', ef_construction='96');
`;
