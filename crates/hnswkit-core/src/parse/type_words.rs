//! Types in expressions: behind `::`, in `CAST`, and before constants.
// PostgreSQL 18 src/backend/parser/gram.y: `Typename`, `ConstTypename`, `opt_interval`.

use super::{
    SyntaxError,
    cursor::Cursor,
    expression_check::{close, expression},
    reserved::is_column_word,
    token::Kind,
};

/// Types whose names are keywords.
const TYPES: &[&str] = &[
    "BIGINT",
    "BIT",
    "BOOLEAN",
    "CHAR",
    "CHARACTER",
    "DEC",
    "DECIMAL",
    "FLOAT",
    "INT",
    "INTEGER",
    "INTERVAL",
    "JSON",
    "NATIONAL",
    "NCHAR",
    "NUMERIC",
    "REAL",
    "SETOF",
    "SMALLINT",
    "TIME",
    "TIMESTAMP",
    "VARCHAR",
];

/// Whether a type stands here whose name is a keyword.
pub(super) fn is_type_word(cursor: &Cursor<'_>) -> bool {
    TYPES.iter().any(|it| cursor.is_keyword(0, it))
}

/// Passes a type.
pub(super) fn data_type(cursor: &mut Cursor<'_>, depth: usize) -> Result<(), SyntaxError> {
    cursor.keyword("SETOF");
    let is_keyword = cursor.is_word(is_column_word);
    if cursor.is_reserved() || is_keyword && !is_type_word(cursor) {
        return Err(cursor.unexpected("a type"));
    }
    named_type(cursor, depth)?;
    if cursor.keyword("ARRAY").is_some() {
        if cursor.kind(Kind::OpenBracket).is_some() {
            length(cursor)?;
        }
        return Ok(());
    }
    while cursor.kind(Kind::OpenBracket).is_some() {
        length(cursor)?;
    }
    Ok(())
}

/// Passes a type and a string of it, if the name of the type is a keyword.
pub(super) fn constant(cursor: &mut Cursor<'_>, depth: usize) -> bool {
    let is_double = cursor.is_phrase(&["DOUBLE", "PRECISION"]);
    if !is_type_word(cursor) && !is_double {
        return false;
    }
    let mut ahead = cursor.clone();
    if named_type(&mut ahead, depth).is_ok() && ahead.peek(0).is_some_and(|it| it.kind.is_string())
    {
        let is_interval = cursor.is_keyword(0, "INTERVAL");
        ahead.advance();
        *cursor = ahead;
        if is_interval {
            interval_fields(cursor);
        }
        return true;
    }
    false
}

/// Passes a type that is no array.
fn named_type(cursor: &mut Cursor<'_>, depth: usize) -> Result<(), SyntaxError> {
    let is_interval = cursor.is_keyword(0, "INTERVAL");
    let takes_zone = ["TIME", "TIMESTAMP"].iter().any(|it| cursor.is_keyword(0, it));
    let takes_varying =
        ["BIT", "CHAR", "CHARACTER", "NCHAR"].iter().any(|it| cursor.is_keyword(0, it));
    if cursor.phrase(&["DOUBLE", "PRECISION"]).is_some() {
        return Ok(());
    }
    if cursor.keyword("NATIONAL").is_some() {
        if cursor.keyword("CHAR").is_none() {
            cursor.expect("CHARACTER")?;
        }
        cursor.keyword("VARYING");
    } else {
        cursor.label("a type")?;
        while cursor.kind(Kind::Dot).is_some() {
            cursor.label("a type")?;
        }
        if takes_varying {
            cursor.keyword("VARYING");
        }
    }
    if cursor.kind(Kind::Open).is_some() {
        cursor.list(|it| expression(it, depth + 1))?;
        close(cursor)?;
    }
    if takes_zone && cursor.phrase(&["WITH", "TIME", "ZONE"]).is_none() {
        cursor.phrase(&["WITHOUT", "TIME", "ZONE"]);
    }
    if is_interval {
        interval_fields(cursor);
    }
    Ok(())
}

/// `DAY TO SECOND(3)`
fn interval_fields(cursor: &mut Cursor<'_>) {
    let field = |cursor: &mut Cursor<'_>| {
        ["YEAR", "MONTH", "DAY", "HOUR", "MINUTE", "SECOND"]
            .iter()
            .any(|it| cursor.keyword(it).is_some())
    };
    if field(cursor) && cursor.keyword("TO").is_some() {
        field(cursor);
    }
}

/// `3]` or `]`
fn length(cursor: &mut Cursor<'_>) -> Result<(), SyntaxError> {
    cursor.kind(Kind::Number);
    match cursor.kind(Kind::CloseBracket) {
        Some(_) => Ok(()),
        None => Err(cursor.unexpected("`]`")),
    }
}
