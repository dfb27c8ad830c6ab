//! C# source.

use super::lines;

/// A string literal; with line breaks, a verbatim one, which every C# has.
pub(super) fn string(text: &str, indent: &str) -> String {
    if text.contains('\n') {
        let body = lines::indented(&text.replace('"', "\"\""), indent);
        return format!("@\"\n{body}{indent}\"");
    }
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_and_backslashes_are_escaped() {
        assert_eq!(string("a \"b\" {c} \\n", ""), r#""a \"b\" {c} \\n""#);
        assert_eq!(string("a \"b\" \\\n\n {c}", "  "), "@\"\n  a \"\"b\"\" \\\n\n   {c}\n  \"");
    }
}
