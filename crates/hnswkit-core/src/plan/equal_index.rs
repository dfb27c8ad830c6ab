//! The check for an equal index under another name.

use std::fmt;

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
fn equality(it: &IndexDefinition) -> String {
    let planned = match (&it.key, &it.predicate) {
        (IndexKey::Column(_), None) => return "false".to_owned(),
        (key, None) => key.to_string(),
        (key, Some(predicate)) => format!("{key}{predicate}"),
    };
    format!(
        "CASE
        WHEN translate(
            concat(pg_get_indexdef(i.indexrelid, 1, false), pg_get_expr(i.indpred, i.indrelid)),
            ' ()',
            ''
        ) = {} THEN false
    END",
        Literal(planned.replace([' ', '(', ')'], ""))
    )
}
