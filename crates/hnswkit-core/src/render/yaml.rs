//! YAML.

/// A literal block: `|`, and the lines of the text below it, each behind `indent`.
///
/// The text begins with something other than a blank, as SQL does.
pub(super) fn block(text: &str, indent: &str) -> String {
    let mut out = String::from("|");
    for line in text.lines() {
        out.push('\n');
        if !line.is_empty() {
            out.push_str(indent);
            out.push_str(line);
        }
    }
    out.push('\n');
    out
}

/// A scalar in double quotes.
pub(super) fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_stay_as_they_are() {
        assert_eq!(block("a: 'b'\n\n  # c\n", "    "), "|\n    a: 'b'\n\n      # c\n");
        assert_eq!(quoted("a \"b\" \\"), "\"a \\\"b\\\" \\\\\"");
    }
}
