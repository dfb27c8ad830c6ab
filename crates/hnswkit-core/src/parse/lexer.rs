//! Cuts text into tokens exactly as PostgreSQL does.
//!
//! sqlparser's tokenizer is not used: it ends at the first unclosed quote, counts columns in
//! characters, and cuts `<+>` in two. Where statements end, and what a user's expression is,
//! must not hang on such differences.
// The rules are those of PostgreSQL 18 src/backend/parser/scan.l with
// `standard_conforming_strings` on.

use super::{
    Span,
    token::{Kind, Token},
};

/// A position in a text.
pub(crate) struct Lexer<'a> {
    pub(super) text: &'a str,
    pub(super) bytes: &'a [u8],
    pub(super) at: usize,
    /// The comments passed so far.
    pub(super) comments: Vec<Span>,
}

impl<'a> Lexer<'a> {
    /// A lexer at the beginning of `text`.
    pub(crate) fn new(text: &'a str) -> Self {
        Self { text, bytes: text.as_bytes(), at: 0, comments: vec![] }
    }

    /// Goes on at `offset`, which lies between characters.
    pub(crate) fn jump(&mut self, offset: usize) {
        self.at = offset;
    }

    /// The next token, or nothing at the end.
    pub(crate) fn next_token(&mut self) -> Option<Token> {
        if let Some(unclosed) = self.skip_blanks() {
            return Some(unclosed);
        }
        let start = self.at;
        let first = self.peek(0)?;
        self.at += 1;
        let kind = match first {
            b'\'' => self.string(Kind::String),
            b'"' => self.quoted_word(Kind::QuotedWord),
            b'(' => Kind::Open,
            b')' => Kind::Close,
            b'[' => Kind::OpenBracket,
            b']' => Kind::CloseBracket,
            b',' => Kind::Comma,
            b';' => Kind::Semicolon,
            b':' => match self.peek(0) {
                Some(b':') => self.take(1, Kind::DoubleColon),
                Some(b'=') => self.take(1, Kind::Assign),
                _ => Kind::Colon,
            },
            b'.' if self.peek(0).is_some_and(|it| it.is_ascii_digit()) => self.number(b'.'),
            b'.' => Kind::Dot,
            b'$' => self.dollar(start),
            b'0'..=b'9' => self.number(first),
            it if is_word_start(it) => self.word(first),
            it if is_operator(it) => self.operator(start),
            _ => Kind::Stray,
        };
        Some(Token { kind, start, end: self.at })
    }

    pub(super) fn peek(&self, n: usize) -> Option<u8> {
        self.bytes.get(self.at + n).copied()
    }

    pub(super) fn take(&mut self, bytes: usize, kind: Kind) -> Kind {
        self.at += bytes;
        kind
    }

    pub(super) fn take_while(&mut self, accept: impl Fn(u8) -> bool) {
        while self.peek(0).is_some_and(&accept) {
            self.at += 1;
        }
    }

    pub(super) fn unclosed(&mut self) -> Kind {
        self.at = self.bytes.len();
        Kind::Unclosed
    }

    fn word(&mut self, first: u8) -> Kind {
        match (first, self.peek(0), self.peek(1)) {
            (b'e' | b'E', Some(b'\''), _) => {
                self.at += 1;
                return self.string(Kind::EscapeString);
            }
            (b'b' | b'B' | b'x' | b'X', Some(b'\''), _) => {
                self.at += 1;
                return self.string(Kind::BitString);
            }
            (b'n' | b'N', Some(b'\''), _) => {
                self.at += 1;
                return self.string(Kind::NationalString);
            }
            (b'u' | b'U', Some(b'&'), Some(b'\'')) => {
                self.at += 2;
                return self.string(Kind::UnicodeString);
            }
            (b'u' | b'U', Some(b'&'), Some(b'"')) => {
                self.at += 2;
                return self.quoted_word(Kind::UnicodeWord);
            }
            _ => {}
        }
        self.take_while(is_word_part);
        Kind::Word
    }

    fn number(&mut self, first: u8) -> Kind {
        let digits = |it: u8| it.is_ascii_digit() || it == b'_';
        if first == b'0' && matches!(self.peek(0), Some(b'x' | b'X' | b'o' | b'O' | b'b' | b'B')) {
            self.at += 1;
            self.take_while(|it| it.is_ascii_hexdigit() || it == b'_');
            return self.unless_junk(Kind::Number);
        }
        self.take_while(digits);
        // `1..9` is a range of a PL/pgSQL loop.
        if first != b'.' && self.peek(0) == Some(b'.') && self.peek(1) != Some(b'.') {
            self.at += 1;
            self.take_while(digits);
        }
        if matches!(self.peek(0), Some(b'e' | b'E')) {
            let sign = usize::from(matches!(self.peek(1), Some(b'+' | b'-')));
            if self.peek(1 + sign).is_some_and(|it| it.is_ascii_digit()) {
                self.at += 1 + sign;
                self.take_while(digits);
            }
        }
        self.unless_junk(Kind::Number)
    }

    pub(super) fn unless_junk(&mut self, kind: Kind) -> Kind {
        if !self.peek(0).is_some_and(is_word_start) {
            return kind;
        }
        self.take_while(is_word_part);
        Kind::Junk
    }

    fn operator(&mut self, start: usize) -> Kind {
        self.take_while(is_operator);
        let run = &self.bytes[start..self.at];
        // A comment ends the operator.
        let comment = run.windows(2).position(|it| it == b"--" || it == b"/*");
        let mut length = comment.unwrap_or(run.len());
        // `a<-1` is `a < -1`, but `a<#-1` uses the operator `<#-`.
        if !run[..length].iter().any(|it| b"~!@#^&|`?%".contains(it)) {
            while 1 < length && matches!(run[length - 1], b'+' | b'-') {
                length -= 1;
            }
        }
        self.at = start + length;
        Kind::Operator
    }
}

pub(super) fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0x0b | 0x0c)
}

pub(super) fn is_word_start(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte == b'_' || !byte.is_ascii()
}

pub(super) fn is_word_part(byte: u8) -> bool {
    is_word_start(byte) || byte.is_ascii_digit() || byte == b'$'
}

fn is_operator(byte: u8) -> bool {
    b"~!@#^&|`?+-*/%<>=".contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[(Kind, &str)]) {
        let mut lexer = Lexer::new(text);
        let tokens: Vec<_> = std::iter::from_fn(|| lexer.next_token())
            .map(|it| (it.kind, &text[it.span()]))
            .collect();
        assert_eq!(tokens, expected);
    }

    #[test]
    fn operators_end_where_postgresql_ends_them() {
        check("a<+>b", &[(Kind::Word, "a"), (Kind::Operator, "<+>"), (Kind::Word, "b")]);
        check(
            "a<-1",
            &[(Kind::Word, "a"), (Kind::Operator, "<"), (Kind::Operator, "-"), (Kind::Number, "1")],
        );
        check("<#-1", &[(Kind::Operator, "<#-"), (Kind::Number, "1")]);
        check("<=>--x", &[(Kind::Operator, "<=>")]);
        check("*/*c*/5", &[(Kind::Operator, "*"), (Kind::Number, "5")]);
        check("=-1", &[(Kind::Operator, "="), (Kind::Operator, "-"), (Kind::Number, "1")]);
    }

    #[test]
    fn strings_end_where_postgresql_ends_them() {
        check("'a''b' c", &[(Kind::String, "'a''b'"), (Kind::Word, "c")]);
        check(r"E'a\'b' c", &[(Kind::EscapeString, r"E'a\'b'"), (Kind::Word, "c")]);
        check(r"'a\' c", &[(Kind::String, r"'a\'"), (Kind::Word, "c")]);
        check("'a' -- c\n'b'", &[(Kind::String, "'a' -- c\n'b'")]);
        check("'a' 'b'", &[(Kind::String, "'a'"), (Kind::String, "'b'")]);
        check("$$a$b$$c", &[(Kind::DollarString, "$$a$b$$"), (Kind::Word, "c")]);
        check("$f$a$$;$f$", &[(Kind::DollarString, "$f$a$$;$f$")]);
        check("a$b$", &[(Kind::Word, "a$b$")]);
        check("'a", &[(Kind::Unclosed, "'a")]);
        check("$a$ b", &[(Kind::Unclosed, "$a$ b")]);
        check("\"a\"\"b\"\"", &[(Kind::Unclosed, "\"a\"\"b\"\"")]);
    }

    #[test]
    fn comments_nest() {
        check("1/* a /* b */ c */2", &[(Kind::Number, "1"), (Kind::Number, "2")]);
        check("1 /* a /* b */ c", &[(Kind::Number, "1"), (Kind::Unclosed, "/* a /* b */ c")]);
    }

    #[test]
    fn numbers_and_parameters() {
        check("1.5e-3", &[(Kind::Number, "1.5e-3")]);
        check("1..9", &[(Kind::Number, "1"), (Kind::Dot, "."), (Kind::Number, ".9")]);
        check(
            "$1::vector",
            &[(Kind::Parameter, "$1"), (Kind::DoubleColon, "::"), (Kind::Word, "vector")],
        );
        check("0x1F 1_000", &[(Kind::Number, "0x1F"), (Kind::Number, "1_000")]);
        check("12ab", &[(Kind::Junk, "12ab")]);
        check("имя", &[(Kind::Word, "имя")]);
    }
}
