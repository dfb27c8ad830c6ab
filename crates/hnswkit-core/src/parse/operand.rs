//! Operands of expressions: constants, columns, calls, and what stands in parentheses.
// PostgreSQL 18 src/backend/parser/gram.y: `c_expr`, `func_expr`, `AexprConst`.

use super::{
    SyntaxError,
    cursor::Cursor,
    expression_check::{close, expression, too_deep},
    expression_words::is_changing,
    reserved::is_column_word,
    token::Kind,
    type_words::{constant, data_type, is_type_word},
};

/// Functions with words between their arguments, which are only passed.
const SPECIAL: &[&str] = &[
    "json",
    "json_array",
    "json_arrayagg",
    "json_exists",
    "json_object",
    "json_objectagg",
    "json_query",
    "json_scalar",
    "json_serialize",
    "json_value",
    "normalize",
    "overlay",
    "position",
    "substring",
    "treat",
    "trim",
    "xmlconcat",
    "xmlelement",
    "xmlexists",
    "xmlforest",
    "xmlparse",
    "xmlpi",
    "xmlroot",
    "xmlserialize",
];

/// Functions whose names are keywords.
const CALLED: &[&str] = &["coalesce", "greatest", "grouping", "least", "nullif", "row"];

/// One operand.
pub(super) fn operand(cursor: &mut Cursor<'_>, depth: usize) -> Result<(), SyntaxError> {
    let Some(token) = cursor.peek(0) else {
        return Err(cursor.unexpected("an expression"));
    };
    match token.kind {
        Kind::Open => {
            cursor.advance();
            if !subquery(cursor) {
                cursor.list(|it| expression(it, depth + 1))?;
            }
            close(cursor)?;
            indirection(cursor, depth)
        }
        Kind::Parameter => {
            cursor.advance();
            indirection(cursor, depth)
        }
        Kind::Number => drop_one(cursor),
        it if it.is_string() => drop_one(cursor),
        Kind::Word => word(cursor, depth),
        Kind::QuotedWord | Kind::UnicodeWord => named(cursor, depth),
        _ => Err(cursor.unexpected("an expression")),
    }
}

fn drop_one(cursor: &mut Cursor<'_>) -> Result<(), SyntaxError> {
    cursor.advance();
    Ok(())
}

/// Passes a query up to the `)` behind it, if one begins here; what it says is not looked at.
pub(super) fn subquery(cursor: &mut Cursor<'_>) -> bool {
    let begins = ["SELECT", "WITH", "VALUES", "TABLE"].iter().any(|it| cursor.is_keyword(0, it));
    if begins {
        pass_to_close(cursor);
    }
    begins
}

/// Passes everything before the `)` that closes what is open here.
fn pass_to_close(cursor: &mut Cursor<'_>) {
    let mut depth = 0_usize;
    while let Some(token) = cursor.peek(0) {
        match token.kind {
            Kind::Open => depth += 1,
            Kind::Close if depth == 0 => return,
            Kind::Close => depth -= 1,
            _ => {}
        }
        cursor.advance();
    }
}

/// `.field[1].*`
fn indirection(cursor: &mut Cursor<'_>, depth: usize) -> Result<(), SyntaxError> {
    loop {
        if cursor.kind(Kind::OpenBracket).is_some() {
            subscript(cursor, depth)?;
        } else if cursor.kind(Kind::Dot).is_none() {
            return Ok(());
        } else if cursor.operator("*").is_none() {
            cursor.label("a field")?;
        }
    }
}

/// `1]` or `1:2]`, behind the bracket.
fn subscript(cursor: &mut Cursor<'_>, depth: usize) -> Result<(), SyntaxError> {
    let is = |cursor: &Cursor<'_>, kind: Kind| cursor.peek(0).is_some_and(|it| it.kind == kind);
    if !is(cursor, Kind::Colon) {
        expression(cursor, depth + 1)?;
    }
    if cursor.kind(Kind::Colon).is_some() && !is(cursor, Kind::CloseBracket) {
        expression(cursor, depth + 1)?;
    }
    match cursor.kind(Kind::CloseBracket) {
        Some(_) => Ok(()),
        None => Err(cursor.unexpected("`]`")),
    }
}

fn opens(cursor: &Cursor<'_>) -> bool {
    cursor.peek(1).is_some_and(|it| it.kind == Kind::Open)
}

/// What begins with a word without quotes.
fn word(cursor: &mut Cursor<'_>, depth: usize) -> Result<(), SyntaxError> {
    let is = |word: &str| cursor.is_keyword(0, word);
    if is("NULL") || is("TRUE") || is("FALSE") {
        return drop_one(cursor);
    }
    if is("CASE") {
        return case(cursor, depth);
    }
    if is("CAST") && opens(cursor) {
        cursor.skip(2);
        expression(cursor, depth + 1)?;
        cursor.expect("AS")?;
        data_type(cursor, depth)?;
        return close(cursor);
    }
    if is("ARRAY") {
        cursor.advance();
        return array(cursor, depth);
    }
    if is("EXISTS") && opens(cursor) {
        cursor.skip(2);
        if !subquery(cursor) {
            return Err(cursor.unexpected("a query"));
        }
        return close(cursor);
    }
    if is("COLLATION") && cursor.is_keyword(1, "FOR") {
        cursor.skip(2);
        return arguments(cursor, depth);
    }
    let spelling = cursor.peek(0).map_or("", |it| cursor.spelling(it)).to_ascii_lowercase();
    if is_changing(&spelling) {
        cursor.advance();
        let has_precision = ["current_time", "current_timestamp", "localtime", "localtimestamp"]
            .contains(&spelling.as_str());
        let is_call = spelling == "current_schema" || has_precision;
        return match cursor.peek(0) {
            Some(it) if is_call && it.kind == Kind::Open => arguments(cursor, depth),
            _ => Ok(()),
        };
    }
    if opens(cursor) && is("EXTRACT") {
        cursor.skip(2);
        match cursor.peek(0) {
            Some(it) if it.kind.is_string() => cursor.skip(1),
            _ => drop(cursor.name("a field")?),
        }
        cursor.expect("FROM")?;
        expression(cursor, depth + 1)?;
        return close(cursor);
    }
    if opens(cursor) && SPECIAL.contains(&spelling.as_str()) {
        cursor.advance();
        return special(cursor);
    }
    if constant(cursor, depth) {
        return Ok(());
    }
    named(cursor, depth)
}

/// Arguments with words between them; they are passed, but there is at least one.
fn special(cursor: &mut Cursor<'_>) -> Result<(), SyntaxError> {
    cursor.kind(Kind::Open);
    if cursor.peek(0).is_some_and(|it| it.kind == Kind::Close) {
        return Err(cursor.unexpected("an expression"));
    }
    pass_to_close(cursor);
    close(cursor)
}

fn case(cursor: &mut Cursor<'_>, depth: usize) -> Result<(), SyntaxError> {
    cursor.advance();
    if !cursor.is_keyword(0, "WHEN") {
        expression(cursor, depth + 1)?;
    }
    cursor.expect("WHEN")?;
    loop {
        expression(cursor, depth + 1)?;
        cursor.expect("THEN")?;
        expression(cursor, depth + 1)?;
        if cursor.keyword("WHEN").is_none() {
            break;
        }
    }
    if cursor.keyword("ELSE").is_some() {
        expression(cursor, depth + 1)?;
    }
    cursor.expect("END").map(drop)
}

/// Behind `ARRAY`, or a list in it.
fn array(cursor: &mut Cursor<'_>, depth: usize) -> Result<(), SyntaxError> {
    if cursor.kind(Kind::Open).is_some() {
        return match subquery(cursor) {
            true => close(cursor),
            false => Err(cursor.unexpected("a query")),
        };
    }
    if cursor.kind(Kind::OpenBracket).is_none() {
        return Err(cursor.unexpected("`[`"));
    }
    let is = |cursor: &Cursor<'_>, kind: Kind| cursor.peek(0).is_some_and(|it| it.kind == kind);
    if is(cursor, Kind::OpenBracket) {
        cursor.list(|it| nested(it, depth + 1))?;
    } else if !is(cursor, Kind::CloseBracket) {
        cursor.list(|it| expression(it, depth + 1))?;
    }
    match cursor.kind(Kind::CloseBracket) {
        Some(_) => Ok(()),
        None => Err(cursor.unexpected("`]`")),
    }
}

/// A list within a list.
fn nested(cursor: &mut Cursor<'_>, depth: usize) -> Result<(), SyntaxError> {
    too_deep(cursor, depth)?;
    match cursor.peek(0) {
        Some(it) if it.kind == Kind::OpenBracket => array(cursor, depth),
        _ => Err(cursor.unexpected("`[`")),
    }
}

/// A column or a call, with or without qualifiers.
fn named(cursor: &mut Cursor<'_>, depth: usize) -> Result<(), SyntaxError> {
    let first = cursor.clone();
    if cursor.is_reserved() {
        return Err(cursor.unexpected("an expression"));
    }
    cursor.label("an expression")?;
    let mut is_qualified = false;
    let mut has_star = false;
    while cursor.kind(Kind::Dot).is_some() {
        is_qualified = true;
        if cursor.operator("*").is_some() {
            has_star = true;
            break;
        }
        cursor.label("a name")?;
    }
    let is_keyword = |words: &[&str]| words.iter().any(|it| first.is_keyword(0, it));
    let is_column_word = first.is_word(is_column_word);
    match cursor.peek(0).map(|it| it.kind) {
        Some(Kind::Open) if !has_star => {
            if is_column_word && !is_qualified && !is_keyword(CALLED) {
                return Err(cursor.unexpected("the end"));
            }
            arguments(cursor, depth)?;
            // `char(3) 'abc'`, of any type that takes a modifier.
            match cursor.peek(0) {
                Some(it)
                    if it.kind.is_string() && it.kind != Kind::BitString && !is_column_word =>
                {
                    drop_one(cursor)
                }
                _ => behind_call(cursor, depth),
            }
        }
        // `vector '[1,2,3]'`
        Some(Kind::String | Kind::EscapeString | Kind::UnicodeString | Kind::DollarString)
            if !has_star && (!is_column_word || is_qualified || is_type_word(&first)) =>
        {
            drop_one(cursor)
        }
        _ if first.is_no_name() => Err(first.unexpected("an expression")),
        _ => indirection(cursor, depth),
    }
}

/// `( [ALL | DISTINCT] argument, … [ORDER BY …] )`
fn arguments(cursor: &mut Cursor<'_>, depth: usize) -> Result<(), SyntaxError> {
    if cursor.kind(Kind::Open).is_none() {
        return Err(cursor.unexpected("`(`"));
    }
    let is_closed = |cursor: &Cursor<'_>| cursor.peek(0).is_some_and(|it| it.kind == Kind::Close);
    if is_closed(cursor) || cursor.operator("*").is_some() {
        return close(cursor);
    }
    if cursor.keyword("ALL").is_none() {
        cursor.keyword("DISTINCT");
    }
    cursor.list(|it| {
        it.keyword("VARIADIC");
        let arrow = it.peek(1).is_some_and(|arrow| {
            arrow.kind == Kind::Assign || arrow.kind == Kind::Operator && it.spelling(arrow) == "=>"
        });
        if arrow {
            it.label("the name of an argument")?;
            it.advance();
        }
        expression(it, depth + 1)
    })?;
    if cursor.phrase(&["ORDER", "BY"]).is_some() && !is_closed(cursor) {
        pass_to_close(cursor);
    }
    close(cursor)
}

/// `WITHIN GROUP (…)`, `FILTER (WHERE …)`, `OVER …`: an index cannot have them, but they are read.
fn behind_call(cursor: &mut Cursor<'_>, depth: usize) -> Result<(), SyntaxError> {
    if cursor.phrase(&["WITHIN", "GROUP"]).is_some() {
        special(cursor)?;
    }
    if cursor.is_keyword(0, "FILTER") && opens(cursor) {
        cursor.skip(2);
        cursor.expect("WHERE")?;
        expression(cursor, depth + 1)?;
        close(cursor)?;
    }
    if cursor.keyword("OVER").is_some() {
        match cursor.peek(0) {
            Some(it) if it.kind == Kind::Open => {
                cursor.advance();
                pass_to_close(cursor);
                close(cursor)?;
            }
            _ => drop(cursor.name("a window")?),
        }
    }
    Ok(())
}
