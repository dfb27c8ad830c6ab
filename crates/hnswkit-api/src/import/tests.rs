//! Schemas that people paste.

use super::{import, import_utf16};
use crate::json::ImportDocument;

/// Each column as `table.column type`, then its indexes and the section that is planned for it.
fn columns(it: &ImportDocument) -> Vec<String> {
    let columns = it.columns.iter().map(|it| {
        let schema = it.schema.as_ref().map(|it| format!("{it}.")).unwrap_or_default();
        let planned = it.planned.map(|it| format!(" -> {it}")).unwrap_or_default();
        let (table, column, vector_type) = (&it.table, &it.column, &it.vector_type);
        format!("{schema}{table}.{column} {vector_type} {:?}{planned}", it.indexes)
    });
    columns.collect()
}

fn messages(it: &ImportDocument) -> Vec<&str> {
    it.notes.iter().map(|it| it.message.as_str()).collect()
}

#[test]
fn a_schema_of_pg_dump_is_read() {
    let sql = "\
--
-- Dumped from database version 16.4 (Debian 16.4-1.pgdg120+2)
SET search_path = '';
CREATE TABLE app.messages (
    id bigint NOT NULL,
    embedding public.vector(1536),
    summary public.halfvec(768) NOT NULL
);
ALTER TABLE app.messages OWNER TO app;
COPY app.messages (id, embedding, summary) FROM stdin;
1\t[1,2]\t[3];
\\.
CREATE INDEX messages_embedding_idx ON app.messages USING hnsw (embedding public.vector_ip_ops) \
    WITH (m='24', ef_construction='100') WHERE (id > 3);
CREATE INDEX messages_summary_idx ON app.messages USING ivfflat (summary public.halfvec_l2_ops) \
    WITH (lists='100');
";
    let it = import(sql);
    assert_eq!(
        columns(&it),
        ["app.messages.embedding vector(1536) [0]", "app.messages.summary halfvec(768) [1] -> 0",]
    );
    assert_eq!(messages(&it), [""; 0]);
    let hnsw = &it.indexes[0];
    assert_eq!((hnsw.m, hnsw.ef_construction, hnsw.lists), (Some(24), Some(100), None));
    assert_eq!((hnsw.metric.as_deref(), hnsw.valid), (Some("ip"), None));
    let section = hnsw.spec.as_ref().unwrap();
    assert_eq!(section.table, Some("app.messages".into()));
    assert_eq!(section.predicate, Some("(id > 3)".into()));
    assert_eq!((it.indexes[1].lists, it.indexes[1].m), (Some(100), None));
    // The metric is that of the other index; nothing but the rows is assumed.
    assert_eq!(it.spec.index[0].metric, Some("l2".into()));
    assert_eq!(it.spec.target.postgres, Some("16".into()));
    let assumed: Vec<_> = it.assumed.iter().map(|it| it.field.as_str()).collect();
    assert_eq!(assumed, ["index[0].rows"]);
    assert!(
        it.toml.contains("rows = \"100k\"  # assumed; SELECT count(summary) FROM app.messages")
    );
    assert!(it.spec.to_request().is_ok());
    let column = &it.columns[1];
    assert_eq!(
        &sql[column.start.byte as usize..column.end.byte as usize],
        "summary public.halfvec(768) NOT NULL"
    );
}

#[test]
fn output_of_psql_is_read() {
    let text = "app=# \\d messages
                Table \"public.messages\"
  Column   |     Type     | Collation | Nullable | Default
-----------+--------------+-----------+----------+---------
 id        | bigint       |           | not null |
 embedding | vector(1536) |           |          |
 title     | vector(384)  |           | not null |
Indexes:
    \"messages_pkey\" PRIMARY KEY, btree (id)
    \"messages_embedding_idx\" hnsw (embedding vector_cosine_ops) WITH (m='24', ef_construction='100') INVALID
    \"messages_title_idx\" hnsw (title vector_cosine_ops)

app=# ";
    let it = import(text);
    assert_eq!(
        columns(&it),
        [
            "public.messages.embedding vector(1536) [0] -> 0",
            "public.messages.title vector(384) [1]",
        ]
    );
    assert_eq!(it.indexes[0].valid, Some(false));
    assert_eq!(it.indexes[1].valid, Some(true));
    assert_eq!(messages(&it), ["the index `messages_embedding_idx` is INVALID: no query uses it"]);
    // It is planned again as it was.
    assert_eq!(it.spec.index[0].name, Some("messages_embedding_idx".into()));
    assert_eq!(it.spec.index[0].m, Some(24.into()));
    assert!(it.spec.to_request().is_ok());
    assert!(it.columns[1].not_null);
}

#[test]
fn migrations_are_followed_in_order() {
    let sql = "ALTER TABLE docs ADD COLUMN embedding vector(384);
CREATE INDEX docs_idx ON docs USING hnsw (embedding vector_l2_ops);
DROP INDEX CONCURRENTLY IF EXISTS docs_idx;
ALTER TABLE docs ALTER COLUMN embedding TYPE vector(768) USING NULL;
ALTER TABLE docs RENAME COLUMN embedding TO e;
ALTER TABLE docs ADD old vector(3), DROP COLUMN old, ALTER e SET NOT NULL;
CREATE TABLE gone (e vector(3)); DROP TABLE IF EXISTS gone CASCADE;
ALTER TABLE docs RENAME TO documents;";
    let it = import(sql);
    assert_eq!(columns(&it), ["documents.e vector(768) [] -> 0"]);
    assert!(it.columns[0].not_null && it.indexes.is_empty());
}

#[test]
fn what_no_index_can_hold_as_it_is_is_said() {
    let sql = "CREATE TABLE t (
  nodim vector, large vector(3072), larger vector(8000), huge vector(99999), flags bit(8),
  hash bit(256), sparse sparsevec(30000), many vector(3)[], halves halfvec(4001)
);";
    let it = import(sql);
    assert_eq!(
        columns(&it),
        [
            "t.nodim vector []",
            "t.large vector(3072) [] -> 0",
            "t.larger vector(8000) [] -> 1",
            "t.huge vector(99999) []",
            "t.hash bit(256) [] -> 2",
            "t.sparse sparsevec(30000) [] -> 3",
            "t.halves halfvec(4001) [] -> 4",
        ]
    );
    assert_eq!(
        messages(&it),
        [
            "`t.nodim` has no dimensions, so an index on it is refused",
            "`t.large` has 3072 dimensions, but an index on vector holds at most 2000",
            "`t.larger` has 8000 dimensions, but an index on vector holds at most 2000",
            "`t.huge` has 99999 dimensions, but an index on vector holds 1 to 2000",
            "`t.halves` has 4001 dimensions, but an index on halfvec holds at most 4000",
        ]
    );
    assert_eq!(it.spec.index[0].expression, Some("large::halfvec(3072)".into()));
    assert_eq!(it.spec.index[1].metric, Some("hamming".into()));
    let problems = it.spec.to_request().map(|_| ()).map_err(|it| it.to_string());
    assert_eq!(problems, Ok(()));
}

#[test]
fn partitions_are_planned_and_their_parent_is_not() {
    let sql = "CREATE TABLE p (id int, e vector(3)) PARTITION BY RANGE (id);
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10);
CREATE TABLE p2 (id int, e vector(3));
ALTER TABLE ONLY p ATTACH PARTITION p2 FOR VALUES FROM (10) TO (20);";
    let it = import(sql);
    assert_eq!(
        columns(&it),
        ["p.e vector(3) []", "p1.e vector(3) [] -> 0", "p2.e vector(3) [] -> 1"]
    );
    assert!(it.columns[0].partitioned);
    assert_eq!(it.columns[1].partition_of.as_deref(), Some("p"));
    assert_eq!(it.columns[2].partition_of.as_deref(), Some("p"));
    assert_eq!(it.notes.len(), 1);
    // An index of the parent is one of each partition, unless it says ONLY.
    for (only, planned) in [("", 0), ("ONLY ", 2)] {
        let index = format!("{sql}\nCREATE INDEX i ON {only}p USING hnsw (e vector_l2_ops);");
        assert_eq!(import(&index).spec.index.len(), planned);
    }
}

#[test]
fn columns_come_from_other_tables_too() {
    let sql = "CREATE TABLE a (e vector(3) NOT NULL);
CREATE TABLE b (id int) INHERITS (a);
CREATE TABLE c (LIKE a INCLUDING ALL, f vector(4));";
    assert_eq!(
        columns(&import(sql)),
        [
            "a.e vector(3) [] -> 0",
            "b.e vector(3) [] -> 1",
            "c.e vector(3) [] -> 2",
            "c.f vector(4) [] -> 3",
        ]
    );
}

#[test]
fn queries_tell_the_metric() {
    let sql = "CREATE TABLE docs (id int, embedding vector(384), other vector(384));
CREATE FUNCTION match_docs(query vector(384)) RETURNS SETOF int LANGUAGE sql AS $$
  SELECT id FROM docs ORDER BY docs.embedding <#> query LIMIT 5
$$;";
    let it = import(sql);
    assert_eq!(it.spec.index[0].metric, Some("ip".into()));
    let assumed: Vec<_> = it.assumed.iter().map(|it| it.field.as_str()).collect();
    assert_eq!(assumed, ["index[0].rows", "index[1].metric", "index[1].rows"]);
}

#[test]
fn hostile_names_survive() {
    let sql =
        "CREATE TABLE \"my.schema\".\"Or\"\"der; DROP\" (\"sel ect\" vector(3), \"имя\" vector(4));
CREATE INDEX \"i'--\" ON \"my.schema\".\"Or\"\"der; DROP\" \
    USING hnsw ((\"имя\"::halfvec(4)) halfvec_l2_ops);";
    let it = import(sql);
    assert_eq!(
        columns(&it),
        [
            "my.schema.Or\"der; DROP.sel ect vector(3) [] -> 0",
            "my.schema.Or\"der; DROP.имя vector(4) [0]",
        ]
    );
    let request = it.spec.to_request().unwrap();
    let definition = &request.indexes[0].definition;
    assert_eq!(definition.table.to_string(), "\"my.schema\".\"Or\"\"der; DROP\"");
    assert_eq!(definition.key.to_string(), "\"sel ect\"");
    let index = &it.indexes[0];
    assert_eq!(index.name.as_deref(), Some("i'--"));
    assert_eq!(index.expression.as_deref(), Some("\"имя\"::halfvec(4)"));
    assert!(index.spec.is_some());
    // What cannot be a name of a migration is said, not planned.
    let long = format!("CREATE TABLE t (\"{}\" vector(3))", "x".repeat(70));
    let it = import(&long);
    assert!(it.spec.index.is_empty() && it.notes.len() == 1);
}

#[test]
fn what_cannot_be_read_is_told_with_its_place() {
    let sql = "CREATE TABLE a (e vector(3)); CREATE TABLE b (e vector(3);\n\
               CREATE INDEX ON a USING hnsw (e vector_l2_ops) WITH m;";
    let it = import(sql);
    assert_eq!(columns(&it), ["a.e vector(3) [] -> 0"]);
    assert_eq!(it.notes.len(), 2);
    let at = |n: usize| &sql[it.notes[n].start.byte as usize..it.notes[n].end.byte as usize];
    assert!(at(0).starts_with('('), "{}", at(0));
    assert!(at(1).starts_with('m'), "{}", at(1));
    let it = import("nothing of interest");
    assert!(it.columns.is_empty() && it.notes.len() == 1);
}

#[test]
fn offsets_are_bytes_or_units() {
    let sql = "-- 🦀\nCREATE TABLE t (e vector(3))";
    assert_eq!(import(sql).columns[0].start.byte, 24);
    assert_eq!(import_utf16(sql).columns[0].start.byte, 22);
}

#[test]
fn the_file_is_the_spec() {
    let it = import("CREATE TABLE t (e vector(3), \"rows = \" vector(4))");
    let read = crate::spec::Spec::from_toml(&it.toml, "f").unwrap();
    assert_eq!(read, it.spec);
    assert_eq!(it.toml.matches("# assumed; ").count(), 4);
}
