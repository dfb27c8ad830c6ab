//! Tells whether tokens are one expression of PostgreSQL, without making a tree of them.
//!
//! An index is judged by the tokens of its keys and its predicate, so the tree that sqlparser
//! makes would only cost time, and the browser half a megabyte.
// The grammar is `a_expr` of PostgreSQL 18 src/backend/parser/gram.y; `operand.rs` has `c_expr`.
// What it knows and this does not are `IS DOCUMENT` and what stands within the functions of XML
// and JSON; errors are therefore uncertain.

use super::{
    SyntaxError,
    cursor::Cursor,
    operand::{operand, subquery},
    token::Kind,
    type_words::data_type,
};

/// How deep parentheses, brackets and `CASE` may nest.
const DEPTH: usize = 64;

/// Operators that stand only between two operands.
const BETWEEN_OPERANDS: &[&str] =
    &["*", "/", "%", "^", "<", ">", "=", "<=", ">=", "<>", "!=", "=>"];

/// Operators of which `a < b < c` cannot have two.
const COMPARISONS: &[&str] = &["<", ">", "=", "<=", ">=", "<>", "!="];

/// What stands between two operands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Infix {
    /// An operator, behind which `ANY (…)` may follow.
    Operator,
    /// Other words.
    Words,
}

/// What the operators so far ask for, or rule out.
#[derive(Default)]
struct Pending {
    /// `BETWEEN`s that wait for their `AND`.
    between: usize,
    /// Whether `ESCAPE` may follow.
    like: bool,
    /// Whether a comparison stands before.
    compared: bool,
}

/// Reads all that is left as one expression.
///
/// # Errors
///
/// Where it is none that we know; they are uncertain.
pub(super) fn check(cursor: &mut Cursor<'_>) -> Result<(), SyntaxError> {
    expression(cursor, 0)
        .and_then(|()| cursor.finish())
        .map_err(|it| SyntaxError { certain: false, ..it })
}

/// Reads an expression as far as it goes.
pub(super) fn expression(cursor: &mut Cursor<'_>, depth: usize) -> Result<(), SyntaxError> {
    too_deep(cursor, depth)?;
    let mut pending = Pending::default();
    let mut before = None;
    loop {
        let is_sublink = before == Some(Infix::Operator)
            && ["ANY", "SOME", "ALL"].iter().any(|it| cursor.is_keyword(0, it));
        if is_sublink {
            cursor.advance();
            list_or_query(cursor, depth)?;
        } else {
            while prefix(cursor, &mut pending)? {}
            operand(cursor, depth)?;
        }
        while postfix(cursor, depth)? {}
        before = infix(cursor, &mut pending)?;
        if before.is_none() {
            break;
        }
    }
    match pending.between {
        0 => Ok(()),
        _ => Err(cursor.unexpected("`AND`")),
    }
}

/// Refuses what nests deeper than we follow.
pub(super) fn too_deep(cursor: &Cursor<'_>, depth: usize) -> Result<(), SyntaxError> {
    match depth <= DEPTH {
        true => Ok(()),
        false => {
            let message = "the expression nests too deep to be read";
            Err(SyntaxError::uncertain(message, cursor.before()))
        }
    }
}

/// `( expression, … )` or `( query )`.
fn list_or_query(cursor: &mut Cursor<'_>, depth: usize) -> Result<(), SyntaxError> {
    if cursor.kind(Kind::Open).is_none() {
        return Err(cursor.unexpected("`(`"));
    }
    if !subquery(cursor) {
        cursor.list(|it| expression(it, depth + 1))?;
    }
    close(cursor)
}

/// Passes `)`.
pub(super) fn close(cursor: &mut Cursor<'_>) -> Result<(), SyntaxError> {
    match cursor.kind(Kind::Close) {
        Some(_) => Ok(()),
        None => Err(cursor.unexpected("`)`")),
    }
}

fn prefix(cursor: &mut Cursor<'_>, pending: &mut Pending) -> Result<bool, SyntaxError> {
    if cursor.keyword("NOT").is_some() {
        // It binds less than a comparison: what follows is compared for itself.
        pending.compared = false;
        return Ok(true);
    }
    match cursor.peek(0) {
        Some(it) if it.kind == Kind::Operator => {
            if BETWEEN_OPERANDS.contains(&cursor.spelling(it)) {
                return Err(cursor.unexpected("an expression"));
            }
            cursor.advance();
            Ok(true)
        }
        _ => named_operator(cursor),
    }
}

/// `OPERATOR(schema.<=>)`
fn named_operator(cursor: &mut Cursor<'_>) -> Result<bool, SyntaxError> {
    let opens = cursor.peek(1).is_some_and(|it| it.kind == Kind::Open);
    if !cursor.is_keyword(0, "OPERATOR") || !opens {
        return Ok(false);
    }
    cursor.skip(2);
    while cursor.peek(0).is_some_and(|it| it.kind != Kind::Operator) {
        cursor.name("a schema or an operator")?;
        if cursor.kind(Kind::Dot).is_none() {
            return Err(cursor.unexpected("`.`"));
        }
    }
    if cursor.kind(Kind::Operator).is_none() {
        return Err(cursor.unexpected("an operator"));
    }
    close(cursor)?;
    Ok(true)
}

/// What stands between two operands; nothing at the end of the expression.
fn infix(cursor: &mut Cursor<'_>, pending: &mut Pending) -> Result<Option<Infix>, SyntaxError> {
    let Some(token) = cursor.peek(0) else { return Ok(None) };
    if token.kind == Kind::Operator {
        let spelling = cursor.spelling(token);
        if spelling == "=>" {
            return Ok(None);
        }
        if COMPARISONS.contains(&spelling) && std::mem::replace(&mut pending.compared, true) {
            return Err(cursor.unexpected("the end"));
        }
        cursor.advance();
        return Ok(Some(Infix::Operator));
    }
    if token.kind != Kind::Word {
        return Ok(None);
    }
    if named_operator(cursor)? {
        return Ok(Some(Infix::Operator));
    }
    if cursor.keyword("AND").is_some() {
        match pending.between {
            0 => *pending = Pending::default(),
            _ => pending.between -= 1,
        }
        return Ok(Some(Infix::Words));
    }
    if pending.between == 0 && cursor.keyword("OR").is_some() {
        *pending = Pending::default();
        return Ok(Some(Infix::Words));
    }
    if cursor.phrase(&["IS", "DISTINCT", "FROM"]).is_some()
        || cursor.phrase(&["IS", "NOT", "DISTINCT", "FROM"]).is_some()
    {
        pending.compared = false;
        return Ok(Some(Infix::Words));
    }
    if cursor.phrase(&["AT", "TIME", "ZONE"]).is_some() || cursor.keyword("OVERLAPS").is_some() {
        return Ok(Some(Infix::Words));
    }
    if pending.like && cursor.keyword("ESCAPE").is_some() {
        pending.like = false;
        return Ok(Some(Infix::Words));
    }
    let not = usize::from(cursor.is_keyword(0, "NOT"));
    let is = |n: usize, word: &str| cursor.is_keyword(not + n, word);
    if is(0, "BETWEEN") {
        let words = not + 1 + usize::from(is(1, "SYMMETRIC") || is(1, "ASYMMETRIC"));
        cursor.skip(words);
        pending.between += 1;
        return Ok(Some(Infix::Words));
    }
    let words = match () {
        () if is(0, "LIKE") || is(0, "ILIKE") => not + 1,
        () if is(0, "SIMILAR") && is(1, "TO") => not + 2,
        () => return Ok(None),
    };
    cursor.skip(words);
    pending.like = true;
    Ok(Some(Infix::Operator))
}

/// What can follow an operand, and leaves it one.
fn postfix(cursor: &mut Cursor<'_>, depth: usize) -> Result<bool, SyntaxError> {
    let Some(token) = cursor.peek(0) else { return Ok(false) };
    match token.kind {
        Kind::DoubleColon => {
            cursor.advance();
            data_type(cursor, depth)?;
            Ok(true)
        }
        Kind::Word => postfix_words(cursor, depth),
        _ => Ok(false),
    }
}

fn postfix_words(cursor: &mut Cursor<'_>, depth: usize) -> Result<bool, SyntaxError> {
    if cursor.keyword("COLLATE").is_some() {
        cursor.object_name("a collation")?;
        return Ok(true);
    }
    if cursor.keyword("ISNULL").is_some()
        || cursor.keyword("NOTNULL").is_some()
        || cursor.phrase(&["AT", "LOCAL"]).is_some()
    {
        return Ok(true);
    }
    if cursor.phrase(&["NOT", "IN"]).is_some() || cursor.keyword("IN").is_some() {
        list_or_query(cursor, depth)?;
        return Ok(true);
    }
    let not = usize::from(cursor.is_keyword(1, "NOT"));
    if !cursor.is_keyword(0, "IS") || cursor.is_keyword(not + 1, "DISTINCT") {
        return Ok(false);
    }
    cursor.skip(1 + not);
    if ["NFC", "NFD", "NFKC", "NFKD"].iter().any(|it| cursor.keyword(it).is_some()) {
        cursor.expect("NORMALIZED")?;
        return Ok(true);
    }
    if cursor.keyword("JSON").is_some() {
        ["VALUE", "ARRAY", "OBJECT", "SCALAR"].iter().any(|it| cursor.keyword(it).is_some());
        return Ok(true);
    }
    match ["NULL", "TRUE", "FALSE", "UNKNOWN", "NORMALIZED"]
        .iter()
        .any(|it| cursor.keyword(it).is_some())
    {
        true => Ok(true),
        false => Err(cursor.unexpected("`NULL`, `TRUE`, `FALSE`, `UNKNOWN` or `DISTINCT FROM`")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::{lexer::Lexer, token::Token};

    fn read(text: &str) -> Result<(), SyntaxError> {
        let mut lexer = Lexer::new(text);
        let tokens: Vec<Token> = std::iter::from_fn(|| lexer.next_token()).collect();
        check(&mut Cursor::new(text, &tokens, text.len()))
    }

    #[track_caller]
    fn refuse(text: &str, message: &str) {
        let error = read(text).unwrap_err();
        assert_eq!((error.message.as_str(), error.certain), (message, false), "{text}");
    }

    #[test]
    fn errors_say_what_is_missing() {
        refuse("", "expected an expression, but the statement ends");
        refuse("a = AND b", "expected an expression, but found `AND`");
        refuse("a = b = c", "expected the end, but found `=`");
        refuse("a BETWEEN 1 OR 2", "expected `AND`, but found `OR`");
        refuse("(a", "expected `)`, but the statement ends");
        refuse("a b", "expected the end, but found `b`");
        refuse(
            "a IS DOCUMENT",
            "expected `NULL`, `TRUE`, `FALSE`, `UNKNOWN` or `DISTINCT FROM`, but found `DOCUMENT`",
        );
    }

    #[test]
    fn nothing_exhausts_the_stack_or_takes_long() {
        for (open, close) in [
            ("(", ")"),
            ("f(", ")"),
            ("ARRAY[", "]"),
            ("a[", "]"),
            ("CASE ", " WHEN 1 THEN 1 END"),
            ("CAST(", " AS int)"),
            ("a IN (", ")"),
            ("a = ANY (", ")"),
            ("f(1) FILTER (WHERE ", ")"),
        ] {
            let of = |n: usize| read(&format!("{}1{}", open.repeat(n), close.repeat(n)));
            assert!(of(20).is_ok(), "{open}: {:?}", of(20));
            assert!(of(10_000).is_err(), "{open}");
        }
        for chained in ["NOT ", "- ", "a OR ", "a::int || ", "a.b[1] + "] {
            assert_eq!(read(&format!("{}1", chained.repeat(100_000))), Ok(()), "{chained}");
        }
    }
}
