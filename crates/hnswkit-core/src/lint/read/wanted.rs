//! Which statements are worth reading: all others cost a glance.

use crate::parse::Glance;

/// First words of statements that are always read.
pub(super) const ALWAYS: &[&str] = &[
    "DROP", "REINDEX", "SET", "RESET", "BEGIN", "START", "COMMIT", "END", "ROLLBACK", "ABORT",
    "PREPARE", "LOAD", "DO", "VACUUM",
];

/// First words of all other statements of PostgreSQL.
pub(super) const OTHERS: &[&str] = &[
    "ALTER",
    "ANALYSE",
    "ANALYZE",
    "CALL",
    "CHECKPOINT",
    "CLOSE",
    "CLUSTER",
    "COMMENT",
    "COPY",
    "CREATE",
    "DEALLOCATE",
    "DECLARE",
    "DELETE",
    "DISCARD",
    "EXECUTE",
    "EXPLAIN",
    "FETCH",
    "GRANT",
    "IMPORT",
    "INSERT",
    "LISTEN",
    "LOCK",
    "MERGE",
    "MOVE",
    "NOTIFY",
    "REASSIGN",
    "REFRESH",
    "RELEASE",
    "REVOKE",
    "SAVEPOINT",
    "SECURITY",
    "SELECT",
    "SHOW",
    "TABLE",
    "TRUNCATE",
    "UNLISTEN",
    "UPDATE",
    "VALUES",
    "WITH",
];

/// Access methods that come with PostgreSQL.
const METHODS: &[&str] = &["btree", "hash", "gin", "gist", "spgist", "brin"];

/// Whether the statement may concern us.
pub(in crate::lint) fn is_wanted(it: Glance<'_>) -> bool {
    let mut words = words(it.text);
    let Some(first) = words.next() else { return true };
    let is = |word: &str, list: &[&str]| list.iter().any(|it| it.eq_ignore_ascii_case(word));
    if is(first, ALWAYS) {
        return true;
    }
    if first.eq_ignore_ascii_case("CREATE") {
        return create(it, &mut words);
    }
    if first.eq_ignore_ascii_case("ALTER") {
        let second = words.next().unwrap_or_default();
        return !second.eq_ignore_ascii_case("TABLE") && is(second, &["INDEX", "EXTENSION"])
            || second.eq_ignore_ascii_case("TABLE") && alters(it.text);
    }
    if !is(first, OTHERS) {
        return true;
    }
    it.may_have_distance
        || is(first, &["SELECT", "WITH"])
            && (contains(it.text, "_distance(")
                || contains(it.text, "set_config") && !contains(it.text, "search_path"))
}

fn create<'a>(it: Glance<'_>, words: &mut impl Iterator<Item = &'a str>) -> bool {
    for word in words.take(5) {
        let is = |it: &str| word.eq_ignore_ascii_case(it);
        if is("TABLE") {
            return ["vector", "halfvec", "sparsevec", "bit", "partition", "like", "inherits"]
                .iter()
                .any(|part| contains(it.text, part))
                || it.may_have_distance;
        }
        if is("INDEX") {
            return index(it.text);
        }
        if is("EXTENSION") {
            return contains(it.text, "vector");
        }
        if is("VIEW") {
            return it.may_have_distance;
        }
        if is("FUNCTION") || is("PROCEDURE") {
            return true;
        }
    }
    false
}

/// Whether it is an index of another access method than those of PostgreSQL.
fn index(text: &str) -> bool {
    if contains(text, "_ops") {
        return true;
    }
    let mut words = words(text);
    match words.find(|it| it.eq_ignore_ascii_case("USING")).and_then(|_| words.next()) {
        Some(method) => !METHODS.iter().any(|it| it.eq_ignore_ascii_case(method)),
        None => false,
    }
}

fn alters(text: &str) -> bool {
    ["vector", "halfvec", "sparsevec", "bit", "rename", "drop", "parallel_workers"]
        .iter()
        .any(|part| contains(text, part))
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|it: char| !it.is_ascii_alphanumeric() && it != '_').filter(|it| !it.is_empty())
}

/// Whether `text` has `part`, which is in lower case, in any case.
pub(in crate::lint) fn contains(text: &str, part: &str) -> bool {
    let (text, part) = (text.as_bytes(), part.as_bytes());
    let Some((first, rest)) = part.split_first() else { return true };
    let last = text.len().saturating_sub(rest.len());
    text[..last].iter().enumerate().any(|(n, it)| {
        it.to_ascii_lowercase() == *first && text[n + 1..n + part.len()].eq_ignore_ascii_case(rest)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_concern_us_is_passed() {
        for (text, expected) in [
            ("CREATE INDEX i ON t USING hnsw (v vector_l2_ops)", true),
            ("create index i on t using hsnw (v)", true),
            ("CREATE INDEX i ON t (a)", false),
            ("CREATE INDEX i ON t USING gin (a)", false),
            ("CREATE TABLE t (a int)", false),
            ("CREATE TABLE t (v VECTOR(3))", true),
            ("ALTER TABLE t OWNER TO x", false),
            ("ALTER TABLE t ALTER v TYPE halfvec(3)", true),
            ("SELECT pg_catalog.set_config('search_path', '', false)", false),
            ("SELECT set_config('hnsw.ef_search', '100', true)", true),
            ("INSERT INTO t VALUES (1)", false),
            ("SELEC 1", true),
        ] {
            assert_eq!(is_wanted(Glance { text, may_have_distance: false }), expected, "{text}");
        }
        assert!(is_wanted(Glance { text: "SELECT a <-> b", may_have_distance: true }));
    }
}
