//! One expression of a user's.

use std::fmt;

use crate::domain::RawSql;

use super::{
    SyntaxError, bridge, error::lexical, expression_rules, lexer::Lexer,
    parentheses::without_parentheses, token::Token,
};

/// Why a text is no expression that an index can have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExpressionError {
    /// What is wrong.
    pub message: String,
    /// Where, in bytes from the beginning of the text.
    pub offset: usize,
    /// What to do about it.
    pub help: String,
}

/// Reads `text` as one expression: the predicate of a partial index, or what an index holds.
///
/// The user's own spelling stays; comments go, white space becomes one blank, and parentheses
/// around the whole are taken off.
///
/// ```
/// # use hnswkit_core::parse::expression;
/// let it = expression("( deleted_at  IS NULL -- live rows\n AND kind = 'Chat' )")?;
/// assert_eq!(it.as_str(), "deleted_at IS NULL AND kind = 'Chat'");
///
/// let err = expression("true; DROP TABLE messages").unwrap_err();
/// assert_eq!((err.message.as_str(), err.offset), ("a semicolon ends the expression", 4));
/// # Ok::<(), hnswkit_core::parse::ExpressionError>(())
/// ```
///
/// # Errors
///
/// When the text is no expression, or has what an index cannot have: subqueries, aggregates,
/// parameters, columns with the name of their table, functions whose result changes with time.
/// Control characters are refused too: on one line of a script or a comment they could end it.
pub fn expression(text: &str) -> Result<RawSql, ExpressionError> {
    let mut lexer = Lexer::new(text);
    let tokens: Vec<Token> = std::iter::from_fn(|| lexer.next_token()).collect();
    for token in &tokens {
        lexical(text, *token).map_err(|it| not_read(it, text))?;
    }
    let tokens = without_parentheses(&tokens);
    expression_rules::check(text, tokens)?;
    let end = tokens.last().map_or(text.len(), |it| it.end);
    bridge::expression(text, tokens, end).map_err(|it| not_read(it, text))?;
    Ok(RawSql::from_parsed(on_one_line(text, tokens)))
}

fn not_read(error: SyntaxError, text: &str) -> ExpressionError {
    let SyntaxError { message, offset, .. } = error;
    let message = message.replace("the statement ends", "the text ends");
    let help = match text.trim() {
        "" => "write a condition, as in `deleted_at IS NULL`",
        _ => "write one expression as PostgreSQL takes it, without anything behind it",
    };
    ExpressionError { message, offset, help: help.to_owned() }
}

/// The tokens as they are spelled, with one blank wherever there was room between them.
fn on_one_line(text: &str, tokens: &[Token]) -> String {
    let mut line = String::with_capacity(text.len());
    let mut end = tokens.first().map_or(0, |it| it.start);
    for token in tokens {
        if end < token.start {
            line.push(' ');
        }
        line.push_str(&text[token.span()]);
        end = token.end;
    }
    line
}

impl fmt::Display for ExpressionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for ExpressionError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, line: &str) {
        let read = expression(text).unwrap();
        assert_eq!(read.as_str(), line);
        assert_eq!(expression(line).unwrap(), read, "one line is read as itself");
    }

    #[test]
    fn the_users_spelling_stays() {
        check("deleted_at IS NULL", "deleted_at IS NULL");
        check("embedding::halfvec(1536)", "embedding::halfvec(1536)");
        check("binary_quantize(embedding)::bit(1536)", "binary_quantize(embedding)::bit(1536)");
        check("(embedding::extensions.halfvec(3))", "embedding::extensions.halfvec(3)");
        check("CAST( e AS halfvec(3) )", "CAST( e AS halfvec(3) )");
        check("\"Order\"  =\t1", "\"Order\" = 1");
        check("имя <> 'ключ'", "имя <> 'ключ'");
        check("tags @> ARRAY['a', 'b']", "tags @> ARRAY['a', 'b']");
        check("meta->>'lang' = 'en'", "meta->>'lang' = 'en'");
        check("kind = $$it's$$", "kind = $$it's$$");
        check("(address).city = 'Rome'", "(address).city = 'Rome'");
        check("extensions.l2_normalize(embedding)", "extensions.l2_normalize(embedding)");
        check(
            "created_at > timestamp with time zone '2026-01-01'",
            "created_at > timestamp with time zone '2026-01-01'",
        );
    }

    #[test]
    fn comments_and_parentheses_around_the_whole_go() {
        check("((a = 1))", "a = 1");
        check("(a = 1) AND (b = 2)", "(a = 1) AND (b = 2)");
        check("(a, b) = (1, 2)", "(a, b) = (1, 2)");
        check("a/* x */=/* ; */1 -- )", "a = 1");
    }
}
