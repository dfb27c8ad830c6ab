//! What an index cannot have in an expression, although it is one.

use super::{
    ExpressionError,
    error::excerpt,
    expression_words::{Why, function, is_changing, is_of_expressions},
    reserved::{is_function_or_type, is_reserved},
    token::{Kind, Token},
};

/// The tokens around one.
struct Place<'a> {
    text: &'a str,
    tokens: &'a [Token],
    at: usize,
}

/// Refuses what an index cannot have.
pub(super) fn check(text: &str, tokens: &[Token]) -> Result<(), ExpressionError> {
    let mut brackets = 0_usize;
    for at in 0..tokens.len() {
        let place = Place { text, tokens, at };
        match place.kind(0) {
            Some(Kind::OpenBracket) => brackets += 1,
            Some(Kind::CloseBracket) => brackets = brackets.saturating_sub(1),
            // `a[1:n]` is a slice.
            Some(Kind::Colon) if brackets == 0 => place.refuse_parameter()?,
            Some(Kind::Parameter) => place.refuse_parameter()?,
            Some(Kind::Semicolon) => {
                return Err(place.error(
                    "a semicolon ends the expression",
                    "write one expression, without a semicolon",
                ));
            }
            Some(Kind::Word) => {
                place.check_characters()?;
                place.check_word()?;
                place.check_column()?;
            }
            Some(Kind::QuotedWord | Kind::UnicodeWord) => {
                place.check_characters()?;
                place.check_column()?;
            }
            Some(_) => place.check_characters()?,
            None => {}
        }
    }
    Ok(())
}

impl Place<'_> {
    fn token(&self, offset: isize) -> Option<Token> {
        self.at.checked_add_signed(offset).and_then(|it| self.tokens.get(it)).copied()
    }

    fn kind(&self, offset: isize) -> Option<Kind> {
        self.token(offset).map(|it| it.kind)
    }

    fn spelling(&self, offset: isize) -> &str {
        self.token(offset).map_or("", |it| &self.text[it.span()])
    }

    fn is_keyword(&self, offset: isize, keyword: &str) -> bool {
        self.kind(offset) == Some(Kind::Word) && self.spelling(offset).eq_ignore_ascii_case(keyword)
    }

    fn is_name(&self, offset: isize) -> bool {
        matches!(self.kind(offset), Some(Kind::Word | Kind::QuotedWord | Kind::UnicodeWord))
    }

    fn error(&self, message: impl Into<String>, help: impl Into<String>) -> ExpressionError {
        let offset = self.token(0).map_or(0, |it| it.start);
        ExpressionError { message: message.into(), offset, help: help.into() }
    }

    fn refuse_parameter(&self) -> Result<(), ExpressionError> {
        let name = match self.kind(0) {
            Some(Kind::Colon) => format!(":{}", excerpt(self.spelling(1))),
            _ => excerpt(self.spelling(0)),
        };
        Err(self.error(
            format!("an index has no parameters, but `{name}` is one"),
            "write the value itself",
        ))
    }

    /// A line break in a string would break the one line that the expression has to stand on.
    fn check_characters(&self) -> Result<(), ExpressionError> {
        let is_break = |it: char| it.is_control() || matches!(it, '\u{2028}' | '\u{2029}');
        let spelling = self.spelling(0);
        let Some(at) = spelling.find(is_break) else {
            return Ok(());
        };
        let found = spelling[at..].chars().next().unwrap_or_default();
        let mut error = self.error(
            format!("a constant or name has the character {found:?}"),
            "write a string on one line, with escapes if need be, as in `E'one\\ntwo'`",
        );
        error.offset += at;
        Err(error)
    }

    fn check_word(&self) -> Result<(), ExpressionError> {
        let word = self.spelling(0).to_ascii_lowercase();
        let is_part = self.kind(-1) == Some(Kind::Dot);
        let is_call = self.kind(1) == Some(Kind::Open);
        let begins_query = match word.as_str() {
            "select" => true,
            "with" | "table" | "values" => self.kind(-1) == Some(Kind::Open),
            _ => false,
        };
        if begins_query && !is_part {
            return Err(self.error(
                "an index cannot have a subquery",
                "use the columns of the row only, or keep the result in a column",
            ));
        }
        if word == "over" && self.kind(-1) == Some(Kind::Close) {
            return Err(
                self.error("an index cannot have a window function", "keep the result in a column")
            );
        }
        let in_catalog = is_part && self.is_keyword(-2, "pg_catalog");
        if is_call
            && (!is_part || in_catalog)
            && let Some(why) = function(&word)
        {
            return Err(self.refuse_function(&word, why));
        }
        if !is_part && !is_call && is_changing(&word) {
            return Err(self.refuse_function(&word, Why::Changes));
        }
        let is_no_column = is_reserved(&word) || is_function_or_type(&word) && !is_call;
        let is_type = self.kind(-1) == Some(Kind::DoubleColon);
        if is_no_column && !is_part && !is_type && !is_of_expressions(&word) {
            return Err(self.error(
                format!("`{word}` is a reserved word"),
                format!("write a column of this name in quotes: \"{word}\""),
            ));
        }
        Ok(())
    }

    fn refuse_function(&self, name: &str, why: Why) -> ExpressionError {
        match why {
            Why::Aggregate => self.error(
                format!("an index cannot have the aggregate `{name}`"),
                "use the columns of the row only, or keep the result in a column",
            ),
            Why::SetReturning => self.error(
                format!("an index cannot have `{name}`, which returns several rows"),
                "keep the result in a column",
            ),
            Why::Changes => self.error(
                format!("an index cannot have `{name}`, whose result changes"),
                "write a constant, or keep a column such as `archived` up to date and test that",
            ),
        }
    }

    /// `messages.embedding` is refused by PostgreSQL's index expressions only sometimes, but it
    /// stops meaning anything once the table has another name.
    fn check_column(&self) -> Result<(), ExpressionError> {
        let is_first = self.kind(-1) != Some(Kind::Dot) && self.kind(1) == Some(Kind::Dot);
        if !is_first || self.is_type_or_similar() {
            return Ok(());
        }
        let mut last = 2;
        while self.kind(last + 1) == Some(Kind::Dot) {
            last += 2;
        }
        let is_call = self.kind(last + 1) == Some(Kind::Open);
        let is_typed_string = self.kind(last + 1).is_some_and(Kind::is_string);
        if is_call || is_typed_string {
            return Ok(());
        }
        let column = match self.is_name(last) {
            true => excerpt(self.spelling(last)),
            false => "column".to_owned(),
        };
        Err(self.error(
            format!(
                "a column is named without its table here, but `{}.` stands before it",
                excerpt(self.spelling(0))
            ),
            format!("write `{column}` alone"),
        ))
    }

    /// Whether a type, operator or collation stands here, which can have a schema.
    fn is_type_or_similar(&self) -> bool {
        self.kind(-1) == Some(Kind::DoubleColon)
            || ["AS", "COLLATE"].iter().any(|it| self.is_keyword(-1, it))
            || self.kind(-1) == Some(Kind::Open) && self.is_keyword(-2, "OPERATOR")
    }
}

#[cfg(test)]
mod tests {
    use crate::parse::expression;

    #[track_caller]
    fn check(text: &str, offset: usize, message: &str) {
        let err = expression(text).unwrap_err();
        assert_eq!((err.message.as_str(), err.offset), (message, offset), "{text}");
        assert!(!err.help.is_empty());
    }

    #[test]
    fn more_than_one_expression_is_refused() {
        check("", 0, "expected an expression, but the text ends");
        check("-- nothing", 10, "expected an expression, but the text ends");
        check("a = 1; DROP TABLE t", 5, "a semicolon ends the expression");
        check("a = 1, b", 5, "expected the end, but found `,`");
        check("a = 1) OR (true", 5, "expected the end, but found `)`");
        check("a = (1", 6, "expected ), but the text ends");
        check("a = 'x", 4, "the string that begins here has no end");
        check("a = 1 /* x", 6, "the comment that begins here has no end");
        check("a \\ b", 2, "unexpected character `\\`");
    }

    #[test]
    fn what_an_index_cannot_have_is_refused() {
        check("a = $1", 4, "an index has no parameters, but `$1` is one");
        check("a = :name", 4, "an index has no parameters, but `:name` is one");
        check("a IN (SELECT 1)", 6, "an index cannot have a subquery");
        check("a IN (VALUES (1))", 6, "an index cannot have a subquery");
        check("count(*) > 1", 0, "an index cannot have the aggregate `count`");
        check("pg_catalog.SUM(a) > 1", 11, "an index cannot have the aggregate `sum`");
        check("rank() OVER (w) = 1", 7, "an index cannot have a window function");
        check("unnest(a) = 1", 0, "an index cannot have `unnest`, which returns several rows");
        check("a > now()", 4, "an index cannot have `now`, whose result changes");
        check(
            "a > CURRENT_DATE - 30",
            4,
            "an index cannot have `current_date`, whose result changes",
        );
        check("order = 1", 0, "`order` is a reserved word");
    }

    #[test]
    fn columns_stand_without_their_table() {
        let message = "a column is named without its table here, but `messages.` stands before it";
        check("messages.embedding::halfvec(3)", 0, message);
        check("lower(messages.\"B\") = 'x'", 6, message);
        let err = expression("a.b.c = 1").unwrap_err();
        assert_eq!(err.help, "write `c` alone");
    }

    #[test]
    fn nothing_breaks_the_line() {
        check("a = 'x\ny'", 6, "a constant or name has the character '\\n'");
        check("a = 'x'\n'y'", 7, "a constant or name has the character '\\n'");
        check("\"a\u{2028}b\" = 1", 2, "a constant or name has the character '\\u{2028}'");
    }
}
