//! What we read means what PostgreSQL takes it for.

use hnswkit_core::{
    domain::Identifier,
    parse::{Statement, expression, statements},
};
use pg_query::NodeEnum;

/// Expressions as people write them.
pub(crate) const EXPRESSIONS: &[&str] = &[
    "deleted_at IS NULL",
    "( deleted_at IS NULL ) -- live",
    "((kind = 'Chat') AND (not archived))",
    "a = 1\n  AND b = 2 /* or 3 */",
    "e :: halfvec ( 1536 )",
    "(e::extensions.halfvec(3))",
    "binary_quantize(e)::bit(1536)",
    "\"Order\"  =\t'it''s'",
    "lower(\"имя\") LIKE 'a%' ESCAPE '!'",
    "tags && ARRAY['a','b']::text[]",
    "meta->>'lang' IN ('en', 'de') AND meta @> '{\"a\":1}'",
    "created_at >= timestamp with time zone '2026-01-01 00:00:00+00'",
    "created_at > DATE '2026-01-01' - INTERVAL '30 days'",
    "CASE WHEN a > 0 THEN b ELSE -c END = ANY (ARRAY[1, 2])",
    "a BETWEEN SYMMETRIC 1 AND 2 OR a IS DISTINCT FROM 3",
    "(address).city = E'New\\nYork' COLLATE \"C\"",
    "COALESCE(a, b) <> $q$it's$q$",
    "(a, b) < (1, 2)",
    "a[1:2] = '{}'",
    "EXTRACT(year FROM created_at) = 2026",
    "left(body, 10) = right(body, 10)",
    "l2_norm(e) > 0 AND e <-> '[1,2]' < 1 + 2 * 3",
    "NOT a AND b OR c",
    "x'1f'::int = 31 AND b'01' = B'01'",
    "1_000 < a",
    "a OPERATOR(pg_catalog.+) 1 > 2",
    "vector '[1,2]' <=> e < 0.5",
];

/// What PostgreSQL makes of the expression, as it would print it.
fn meaning(expression: &str) -> String {
    let sql = format!("CREATE INDEX i ON t (a) WHERE ({expression}\n)");
    let parsed = pg_query::parse(&sql, 0).unwrap_or_else(|it| panic!("{it}\n{sql}"));
    parsed.deparse(Default::default()).unwrap_or_else(|it| panic!("{it}\n{sql}"))
}

#[test]
fn one_line_means_what_the_user_wrote() {
    for text in EXPRESSIONS {
        let read = expression(text).unwrap_or_else(|it| panic!("{it}\n{text}"));
        assert_eq!(meaning(read.as_str()), meaning(text));
        assert_eq!(expression(read.as_str()).as_ref(), Ok(&read));
    }
}

/// Names that are hard to quote.
#[test]
fn names_are_read_as_postgresql_reads_them() {
    let names = [
        "messages",
        "Messages",
        "order",
        "a b",
        "we\"ird",
        "\"",
        "имя",
        "a.b",
        "1st",
        "a$b",
        "$a",
        "--",
        "/*",
        ";",
        "'",
        "\\",
        "u&",
        "é",
        "日本語",
        "concurrently",
        "hnsw",
        "if",
    ];
    for name in names {
        let name = Identifier::new(name).unwrap();
        let sql =
            format!("CREATE INDEX {name} ON {name}.{name} USING {name} ({name} {name}.{name})");
        let Ok(Statement::CreateIndex(ours)) = &statements(&sql)[0].statement else {
            panic!("{sql}")
        };
        let parsed = pg_query::parse(&sql, 0).unwrap();
        let Some(NodeEnum::IndexStmt(theirs)) =
            parsed.protobuf.stmts[0].stmt.as_ref().and_then(|it| it.node.as_ref())
        else {
            panic!("{sql}")
        };
        let relation = theirs.relation.as_ref().unwrap();
        let read = &ours.definition;
        assert_eq!(read.name.as_ref().unwrap().value, theirs.idxname);
        assert_eq!(read.table.name.value, relation.relname);
        assert_eq!(read.table.schema().unwrap().value, relation.schemaname);
        assert_eq!(read.method.as_ref().unwrap().value, theirs.access_method);
        assert_eq!(theirs.idxname, name.as_str());
    }
}

/// Strings of every kind come out as PostgreSQL stores them.
#[test]
fn strings_have_the_value_that_postgresql_gives_them() {
    for text in
        ["'a'", "'it''s'", "E'a\\tb\\'c'", "$$a'b$$", "$x$ $$ $x$", "'a'\n  'b'", "U&'\\0441'"]
    {
        let sql = format!("SET x = {text}");
        let read = statements(&sql).remove(0).statement;
        let Ok(Statement::Set(ours)) = read else { panic!("{sql}: {read:?}") };
        let parsed = pg_query::parse(&sql, 0).unwrap();
        let theirs = format!("{:?}", parsed.protobuf);
        let value = format!("sval: {:?}", ours.values()[0].text);
        assert!(theirs.contains(&value), "{value}\n{theirs}");
    }
}
