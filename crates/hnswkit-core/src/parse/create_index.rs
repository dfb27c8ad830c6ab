//! Reads `CREATE INDEX`.

use super::{
    CreateIndex, ExpressionRead, IndexRead, KeyRead, KeyTarget, SyntaxError, cursor::Cursor,
    expression_check, expression_words::is_changing, literal, parentheses::without_parentheses,
    token::Kind, value::parameters,
};

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
    let nulls = cursor.phrase(&["NULLS", "FIRST"]).or_else(|| cursor.phrase(&["NULLS", "LAST"]));
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
    if cursor.is_phrase(&["NULLS", "FIRST"]) || cursor.is_phrase(&["NULLS", "LAST"]) {
        return Err(cursor.unexpected("a column"));
    }
    if cursor.peek(0).is_some_and(|it| it.kind == Kind::Open) {
        let mut group = cursor.group()?;
        return Ok(KeyTarget::Expression(expression(&mut group)?));
    }
    let call = cursor.clone();
    let is_alone = !cursor.peek(1).is_some_and(|it| it.kind == Kind::Open);
    if let Some(word) = cursor.peek(0).filter(|it| it.kind == Kind::Word && is_alone)
        && is_changing(&cursor.spelling(word).to_ascii_lowercase())
    {
        let call = cursor.clone();
        cursor.advance();
        return Ok(KeyTarget::Expression(expression(&mut call.until(cursor))?));
    }
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
    expression_check::check(&mut cursor.clone())?;
    let (tokens, _) = cursor.rest();
    let span = first.start..tokens.last().map_or(first.end, |it| it.end);
    let column = match without_parentheses(tokens) {
        [one] if !Cursor::new(text, &[*one], one.end).is_no_name() => literal::name(text, *one),
        _ => None,
    };
    Ok(ExpressionRead { text: text[span.clone()].to_owned(), span, column })
}

#[cfg(test)]
mod tests {
    use crate::parse::{CreateIndex, KeyTarget, Span, Statement, statements};

    #[track_caller]
    fn read(sql: &str) -> CreateIndex {
        match statements(sql).remove(0).statement {
            Ok(Statement::CreateIndex(it)) => *it,
            it => panic!("{it:?}"),
        }
    }

    #[track_caller]
    fn refuse(sql: &str, message: &str) {
        let error = statements(sql).remove(0).statement.unwrap_err();
        assert_eq!(error.message, message);
    }

    #[test]
    fn every_part_has_its_place() {
        let sql = "COMMIT; CREATE INDEX CONCURRENTLY i ON ONLY s.t USING HNSW \
                   (e extensions.vector_l2_ops) WITH (m = 16) TABLESPACE x WHERE a = 1";
        let Ok(Statement::CreateIndex(it)) = &statements(sql)[1].statement else { panic!() };
        let at = |span: Option<&Span>| span.map_or("", |it| &sql[it.clone()]);
        assert_eq!(at(Some(&it.keyword)), "INDEX");
        assert_eq!(at(it.concurrently.as_ref()), "CONCURRENTLY");
        assert_eq!(at(it.only.as_ref()), "ONLY");
        assert_eq!(at(it.tablespace.as_ref().map(|it| &it.span)), "x");
        let read = &it.definition;
        assert_eq!(at(Some(&read.table.span())), "s.t");
        assert_eq!(read.method.as_ref().map(|it| it.value.as_str()), Some("hnsw"));
        assert_eq!(at(Some(&read.keys[0].span)), "e extensions.vector_l2_ops");
        let class = read.keys[0].operator_class.as_ref().map(|it| it.span());
        assert_eq!(at(class.as_ref()), "extensions.vector_l2_ops");
        assert_eq!(at(Some(&read.parameters[0].span)), "m = 16");
        assert_eq!(at(read.predicate.as_ref().map(|it| &it.span)), "a = 1");
    }

    #[test]
    fn keys_are_columns_expressions_or_calls() {
        let it = read(
            "CREATE UNIQUE INDEX ON t (a, \"B\" DESC, (a + 1), lower(a), \
             s.f(a) COLLATE \"C\" ops NULLS FIRST, (binary_quantize(e)::bit(3)) bit_hamming_ops)",
        );
        assert!(it.definition.unique.is_some() && it.definition.name.is_none());
        let keys: Vec<_> = it
            .definition
            .keys
            .iter()
            .map(|it| match &it.target {
                KeyTarget::Column(it) => it.value.as_str(),
                KeyTarget::Expression(it) => it.text.as_str(),
            })
            .collect();
        assert_eq!(keys, ["a", "B", "a + 1", "lower(a)", "s.f(a)", "binary_quantize(e)::bit(3)"]);
        assert!(it.definition.keys[4].collation.is_some() && it.definition.keys[4].order.is_some());
    }

    #[test]
    fn what_postgresql_refuses_is_refused() {
        for (tail, message) in [
            ("CONCURRENTLY ON ONLY", "expected a table, but the statement ends"),
            ("IF NOT EXISTS ON t (a)", "expected the name of the index, but found `ON`"),
            ("s.i ON t (a)", "expected `ON`, but found `.`"),
            ("i ON t ()", "expected a column or an expression in parentheses, but found `)`"),
            ("i ON t (a", "this parenthesis is not closed"),
            ("i ON t (a) WITH m = 16", "expected `(`, but found `m`"),
            ("i ON t (a) WITH (m 16)", "expected the end, but found `16`"),
            ("i ON t (a) WHERE", "expected an expression, but the statement ends"),
            ("i ON t (a) TABLESPACE x WITH (m = 1)", "expected the end, but found `WITH`"),
            ("i ON t (a::text)", "expected an operator class, but found `::`"),
            ("i ON t (a) WHERE a = AND b", "expected an expression, but found `AND`"),
        ] {
            refuse(&format!("CREATE INDEX {tail}"), message);
        }
    }
}
