//! Elixir source.

use super::lines;

/// A string literal; with line breaks, a sigil without interpolation that ends at `indent`.
pub(super) fn string(text: &str, indent: &str) -> String {
    if !text.contains('\n') {
        return format!("\"{}\"", escape(text));
    }
    // Three quotes end it at the beginning of a line only.
    let ends = |quotes: &str| text.lines().any(|it| it.trim_start().starts_with(quotes));
    let body = lines::indented(text, indent);
    match ["\"\"\"", "'''"].into_iter().find(|it| !ends(it)) {
        Some(quotes) => format!("~S{quotes}\n{body}{indent}{quotes}"),
        None => format!("\"{}\"", escape(text).replace('\n', "\\n")),
    }
}

/// Text between double quotes.
fn escape(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"").replace("#{", "\\#{")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_interpolated() {
        assert_eq!(string("a \"b\" #{c} \\ '", ""), r#""a \"b\" \#{c} \\ '""#);
        assert_eq!(string("#{a} \\\n\"\" b", "  "), "~S\"\"\"\n  #{a} \\\n  \"\" b\n  \"\"\"");
        assert_eq!(string("a\n\"\"\"", ""), "~S'''\na\n\"\"\"\n'''");
        assert_eq!(string("'''\n\"\"\"", ""), r#""'''\n\"\"\"""#);
    }
}
