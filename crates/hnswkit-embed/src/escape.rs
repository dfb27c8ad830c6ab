//! What escapes in strings stand for.

/// The escape of Python, JavaScript or Ruby that `spelled` is, as text.
pub(crate) fn value(spelled: &str) -> String {
    let mut chars = spelled.chars();
    chars.next();
    let Some(first) = chars.next() else { return spelled.to_owned() };
    let rest = chars.as_str();
    let number = |digits: &str, radix: u32| {
        let it = u32::from_str_radix(digits, radix).ok().and_then(char::from_u32);
        it.map_or_else(|| spelled.to_owned(), String::from)
    };
    match first {
        'n' => "\n".to_owned(),
        't' => "\t".to_owned(),
        'r' => "\r".to_owned(),
        'a' => "\u{7}".to_owned(),
        'b' => "\u{8}".to_owned(),
        'f' => "\u{c}".to_owned(),
        'v' => "\u{b}".to_owned(),
        'e' => "\u{1b}".to_owned(),
        's' => " ".to_owned(),
        'x' | 'u' | 'U' => number(rest.trim_start_matches('{').trim_end_matches('}'), 16),
        '0'..='7' => number(&spelled[1..], 8),
        // A line that goes on.
        '\n' | '\r' => String::new(),
        it => String::from(it) + rest,
    }
}

#[cfg(test)]
mod tests {
    use super::value;

    #[test]
    fn escapes_stand_for_characters() {
        for (spelled, expected) in [
            ("\\n", "\n"),
            ("\\\"", "\""),
            ("\\\\", "\\"),
            ("\\x41", "A"),
            ("\\u{1F600}", "😀"),
            ("\\u00e9", "é"),
            ("\\0", "\0"),
            ("\\\n", ""),
            ("\\é", "é"),
            ("\\", "\\"),
        ] {
            assert_eq!(value(spelled), expected, "{spelled}");
        }
    }
}
