//! Python source.

/// A string literal; with line breaks, one in triple quotes that begins on a line of its own.
pub(super) fn string(text: &str, indent: &str) -> String {
    if !text.contains('\n') {
        return format!("\"{}\"", escape(text));
    }
    let mut out = String::from("\"\"\"\n");
    // Inside of triple quotes a quote may stand alone; the text ends before a line break.
    for line in text.replace('\\', "\\\\").replace("\"\"\"", "\\\"\\\"\\\"").lines() {
        if !line.is_empty() {
            out.push_str(indent);
            out.push_str(line);
        }
        out.push('\n');
    }
    out.push_str(indent);
    out.push_str("\"\"\"");
    out
}

/// Text between the quotes of a string literal, of one line or several.
pub(super) fn escape(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_and_backslashes_are_escaped() {
        assert_eq!(string("a \"b\" \\c", ""), r#""a \"b\" \\c""#);
        assert_eq!(string("a\n\nb", "    "), "\"\"\"\n    a\n\n    b\n    \"\"\"");
        assert_eq!(string("\"a\"\n\"\"\"\\", ""), "\"\"\"\n\"a\"\n\\\"\\\"\\\"\\\\\n\"\"\"");
    }
}
