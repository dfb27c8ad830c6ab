//! The values behind names, strings and numbers.

use super::{
    Name,
    escape::{backslashes, code_points},
    token::{Kind, Token},
};

/// The name that `token` of `text` spells, if it spells one.
pub(crate) fn name(text: &str, token: Token) -> Option<Name> {
    let spelling = &text[token.span()];
    let value = match token.kind {
        // PostgreSQL folds the letters of ASCII only where a character has several bytes.
        Kind::Word => spelling.to_ascii_lowercase(),
        Kind::QuotedWord => unquote(spelling, '"'),
        // Escapes are left as they are: nobody was seen to use them in names.
        Kind::UnicodeWord => unquote(&spelling[2..], '"'),
        _ => return None,
    };
    (!value.is_empty()).then(|| Name { value, span: token.span() })
}

/// The value of the string constant `token` of `text`.
pub(crate) fn string(text: &str, token: Token) -> String {
    let spelling = &text[token.span()];
    match token.kind {
        Kind::String => unquote(spelling, '\''),
        Kind::NationalString | Kind::BitString => unquote(&spelling[1..], '\''),
        Kind::DollarString => text[dollar_content(text, token)].to_owned(),
        Kind::EscapeString => backslashes(&escaped(&spelling[1..])),
        Kind::UnicodeString => code_points(&unquote(&spelling[2..], '\'')),
        _ => spelling.to_owned(),
    }
}

/// Where the content of a dollar-quoted string stands.
pub(super) fn dollar_content(text: &str, token: Token) -> super::Span {
    let spelling = &text[token.span()];
    let tag = spelling[1..].find('$').map_or(0, |it| it + 2);
    token.start + tag..token.end - tag
}

/// What stands between the quotes of `E'…'`, parts on several lines together; a doubled quote is
/// one, and the backslashes stay.
fn escaped(spelling: &str) -> String {
    let mut value = String::with_capacity(spelling.len());
    let mut part = spelling.strip_prefix('\'');
    while let Some(rest) = part {
        let mut end = 0;
        loop {
            match rest.as_bytes().get(end..) {
                Some([b'\\', _, ..]) => end += 2,
                Some([b'\'', ..]) | None | Some([]) => break,
                Some(_) => end += 1,
            }
        }
        let end = end.min(rest.len());
        value.push_str(rest.get(..end).unwrap_or(rest));
        let after = rest.get(end + 1..).unwrap_or_default();
        part = match after.strip_prefix('\'') {
            Some(next) => {
                value.push('\'');
                Some(next)
            }
            None => skip_blanks(after).strip_prefix('\''),
        };
    }
    value
}

/// What stands between `quote`s; two of them are one, and a string can go on on the next line.
fn unquote(spelling: &str, quote: char) -> String {
    let mut value = String::with_capacity(spelling.len());
    let mut part = spelling.strip_prefix(quote);
    while let Some(rest) = part {
        let (before, after) = rest.split_once(quote).unwrap_or((rest, ""));
        value.push_str(before);
        part = match after.strip_prefix(quote) {
            Some(next) => {
                value.push(quote);
                Some(next)
            }
            None => skip_blanks(after).strip_prefix(quote),
        };
    }
    value
}

fn skip_blanks(text: &str) -> &str {
    let mut rest = text.trim_start();
    while let Some(comment) = rest.strip_prefix("--") {
        let (_, after) = comment.split_once(['\n', '\r']).unwrap_or_default();
        rest = after.trim_start();
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doubled_quotes_are_one() {
        assert_eq!(unquote("'it''s'", '\''), "it's");
        assert_eq!(unquote("\"\"\"\"", '"'), "\"");
        assert_eq!(unquote("''", '\''), "");
        assert_eq!(unquote("'a' -- it's\n  'b'", '\''), "ab");
    }
}
