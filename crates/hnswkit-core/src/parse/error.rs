//! Why a statement cannot be read.

use std::fmt;

use super::token::{Kind, Token};

/// A statement that is not PostgreSQL, or not as far as we read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxError {
    /// What is wrong.
    pub message: String,
    /// Where, in bytes from the beginning of the text.
    pub offset: usize,
    /// Whether PostgreSQL refuses it too; else it may only be that we cannot read it.
    pub certain: bool,
}

impl SyntaxError {
    /// What PostgreSQL refuses too.
    pub(super) fn new(message: impl Into<String>, offset: usize) -> Self {
        Self { message: message.into(), offset, certain: true }
    }

    /// What we cannot read, but PostgreSQL perhaps can.
    pub(super) fn uncertain(message: impl Into<String>, offset: usize) -> Self {
        Self { message: message.into(), offset, certain: false }
    }
}

impl fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for SyntaxError {}

/// Refuses a token that no statement can have.
pub(super) fn lexical(text: &str, token: Token) -> Result<(), SyntaxError> {
    let spelling = &text[token.span()];
    let message = match token.kind {
        Kind::Stray => format!("unexpected character `{}`", excerpt(spelling)),
        Kind::Junk => format!("letters follow the number in `{}`", excerpt(spelling)),
        Kind::Unclosed => {
            let what = match spelling.trim_start_matches(['u', 'U', '&']).as_bytes().first() {
                Some(b'/') => "comment",
                Some(b'"') => "name",
                _ => "string",
            };
            format!("the {what} that begins here has no end")
        }
        _ => return Ok(()),
    };
    Err(SyntaxError::new(message, token.start))
}

/// Refuses parentheses and brackets without partner, which PostgreSQL has nowhere.
pub(super) fn balanced(tokens: &[Token]) -> Result<(), SyntaxError> {
    let mut open = vec![];
    for token in tokens {
        match token.kind {
            Kind::Open | Kind::OpenBracket => open.push(*token),
            Kind::Close | Kind::CloseBracket => {
                let partner = match token.kind {
                    Kind::Close => Kind::Open,
                    _ => Kind::OpenBracket,
                };
                if open.pop().is_none_or(|it| it.kind != partner) {
                    return Err(SyntaxError::new("this parenthesis was not opened", token.start));
                }
            }
            _ => {}
        }
    }
    match open.last() {
        Some(it) => Err(SyntaxError::new("this parenthesis is not closed", it.start)),
        None => Ok(()),
    }
}

/// `text` for a message: on one line and not long.
pub(super) fn excerpt(text: &str) -> String {
    let mut line: String =
        text.chars().take(40).map(|it| if it.is_control() { ' ' } else { it }).collect();
    if line.len() < text.len() {
        line.push('…');
    }
    line
}
