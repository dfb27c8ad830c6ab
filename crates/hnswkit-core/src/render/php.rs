//! PHP source.

use super::{comment, lines, preface};
use crate::plan::Plan;

/// A string literal; with line breaks, a nowdoc that ends at `indent` (PHP 7.3 and later).
pub(super) fn string(text: &str, indent: &str) -> String {
    if !text.contains('\n') {
        return format!("\"{}\"", escape(text));
    }
    let mark = lines::mark(text, "SQL");
    let inner = format!("{indent}    ");
    format!("<<<'{mark}'\n{}{inner}{mark}", lines::indented(text, &inner))
}

/// The first comments of a file. `?>` ends PHP even in a comment.
pub(super) fn comments(out: &mut String, plan: &Plan, indent: &str) {
    for line in preface::lines(plan) {
        comment::push(out, indent, "//", &line.replace("?>", "? >"));
    }
}

/// Text between double quotes.
fn escape(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"").replace('$', "\\$")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_interpolated() {
        assert_eq!(string("a \"b\" {$c} \\n '?'", ""), r#""a \"b\" {\$c} \\n '?'""#);
        assert_eq!(string("$a\n\n  \\b */ ?>", ""), "<<<'SQL'\n    $a\n\n      \\b */ ?>\n    SQL");
        assert_eq!(string("a\nSQL;", ""), "<<<'SQL_'\n    a\n    SQL;\n    SQL_");
    }
}
