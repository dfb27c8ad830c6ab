//! `CREATE INDEX`.

use sqlparser::ast::Expr;

use super::{
    Name, ObjectName, Parameter, Span, SyntaxError, bridge,
    cursor::Cursor,
    expression::without_parentheses,
    literal,
    token::Kind,
    value::parameters,
};

/// A `CREATE INDEX` statement.
#[derive(Debug, Clone, PartialEq)]
pub struct CreateIndex {
    /// What the index is to be.
    pub definition: IndexRead,
    /// The word `INDEX`; `CONCURRENTLY` belongs behind it.
    pub keyword: Span,
    /// `CONCURRENTLY`, if it is there.
    pub concurrently: Option<Span>,
    /// `IF NOT EXISTS`, if it is there.
    pub if_not_exists: Option<Span>,
    /// `ONLY` before the table, if it is there.
    pub only: Option<Span>,
    /// The tablespace, if one is named.
    pub tablespace: Option<Name>,
}

/// What an index is, as a statement spells it; see [`index_definition`](super::index_definition).
#[derive(Debug, Clone, PartialEq)]
pub struct IndexRead {
    /// `UNIQUE`, if it is there.
    pub unique: Option<Span>,
    /// The name; PostgreSQL makes one up when there is none.
    pub name: Option<Name>,
    /// The table.
    pub table: ObjectName,
    /// The access method; `btree` when there is none.
    pub method: Option<Name>,
    /// What is indexed.
    pub keys: Vec<KeyRead>,
    /// The columns of `INCLUDE`.
    pub include: Vec<KeyRead>,
    /// `NULLS [NOT] DISTINCT`, if it is there.
    pub nulls_distinct: Option<Span>,
    /// The parameters of `WITH (…)`.
    pub parameters: Vec<Parameter>,
    /// The condition behind `WHERE`.
    pub predicate: Option<ExpressionRead>,
}

/// One key of an index.
#[derive(Debug, Clone, PartialEq)]
pub struct KeyRead {
    /// The column or expression.
    pub target: KeyTarget,
    /// The collation, if one is named.
    pub collation: Option<ObjectName>,
    /// The operator class, if one is named.
    pub operator_class: Option<ObjectName>,
    /// The options of the operator class.
    pub operator_class_options: Vec<Parameter>,
    /// `ASC`, `DESC`, `NULLS FIRST`, `NULLS LAST`, if any is there.
    pub order: Option<Span>,
    /// Where the whole key stands.
    pub span: Span,
}

/// What a key is made from.
#[derive(Debug, Clone, PartialEq)]
pub enum KeyTarget {
    /// A column.
    Column(Name),
    /// An expression, without the parentheses that belong to the index.
    Expression(ExpressionRead),
}

/// An expression in a statement.
#[derive(Debug, Clone, PartialEq)]
pub struct ExpressionRead {
    /// How it is spelled.
    pub text: String,
    /// Where it stands.
    pub span: Span,
    /// The column, when it is nothing but one.
    pub column: Option<Name>,
    /// What it means; positions in it are turned into bytes by [`byte_span`](super::byte_span).
    pub expr: Box<Expr>,
}

/// Behind `CREATE`.
pub(super) fn create_index(cursor: &mut Cursor<'_>) -> Result<CreateIndex, SyntaxError> {
    let unique = cursor.keyword("UNIQUE");
    let keyword = cursor.expect("INDEX")?;
    let concurrently = cursor.keyword("CONCURRENTLY");
    let if_not_exists = cursor.phrase(&["IF", "NOT", "EXISTS"]);
    let name = match (cursor.is_keyword(0, "ON"), &if_not_exists) {
        (true, None) => None,
        _ => Some(cursor.name("the name of the index")?),
    };
    cursor.expect("ON")?;
    let only = cursor.keyword("ONLY");
    let table = match (&only, cursor.peek(0)) {
        (Some(_), Some(it)) if it.kind == Kind::Open => {
            let mut group = cursor.group()?;
            let table = group.object_name("a table")?;
            group.finish()?;
            table
        }
        _ => cursor.object_name("a table")?,
    };
    // `t *` says that partitions are meant too, which is the default.
    if only.is_none() {
        cursor.operator("*");
    }
    let method = match cursor.keyword("USING") {
        Some(_) => Some(cursor.name("an access method")?),
        None => None,
    };
    let keys = keys(cursor)?;
    let include = match cursor.keyword("INCLUDE") {
        Some(_) => self::keys(cursor)?,
        None => vec![],
    };
    let nulls_distinct = cursor
        .phrase(&["NULLS", "NOT", "DISTINCT"])
        .or_else(|| cursor.phrase(&["NULLS", "DISTINCT"]));
    let parameters = match cursor.keyword("WITH") {
        Some(_) => parameters(cursor)?,
        None => vec![],
    };
    let tablespace = match cursor.keyword("TABLESPACE") {
        Some(_) => Some(cursor.name("a tablespace")?),
        None => None,
    };
    let predicate = match cursor.keyword("WHERE") {
        Some(_) => Some(expression(cursor)?),
        None => None,
    };
    cursor.finish()?;
    Ok(CreateIndex {
        definition: IndexRead {
            unique,
            name,
            table,
            method,
            keys,
            include,
            nulls_distinct,
            parameters,
            predicate,
        },
        keyword,
        concurrently,
        if_not_exists,
        only,
        tablespace,
    })
}

fn keys(cursor: &mut Cursor<'_>) -> Result<Vec<KeyRead>, SyntaxError> {
    let mut group = cursor.group()?;
    let keys = group.list(key)?;
    group.finish()?;
    Ok(keys)
}

fn key(cursor: &mut Cursor<'_>) -> Result<KeyRead, SyntaxError> {
    let start = cursor.peek(0).map(|it| it.start);
    let target = key_target(cursor)?;
    let collation = match cursor.keyword("COLLATE") {
        Some(_) => Some(cursor.object_name("a collation")?),
        None => None,
    };
    let is_order = ["ASC", "DESC"].iter().any(|it| cursor.is_keyword(0, it))
        || cursor.is_keyword(0, "NULLS")
            && ["FIRST", "LAST"].iter().any(|it| cursor.is_keyword(1, it));
    let operator_class = match cursor.peek(0) {
        Some(it) if !is_order && it.kind != Kind::Comma => {
            Some(cursor.object_name("an operator class")?)
        }
        _ => None,
    };
    let operator_class_options = match cursor.peek(0) {
        Some(it) if operator_class.is_some() && it.kind == Kind::Open => parameters(cursor)?,
        _ => vec![],
    };
    let direction = cursor.keyword("ASC").or_else(|| cursor.keyword("DESC"));
    let nulls = cursor
        .phrase(&["NULLS", "FIRST"])
        .or_else(|| cursor.phrase(&["NULLS", "LAST"]));
    let order = match (direction, nulls) {
        (Some(first), Some(last)) => Some(first.start..last.end),
        (first, last) => first.or(last),
    };
    let end = cursor.before();
    Ok(KeyRead {
        target,
        collation,
        operator_class,
        operator_class_options,
        order,
        span: start.unwrap_or(end)..end,
    })
}

fn key_target(cursor: &mut Cursor<'_>) -> Result<KeyTarget, SyntaxError> {
    if cursor.peek(0).is_some_and(|it| it.kind == Kind::Open) {
        let mut group = cursor.group()?;
        return Ok(KeyTarget::Expression(expression(&mut group)?));
    }
    let call = cursor.clone();
    // A function can stand without parentheses around it, and have a name that no column has.
    let is_function = !cursor.is_reserved() || cursor.is_keyword(0, "CAST");
    let name = match cursor.peek(1) {
        Some(it) if it.kind == Kind::Open && is_function => cursor.label("a function")?,
        _ => cursor.name("a column or an expression in parentheses")?,
    };
    let mut qualified = false;
    while cursor.kind(Kind::Dot).is_some() {
        cursor.label("a function")?;
        qualified = true;
    }
    if cursor.peek(0).is_some_and(|it| it.kind == Kind::Open) {
        cursor.group()?;
        let mut call = call.until(cursor);
        return Ok(KeyTarget::Expression(expression(&mut call)?));
    }
    if qualified {
        return Err(cursor.unexpected("`(` of a function"));
    }
    Ok(KeyTarget::Column(name))
}

/// All that is left, as one expression.
fn expression(cursor: &mut Cursor<'_>) -> Result<ExpressionRead, SyntaxError> {
    let Some(first) = cursor.peek(0) else {
        return Err(cursor.unexpected("an expression"));
    };
    let text = cursor.text();
    let (tokens, end) = cursor.rest();
    let expr = bridge::expression(text, tokens, end)?;
    let span = first.start..tokens.last().map_or(first.end, |it| it.end);
    let column = match without_parentheses(tokens) {
        [one] if !Cursor::new(text, &[*one], one.end).is_no_name() => literal::name(text, *one),
        _ => None,
    };
    Ok(ExpressionRead { text: text[span.clone()].to_owned(), span, column, expr: Box::new(expr) })
}
