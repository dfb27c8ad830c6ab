//! Rust source.

use super::lines;

/// A string literal; with line breaks, a raw one whose lines begin at `indent`.
pub(super) fn string(text: &str, indent: &str) -> String {
    // rustc refuses characters that change the direction of text, unless they are escaped.
    if !text.contains('\n') || text.contains(turns) {
        return format!("\"{}\"", escape(text));
    }
    let mut hashes = String::new();
    while text.contains(&format!("\"{hashes}")) {
        hashes.push('#');
    }
    format!("r{hashes}\"\n{}{indent}\"{hashes}", lines::indented(text, indent))
}

/// Text between the quotes of a literal.
fn escape(text: &str) -> String {
    let mut out = String::new();
    for it in text.chars() {
        match it {
            '\\' => out.push_str("\\\\"),
            '"' => out.push_str("\\\""),
            '\n' => out.push_str("\\n"),
            _ if turns(it) => out.push_str(&format!("\\u{{{:x}}}", u32::from(it))),
            _ => out.push(it),
        }
    }
    out
}

/// Whether the text after it may run the other way.
fn turns(it: char) -> bool {
    matches!(it, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_comes_back() {
        assert_eq!(string("a \"b\" {c} \\n", ""), r#""a \"b\" {c} \\n""#);
        assert_eq!(string("a\n\nb \\", "  "), "r\"\n  a\n\n  b \\\n  \"");
        assert_eq!(string("\"a\"# \n", ""), "r##\"\n\"a\"# \n\"##");
        assert_eq!(string("\u{202e}\n\"", ""), "\"\\u{202e}\\n\\\"\"");
    }
}
