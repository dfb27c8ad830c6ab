//! Strings, quoted names and comments: tokens that have an end to look for.

use super::{
    lexer::{Lexer, is_blank, is_word_part, is_word_start},
    token::{Kind, Token},
};

impl Lexer<'_> {
    /// Passes white space and comments; gives a comment that has no end.
    pub(super) fn skip_blanks(&mut self) -> Option<Token> {
        loop {
            self.take_while(is_blank);
            let start = self.at;
            match (self.peek(0), self.peek(1)) {
                (Some(b'-'), Some(b'-')) => self.take_while(|it| it != b'\n' && it != b'\r'),
                (Some(b'/'), Some(b'*')) => {
                    if !self.skip_block_comment() {
                        let kind = self.unclosed();
                        return Some(Token { kind, start, end: self.at });
                    }
                }
                _ => return None,
            }
            self.comments.push(start..self.at);
        }
    }

    /// Passes `/* … */`, which nest; tells whether the end was found.
    fn skip_block_comment(&mut self) -> bool {
        let mut depth = 0_usize;
        loop {
            match (self.peek(0), self.peek(1)) {
                (Some(b'/'), Some(b'*')) => {
                    depth += 1;
                    self.at += 2;
                }
                (Some(b'*'), Some(b'/')) => {
                    depth -= 1;
                    self.at += 2;
                    if depth == 0 {
                        return true;
                    }
                }
                (Some(_), _) => self.at += 1,
                (None, _) => return false,
            }
        }
    }

    /// Behind the opening quote of a name.
    pub(super) fn quoted_word(&mut self, kind: Kind) -> Kind {
        loop {
            match (self.peek(0), self.peek(1)) {
                (Some(b'"'), Some(b'"')) => self.at += 2,
                (Some(b'"'), _) => return self.take(1, kind),
                (Some(_), _) => self.at += 1,
                (None, _) => return self.unclosed(),
            }
        }
    }

    /// Behind the opening quote of a string.
    pub(super) fn string(&mut self, kind: Kind) -> Kind {
        loop {
            match (self.peek(0), self.peek(1)) {
                (Some(b'\''), Some(b'\'')) => self.at += 2,
                (Some(b'\\'), Some(_)) if kind == Kind::EscapeString => self.at += 2,
                (Some(b'\''), _) => {
                    self.at += 1;
                    match self.continuation() {
                        Some(after_quote) => self.at = after_quote,
                        None => return kind,
                    }
                }
                (Some(_), _) => self.at += 1,
                (None, _) => return self.unclosed(),
            }
        }
    }

    /// Behind the opening quote of a string's next part, when the string goes on on another line.
    fn continuation(&self) -> Option<usize> {
        let mut at = self.at;
        let mut new_line = false;
        loop {
            match self.bytes.get(at)? {
                b'\n' | b'\r' => new_line = true,
                it if is_blank(*it) => {}
                b'-' if self.bytes.get(at + 1) == Some(&b'-') => {
                    at += self.bytes[at..].iter().position(|it| matches!(it, b'\n' | b'\r'))?;
                    continue;
                }
                b'\'' if new_line => return Some(at + 1),
                _ => return None,
            }
            at += 1;
        }
    }

    pub(super) fn dollar(&mut self, start: usize) -> Kind {
        match self.peek(0) {
            Some(b'0'..=b'9') => {
                self.take_while(|it| it.is_ascii_digit());
                return self.unless_junk(Kind::Parameter);
            }
            Some(it) if is_word_start(it) => self.take_while(|it| it != b'$' && is_word_part(it)),
            _ => {}
        }
        if self.peek(0) != Some(b'$') {
            self.at = start + 1;
            return Kind::Stray;
        }
        self.at += 1;
        let tag = &self.text[start..self.at];
        match self.text[self.at..].find(tag) {
            Some(it) => self.take(it + tag.len(), Kind::DollarString),
            None => self.unclosed(),
        }
    }
}
