-- What guides for Supabase and copies of them have.
create extension if not exists vector with schema extensions;
create table documents (
  id bigserial primary key,
  content text, -- corresponds to Document.pageContent
  metadata jsonb, -- corresponds to Document.metadata
  embedding vector(1536) -- 1536 works for OpenAI embeddings
);
alter table documents enable row level security;
create policy "read" on documents for select using (auth.uid() = (metadata->>'owner')::uuid);
create index on documents using hnsw (embedding vector_cosine_ops);
create or replace function match_documents (
  query_embedding vector(1536),
  match_count int default null,
  filter jsonb default '{}'
) returns table (id bigint, content text, metadata jsonb, similarity float)
language plpgsql
as $$
#variable_conflict use_column
begin
  return query
  select id, content, metadata, 1 - (documents.embedding <=> query_embedding) as similarity
  from documents
  where metadata @> filter
  order by documents.embedding <=> query_embedding
  limit match_count;
end;
$$;
--! order-by-computed-distance
create or replace function match_documents_slow (query_embedding vector(1536), match_threshold float, match_count int)
returns table (id bigint, content text, similarity float)
language sql stable
as $$
  select documents.id, documents.content, 1 - (documents.embedding <=> query_embedding) as similarity
  from documents
  where 1 - (documents.embedding <=> query_embedding) > match_threshold
  order by similarity desc
  limit match_count;
$$;
create function hybrid_search(query_text text, query_embedding vector(1536), match_count int, rrf_k int = 50)
returns setof documents language sql as $$
with full_text as (
  select id, row_number() over(order by ts_rank_cd(fts, websearch_to_tsquery(query_text)) desc) as rank_ix
  from documents
  where fts @@ websearch_to_tsquery(query_text)
  order by rank_ix
  limit least(match_count, 30) * 2
),
semantic as (
  select id, row_number() over (order by embedding <#> query_embedding) as rank_ix
  from documents
  order by rank_ix
  limit least(match_count, 30) * 2
)
select documents.*
from full_text
  full outer join semantic on full_text.id = semantic.id
  join documents on coalesce(full_text.id, semantic.id) = documents.id
order by
  coalesce(1.0 / (rrf_k + full_text.rank_ix), 0.0) + coalesce(1.0 / (rrf_k + semantic.rank_ix), 0.0) desc
limit least(match_count, 30)
$$;
grant execute on function match_documents to anon, authenticated;
insert into documents (content, embedding) values ('it''s; a "test"', '[0.1,0.2]');
--@ queries.sql
select id, content from documents order by embedding <=> '[0.1,0.2]'::vector limit 5;
select id, content, embedding <=> $1 as distance from documents order by distance limit 5;
select * from (select id, embedding <=> $1 as d from documents order by d limit 20) as s where d < 0.3;
--! query-operator-differs
select id from documents order by embedding <-> $1 limit 5;
--! order-by-computed-distance
select id from documents order by (embedding <#> $1) * -1 desc limit 5;
--! order-by-distance-descending
select id from documents order by embedding <=> $1 desc limit 5;
--! nearest-without-limit
select id from documents order by embedding <=> $1;
--! limit-above-ef-search
select id from documents order by embedding <=> $1 limit 200;
--! filter-without-iterative-scan
select id from documents where metadata->>'lang' = 'en' order by embedding <=> $1 limit 10;
select count(*) from documents where embedding <=> $1 < 0.2;
select avg(embedding) from documents;
select id, embedding <=> (select embedding from documents where id = 1) as d from documents order by d limit 5;
