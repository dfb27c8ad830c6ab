//! The check for an equal index under another name.

use std::fmt;

#[cfg(any(feature = "every-operation", feature = "parse"))]
use crate::domain::RawSql;
use crate::domain::{IndexDefinition, IndexKey, Literal};

/// Writes the query: one row for each index that is equal, or that may be.
pub(super) fn write(f: &mut fmt::Formatter<'_>, it: &IndexDefinition) -> fmt::Result {
    let name = it.qualified_name();
    write!(
        f,
        "SELECT
    {equal} AS ok,
    pg_get_indexdef(i.indexrelid) AS detail
FROM pg_index AS i
JOIN pg_class AS c ON c.oid = i.indexrelid
JOIN pg_am AS a ON a.oid = c.relam
JOIN pg_opclass AS o ON o.oid = i.indclass[0]
WHERE i.indrelid = to_regclass({table})
    AND i.indexrelid IS DISTINCT FROM to_regclass({name})
    AND i.indisvalid
    AND a.amname = 'hnsw'
    AND o.opcname = {class}
    AND i.indpred {predicate}
    AND {key};",
        equal = equality(it),
        table = Literal(&it.table),
        name = Literal(&name),
        class = Literal(it.operator_class.name),
        predicate = if it.predicate.is_some() { "IS NOT NULL" } else { "IS NULL" },
        key = match &it.key {
            IndexKey::Column(key) =>
                format!("pg_get_indexdef(i.indexrelid, 1, false) = {}", Literal(key)),
            IndexKey::Expression(_) => "i.indexprs IS NOT NULL".to_owned(),
        },
    )
}

/// False for an equal index; nothing where only a reader can tell, as servers write expressions
/// and predicates in their own way.
///
/// Parentheses and quoted spaces tell definitions apart, so they are compared, too: with what psql
/// shows (pretty) and with what dumps have.
#[cfg(any(feature = "every-operation", feature = "parse"))]
fn equality(it: &IndexDefinition) -> String {
    let mut same = vec![];
    if let IndexKey::Expression(key) = &it.key {
        let shown = "pg_get_indexdef(i.indexrelid, 1, true)";
        same.push(is_either(key, [shown, "pg_get_indexdef(i.indexrelid, 1, false)"]));
    }
    if let Some(predicate) = &it.predicate {
        let shown = "'(' || pg_get_expr(i.indpred, i.indrelid, true) || ')'";
        same.push(is_either(predicate, [shown, "pg_get_expr(i.indpred, i.indrelid, false)"]));
    }
    if same.is_empty() {
        return "false".to_owned();
    }
    format!("CASE\n        WHEN {} THEN false\n    END", same.join(" AND "))
}

/// This build knows columns only.
#[cfg(not(any(feature = "every-operation", feature = "parse")))]
fn equality(_: &IndexDefinition) -> &'static str {
    "false"
}

/// Whether the planned text, in one pair of parentheses, is one of the server's.
#[cfg(any(feature = "every-operation", feature = "parse"))]
fn is_either(planned: &RawSql, texts: [&str; 2]) -> String {
    let mut planned = format!("({})", without_parentheses(planned.as_str()));
    let is_quoted = planned.contains(['\'', '"']);
    if !is_quoted {
        planned.retain(|it| it != ' ');
    }
    let texts = texts.map(|it| match is_quoted {
        true => it.to_owned(),
        false => format!("translate({it}, ' ', '')"),
    });
    format!("{} IN (\n            {}\n        )", Literal(planned), texts.join(",\n            "))
}

/// The text without parentheses around all of it.
#[cfg(any(feature = "every-operation", feature = "parse"))]
fn without_parentheses(mut text: &str) -> &str {
    while let Some(inner) = text.strip_prefix('(').and_then(|it| it.strip_suffix(')')) {
        let mut open = 0;
        let closes_early = inner.bytes().any(|it| {
            open += i32::from(it == b'(') - i32::from(it == b')');
            open < 0
        });
        if closes_early {
            break;
        }
        text = inner.trim();
    }
    text
}
