//! `DO`.

use super::{Span, SyntaxError, cursor::Cursor, literal, token::Kind, value::word};

/// A `DO` statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Do {
    /// The code, without its quotes.
    pub body: String,
    /// Where the code stands; within dollar quotes exactly the code, else with its quotes.
    pub body_span: Span,
    /// The language, `plpgsql` if none is named.
    pub language: String,
}

/// Behind `DO`.
pub(super) fn block(cursor: &mut Cursor<'_>) -> Result<Do, SyntaxError> {
    let mut body = None;
    let mut language = None;
    while cursor.peek(0).is_some() {
        if cursor.keyword("LANGUAGE").is_some() {
            language = Some(word(cursor, "a language")?.text);
            continue;
        }
        match cursor.advance() {
            Some(it) if it.kind.is_string() && body.is_none() => body = Some(it),
            _ => {
                let at = cursor.before();
                return Err(SyntaxError::new("expected the code of `DO` in quotes, once", at));
            }
        }
    }
    let Some(token) = body else {
        return Err(cursor.unexpected("the code in quotes"));
    };
    let body_span = match token.kind {
        Kind::DollarString => literal::dollar_content(cursor.text(), token),
        _ => token.span(),
    };
    Ok(Do {
        body: literal::string(cursor.text(), token),
        body_span,
        language: language.unwrap_or_else(|| "plpgsql".to_owned()),
    })
}

#[cfg(test)]
mod tests {
    use crate::parse::{Statement, statements};

    #[test]
    fn the_code_is_taken_out_of_its_quotes() {
        let sql = "DO LANGUAGE plpgsql $x$ BEGIN; END $x$";
        let Ok(Statement::Do(it)) = &statements(sql)[0].statement else { panic!() };
        assert_eq!(
            (it.body.as_str(), &sql[it.body_span.clone()]),
            (" BEGIN; END ", " BEGIN; END ")
        );
        let sql = "DO 'SELECT ''a'''";
        let Ok(Statement::Do(it)) = &statements(sql)[0].statement else { panic!() };
        assert_eq!((it.body.as_str(), it.language.as_str()), ("SELECT 'a'", "plpgsql"));
        for sql in ["DO", "DO x", "DO $$a$$ $$b$$"] {
            assert!(statements(sql)[0].statement.is_err(), "{sql}");
        }
    }
}
