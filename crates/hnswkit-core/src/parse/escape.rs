//! Escapes in strings: those of `E'…'` and of `U&'…'`.
// PostgreSQL 18 src/backend/parser/scan.l, the states `xe` and `xus`.

/// The value of what stands between the quotes of `E'…'`; `'` is already single.
pub(super) fn backslashes(content: &str) -> String {
    let mut bytes = Vec::with_capacity(content.len());
    let mut rest = content;
    while let Some((before, after)) = rest.split_once('\\') {
        bytes.extend(before.as_bytes());
        let Some(letter) = after.chars().next() else {
            rest = "";
            break;
        };
        let behind = &after[letter.len_utf8()..];
        rest = match letter {
            'b' => push(&mut bytes, 0x08, behind),
            'f' => push(&mut bytes, 0x0c, behind),
            'n' => push(&mut bytes, b'\n', behind),
            'r' => push(&mut bytes, b'\r', behind),
            't' => push(&mut bytes, b'\t', behind),
            '0'..='7' => match number(after, 8, 1, 3) {
                // PostgreSQL keeps the low byte of what is too large.
                Some((value, length)) => push(&mut bytes, (value & 0xff) as u8, &after[length..]),
                None => after,
            },
            'x' => match number(behind, 16, 1, 2) {
                Some((value, length)) => push(&mut bytes, (value & 0xff) as u8, &behind[length..]),
                None => push(&mut bytes, b'x', behind),
            },
            'u' | 'U' => {
                let digits = if letter == 'u' { 4 } else { 8 };
                match number(behind, 16, digits, digits) {
                    Some((value, length)) => {
                        push_character(&mut bytes, value);
                        &behind[length..]
                    }
                    None => push(&mut bytes, letter as u8, behind),
                }
            }
            _ => {
                bytes.extend(&after.as_bytes()[..letter.len_utf8()]);
                behind
            }
        };
    }
    bytes.extend(rest.as_bytes());
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The value of what stands between the quotes of `U&'…'`.
pub(super) fn code_points(content: &str) -> String {
    let mut bytes = Vec::with_capacity(content.len());
    let mut rest = content;
    while let Some((before, after)) = rest.split_once('\\') {
        bytes.extend(before.as_bytes());
        let (digits, skipped) = if after.starts_with('+') { (6, 1) } else { (4, 0) };
        rest = match number(&after[skipped..], 16, digits, digits) {
            Some((value, length)) => {
                push_character(&mut bytes, value);
                &after[skipped + length..]
            }
            // Two of them are one.
            None => push(&mut bytes, b'\\', after.strip_prefix('\\').unwrap_or(after)),
        };
    }
    bytes.extend(rest.as_bytes());
    String::from_utf8_lossy(&bytes).into_owned()
}

fn push<'a>(bytes: &mut Vec<u8>, byte: u8, rest: &'a str) -> &'a str {
    bytes.push(byte);
    rest
}

fn push_character(bytes: &mut Vec<u8>, code: u32) {
    let character = char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER);
    bytes.extend(character.encode_utf8(&mut [0; 4]).as_bytes());
}

/// The number that `text` begins with, with its length.
fn number(text: &str, radix: u32, at_least: usize, at_most: usize) -> Option<(u32, usize)> {
    let length = text.chars().take(at_most).take_while(|it| it.is_digit(radix)).count();
    let value = u32::from_str_radix(&text[..length], radix).ok()?;
    (at_least <= length).then_some((value, length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_what_postgresql_makes_of_them() {
        assert_eq!(backslashes(r"a\tb\'c\\n\101\x41\u00e9\U0001F600\q"), "a\tb'c\\nAAé😀q");
        assert_eq!(backslashes(r"\xc3\xa9\u12"), "éu12");
        assert_eq!(backslashes("end\\"), "end");
        assert_eq!(code_points(r"\0441\+01F600\\x\zz"), "с😀\\x\\zz");
    }
}
