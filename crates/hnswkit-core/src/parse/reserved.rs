//! Words of PostgreSQL that are not free as names.
// PostgreSQL 18 src/include/parser/kwlist.h. `system_user` is reserved since 16 only and
// therefore missing.

use crate::domain::KEYWORDS;

/// Words that are a name only in quotes, sorted.
#[rustfmt::skip] // one word a line would take a hundred lines
const RESERVED: &[&str] = &[
    "all", "analyse", "analyze", "and", "any", "array", "as", "asc", "asymmetric", "both", "case",
    "cast", "check", "collate", "column", "constraint", "create", "current_catalog",
    "current_date", "current_role", "current_time", "current_timestamp", "current_user",
    "default", "deferrable", "desc", "distinct", "do", "else", "end", "except", "false", "fetch",
    "for", "foreign", "from", "grant", "group", "having", "in", "initially", "intersect", "into",
    "lateral", "leading", "limit", "localtime", "localtimestamp", "not", "null", "offset", "on",
    "only", "or", "order", "placing", "primary", "references", "returning", "select",
    "session_user", "some", "symmetric", "table", "then", "to", "trailing", "true", "union",
    "unique", "user", "using", "variadic", "when", "where", "window", "with",
];

/// Words that can name a function or type, but no column or table, sorted.
#[rustfmt::skip] // as above
const FUNCTION_OR_TYPE: &[&str] = &[
    "authorization", "binary", "collation", "concurrently", "cross", "current_schema", "freeze",
    "full", "ilike", "inner", "is", "isnull", "join", "left", "like", "natural", "notnull",
    "outer", "overlaps", "right", "similar", "tablesample", "verbose",
];

/// Whether `word` is a name only in quotes.
pub(super) fn is_reserved(word: &str) -> bool {
    contains(RESERVED, word)
}

/// Whether `word` can name a function or type, but no column or table.
pub(super) fn is_function_or_type(word: &str) -> bool {
    contains(FUNCTION_OR_TYPE, word)
}

/// Whether `word` can name a column or table, but no function or type.
pub(super) fn is_column_word(word: &str) -> bool {
    contains(KEYWORDS, word) && !is_reserved(word) && !is_function_or_type(word)
}

/// Whether `word` stands in the sorted list, in any case.
fn contains(words: &[&str], word: &str) -> bool {
    let lower = word.bytes().map(|it| it.to_ascii_lowercase());
    words.binary_search_by(|it| it.bytes().cmp(lower.clone())).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_sorted_and_found_in_any_case() {
        assert!(RESERVED.is_sorted() && FUNCTION_OR_TYPE.is_sorted());
        assert!(is_reserved("Select") && is_function_or_type("LEFT"));
        assert!(!is_reserved("left") && !is_reserved("index"));
    }
}
