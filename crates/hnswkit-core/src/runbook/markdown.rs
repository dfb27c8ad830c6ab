//! Pieces of Markdown.

/// Inline code, whatever backticks or bars the text has.
pub(super) fn code(text: &str) -> String {
    let text = text.replace('|', "\\|");
    let longest = text.split(|it| it != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    match longest {
        0 => format!("{fence}{text}{fence}"),
        _ => format!("{fence} {text} {fence}"),
    }
}

#[cfg(test)]
mod tests {
    use super::code;

    #[test]
    fn backticks_get_a_longer_fence() {
        assert_eq!(code("messages"), "`messages`");
        assert_eq!(code("a`b"), "`` a`b ``");
        assert_eq!(code("a|b"), "`a\\|b`");
    }
}
