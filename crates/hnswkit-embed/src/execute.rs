//! Which calls send SQL to the server, and the strings that they send.

use crate::{
    names::Names,
    node::{Call, Kind, Node},
    text::Text,
};

/// Functions and methods that send their first argument.
const SENDS: &[&str] = &[
    "$executeRawUnsafe",
    "$queryRawUnsafe",
    "addSql",
    "async_exec",
    "driver_sql",
    "exec",
    "exec_driver_sql",
    "exec_params",
    "exec_query",
    "exec_update",
    "execute",
    "execute_sql",
    "executemany",
    "fetch",
    "fetchrow",
    "fetchval",
    "find_by_sql",
    "query",
    "queryRaw",
    "raw",
    "read_sql",
    "runSql",
    "scalar",
    "scalars",
    "select_all",
    "select_one",
    "select_rows",
    "select_value",
    "select_values",
    "sql",
    "unsafe",
];

/// Functions that take a string apart, with holes as parameters: ``sql`…` ``.
const TAGS: &[&str] = &["sql", "$executeRaw", "$queryRaw", "query", "raw", "SQL"];

/// Functions that make a statement of a string, or another string that says the same.
const WRAPPERS: &[&str] = &[
    "DDL",
    "SQL",
    "cleandoc",
    "composed",
    "dedent",
    "format",
    "literal_sql",
    "raw",
    "sql",
    "squish",
    "strip",
    "strip_heredoc",
    "text",
    "textwrap",
    "trim",
    "bindparams",
    "trimIndent",
];

/// First words of statements.
const WORDS: &[&str] = &[
    "ABORT", "ALTER", "ANALYZE", "BEGIN", "CALL", "CLUSTER", "COMMENT", "COMMIT", "COPY", "CREATE",
    "DELETE", "DISCARD", "DO", "DROP", "END", "EXPLAIN", "GRANT", "INSERT", "LOAD", "LOCK",
    "MERGE", "PREPARE", "REFRESH", "REINDEX", "RESET", "REVOKE", "ROLLBACK", "SELECT", "SET",
    "SHOW", "START", "TRUNCATE", "UPDATE", "VACUUM", "VALUES", "WITH",
];

/// Whether the call sends its first argument to the server.
pub(crate) fn sends(call: &Call) -> bool {
    SENDS.contains(&call.name())
}

/// Whether the call runs the code that is handed over in a transaction.
pub(crate) fn is_transaction(call: &Call) -> bool {
    let is = |it: &Call| ["transaction", "$transaction"].contains(&it.name());
    call.block.is_some() && (is(call) || call.callee.object().and_then(Node::call).is_some_and(is))
}

/// The strings that the call sends, one by one.
pub(crate) fn sent<'n>(call: &'n Call, names: &Names<'n>) -> Vec<(&'n Text, &'n Node)> {
    let first = call.arguments.first();
    let is_tagged = first.and_then(Node::text).is_some_and(|it| it.tagged);
    if is_tagged {
        let own = first.and_then(|it| Some((it.text()?, it)));
        return own.filter(|_| TAGS.contains(&call.name())).into_iter().collect();
    }
    let argument = match sends(call) {
        true => first,
        false => names.runner(call).map(|it| it.0),
    };
    let named = || call.option("sql").or_else(|| call.option("statement"));
    match argument.or_else(|| named().filter(|_| sends(call))) {
        Some(it) => texts(it, names, 6),
        None => vec![],
    }
}

/// The strings that the node stands for.
pub(crate) fn texts<'n>(
    node: &'n Node,
    names: &Names<'n>,
    depth: usize,
) -> Vec<(&'n Text, &'n Node)> {
    let Some(depth) = depth.checked_sub(1) else { return vec![] };
    let node = names.resolve(node);
    match &node.kind {
        // A tagged string is found where it stands.
        Kind::Text(it) if !it.tagged => vec![(it, node)],
        Kind::List(list) => list
            .iter()
            .flat_map(|it| match &names.resolve(it).kind {
                // A statement with its parameters.
                Kind::List(pair) => {
                    pair.first().map(|it| texts(it, names, depth)).unwrap_or_default()
                }
                _ => texts(it, names, depth),
            })
            .collect(),
        // `{ text: "…", values: […] }`
        Kind::Map(map) => ["text", "sql", "query"]
            .iter()
            .find_map(|it| map.get(it))
            .map(|it| texts(it, names, depth))
            .unwrap_or_default(),
        Kind::Call(call) if WRAPPERS.contains(&call.name()) => {
            let inner = call.arguments.first().or_else(|| call.callee.object());
            let own = inner.map(|it| texts(it, names, depth)).unwrap_or_default();
            match (own.is_empty(), call.callee.object()) {
                (true, Some(object)) => texts(object, names, depth),
                _ => own,
            }
        }
        _ => vec![],
    }
}

/// Whether the SQL begins as a statement does; fragments of statements do not.
pub(crate) fn is_statement(sql: &str) -> bool {
    let mut rest = sql.trim_start_matches([' ', '\t', '\r', '\n', ';', '(']);
    loop {
        if let Some(it) = rest.strip_prefix("--") {
            rest = it.split_once('\n').map_or("", |it| it.1).trim_start();
        } else if let Some(it) = rest.strip_prefix("/*") {
            rest = it.split_once("*/").map_or("", |it| it.1).trim_start();
        } else {
            break;
        }
    }
    let end = rest.find(|it: char| !it.is_ascii_alphabetic()).unwrap_or(rest.len());
    let (word, behind) = rest.split_at(end);
    !behind.starts_with(['_', '.', '(', '='])
        && WORDS.iter().any(|it| it.eq_ignore_ascii_case(word))
}

/// Whether it is `SET name = %s` or `SET name = :value`.
pub(crate) fn is_setting_with_hole(sql: &str) -> bool {
    let sql = sql.trim();
    let is_setting = sql.get(..4).is_some_and(|it| it.trim_end().eq_ignore_ascii_case("SET"));
    let value = sql.rsplit(['=', ' ']).next().unwrap_or_default();
    is_setting && value.starts_with(['%', ':'])
}

#[cfg(test)]
mod tests {
    use super::{is_setting_with_hole, is_statement};

    #[test]
    fn some_drivers_fill_in_settings() {
        assert!(is_setting_with_hole("SET LOCAL hnsw.ef_search = %s"));
        assert!(is_setting_with_hole("set hnsw.ef_search=:value"));
        assert!(!is_setting_with_hole("SET lock_timeout = '5s'"));
        assert!(!is_setting_with_hole("SELECT %s"));
    }

    #[test]
    fn fragments_are_no_statements() {
        for (sql, expected) in [
            ("SELECT 1", true),
            ("\n  -- why\n  CREATE INDEX", true),
            ("/* why */ drop index i", true),
            ("(SELECT 1)", true),
            ("embedding <=> ?", false),
            ("set_config('a')", false),
            ("now()", false),
            ("", false),
        ] {
            assert_eq!(is_statement(sql), expected, "{sql}");
        }
    }
}
