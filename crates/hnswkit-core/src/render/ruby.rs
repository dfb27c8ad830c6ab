//! Ruby source.

use super::lines;

/// A string literal; with line breaks, a heredoc without interpolation that ends at `indent`.
pub(super) fn string(text: &str, indent: &str) -> String {
    if !text.contains('\n') {
        return format!("\"{}\"", escape(text));
    }
    let mark = lines::mark(text, "SQL");
    let body = lines::indented(text, &format!("{indent}  "));
    format!("<<~'{mark}'\n{body}{indent}{mark}")
}

/// Text between double quotes: `#` begins an interpolation before `{`, `$` and `@`.
fn escape(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"").replace('#', "\\#")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_interpolated() {
        assert_eq!(string("a \"b\" #{c} \\ '%'", ""), r##""a \"b\" \#{c} \\ '%'""##);
        assert_eq!(string("a #{b} \\\n\n  c", "  "), "<<~'SQL'\n    a #{b} \\\n\n      c\n  SQL");
        assert_eq!(string("a\nSQL", ""), "<<~'SQL_'\n  a\n  SQL\nSQL_");
    }
}
