//! sqlparser's PostgreSQL dialect with what pgvector and safety need.

use std::{any::TypeId, cell::Cell};

use sqlparser::{
    ast::{ColumnOption, DataType, Expr, GeneratedAs, GeneratedExpressionMode, TypedString},
    dialect::{Dialect, PostgreSqlDialect, Precedence},
    keywords::Keyword,
    parser::{Parser, ParserError},
    tokenizer::Token,
};

use super::reserved::{is_function_or_type, is_reserved};

/// PostgreSQL, with a bound on the work that one statement may cause.
///
/// sqlparser tries alternatives one after the other, which can take exponential time on text made
/// for it. Every expression that it begins costs one unit of fuel here.
#[derive(Debug)]
pub(super) struct PgvectorDialect {
    fuel: Cell<usize>,
}

impl PgvectorDialect {
    /// A dialect that lets the parser begin `fuel` expressions.
    pub(super) fn with_fuel(fuel: usize) -> Self {
        Self { fuel: Cell::new(fuel) }
    }
}

/// Whether a reserved word is next that begins no expression; sqlparser takes it for a column.
fn is_no_expression(parser: &Parser<'_>) -> bool {
    let Token::Word(word) = &parser.peek_token_ref().token else {
        return false;
    };
    if word.quote_style.is_some() {
        return false;
    }
    let begins =
        || BEGIN_EXPRESSIONS.split_whitespace().any(|it| it.eq_ignore_ascii_case(&word.value));
    let is_call = || parser.peek_nth_token_ref(1).token == Token::LParen;
    is_reserved(&word.value) && !begins()
        || is_function_or_type(&word.value) && !is_call() && !begins()
}

/// Reserved words that begin expressions, or what sqlparser reads as one.
const BEGIN_EXPRESSIONS: &str = "all any array case cast current_catalog current_date current_role current_schema \
    current_time current_timestamp current_user default false localtime localtimestamp \
    not null on session_user some true user";

/// `vector '[1,2,3]'`: a constant of a type that sqlparser does not know.
fn typed_string(parser: &mut Parser<'_>) -> Option<Result<Expr, ParserError>> {
    let is_name = |n: usize| match &parser.peek_nth_token_ref(n).token {
        // Types that sqlparser knows are keywords of its; it reads those itself.
        Token::Word(it) => {
            it.keyword == Keyword::NoKeyword
                || 0 < n && parser.peek_nth_token_ref(n - 1) == &Token::Period
        }
        _ => false,
    };
    let is_string = |n: usize| {
        matches!(
            parser.peek_nth_token_ref(n).token,
            Token::SingleQuotedString(_)
                | Token::EscapedStringLiteral(_)
                | Token::DollarQuotedString(_)
        )
    };
    let plain = is_name(0) && is_string(1);
    let qualified =
        is_name(0) && parser.peek_nth_token_ref(1) == &Token::Period && is_name(2) && is_string(3);
    if !plain && !qualified {
        return None;
    }
    let read = parser.parse_object_name(false).and_then(|name| {
        Ok(Expr::TypedString(TypedString {
            data_type: DataType::Custom(name, vec![]),
            value: parser.parse_value()?,
            uses_odbc_syntax: false,
        }))
    });
    Some(read)
}

/// `GENERATED ALWAYS AS (…) [VIRTUAL]`, of PostgreSQL 18; the rest sqlparser reads.
fn generated(parser: &mut Parser<'_>) -> Result<Option<ColumnOption>, ParserError> {
    parser.maybe_parse(|parser| {
        parser.expect_keywords(&[Keyword::GENERATED, Keyword::ALWAYS, Keyword::AS])?;
        parser.expect_token(&Token::LParen)?;
        let expr = parser.parse_expr()?;
        parser.expect_token(&Token::RParen)?;
        if parser.parse_keyword(Keyword::STORED) {
            return parser.expected_ref("VIRTUAL", parser.peek_token_ref());
        }
        // The word can be left out.
        let _ = parser.parse_keyword(Keyword::VIRTUAL);
        Ok(ColumnOption::Generated {
            generated_as: GeneratedAs::Always,
            sequence_options: None,
            generation_expr: Some(expr),
            generation_expr_mode: Some(GeneratedExpressionMode::Virtual),
            generated_keyword: true,
        })
    })
}

fn is_word(parser: &Parser<'_>, n: usize, word: &str) -> bool {
    match &parser.peek_nth_token_ref(n).token {
        Token::Word(it) => it.quote_style.is_none() && it.value.eq_ignore_ascii_case(word),
        _ => false,
    }
}

macro_rules! same_as_postgresql {
    ($($name:ident)+) => {
        $(fn $name(&self) -> bool {
            PostgreSqlDialect {}.$name()
        })+
    };
}

impl Dialect for PgvectorDialect {
    /// sqlparser asks in places whether the dialect is PostgreSQL: it is.
    fn dialect(&self) -> TypeId {
        TypeId::of::<PostgreSqlDialect>()
    }

    fn parse_prefix(&self, parser: &mut Parser<'_>) -> Option<Result<Expr, ParserError>> {
        match self.fuel.get().checked_sub(1) {
            Some(it) => self.fuel.set(it),
            // The one error after which sqlparser tries nothing else.
            None => return Some(Err(ParserError::RecursionLimitExceeded)),
        }
        if parser.parse_keyword(Keyword::VARIADIC) {
            return Some(parser.parse_expr());
        }
        let is_between = matches!(&parser.get_current_token().token, Token::Word(it) if it.keyword == Keyword::BETWEEN);
        if is_between && (is_word(parser, 0, "SYMMETRIC") || is_word(parser, 0, "ASYMMETRIC")) {
            parser.next_token();
            return Some(parser.parse_prefix());
        }
        if is_no_expression(parser) {
            return Some(parser.expected_ref("an expression", parser.peek_token_ref()));
        }
        typed_string(parser)
    }

    /// `a::text COLLATE "C"`: sqlparser knows `COLLATE` only where nothing stands between.
    fn parse_infix(
        &self,
        parser: &mut Parser<'_>,
        expr: &Expr,
        _: u8,
    ) -> Option<Result<Expr, ParserError>> {
        // sqlparser takes `a NOT NULL` for `a NOTNULL`, as only SQLite does.
        if is_word(parser, 0, "NOT") && is_word(parser, 1, "NULL") {
            return Some(parser.expected_ref("`IS` before `NOT NULL`", parser.peek_token_ref()));
        }
        if !parser.parse_keyword(Keyword::COLLATE) {
            return None;
        }
        let collation = parser.parse_object_name(false);
        Some(collation.map(|it| Expr::Collate { expr: Box::new(expr.clone()), collation: it }))
    }

    /// What sqlparser lacks behind a column of `CREATE TABLE` or `ADD COLUMN`.
    fn parse_column_option(
        &self,
        parser: &mut Parser<'_>,
    ) -> Result<Option<Result<Option<ColumnOption>, ParserError>>, ParserError> {
        for keyword in ["STORAGE", "COMPRESSION"] {
            if is_word(parser, 0, keyword) {
                let words = vec![parser.next_token().token, parser.next_token().token];
                return Ok(Some(Ok(Some(ColumnOption::DialectSpecific(words)))));
            }
        }
        if is_word(parser, 0, "GENERATED") {
            return Ok(generated(parser)?.map(|it| Ok(Some(it))));
        }
        if is_word(parser, 0, "NO") && is_word(parser, 1, "INHERIT") {
            let words = vec![parser.next_token().token, parser.next_token().token];
            return Ok(Some(Ok(Some(ColumnOption::DialectSpecific(words)))));
        }
        Ok(None)
    }

    fn identifier_quote_style(&self, name: &str) -> Option<char> {
        PostgreSqlDialect {}.identifier_quote_style(name)
    }

    fn is_delimited_identifier_start(&self, character: char) -> bool {
        PostgreSqlDialect {}.is_delimited_identifier_start(character)
    }

    fn is_identifier_start(&self, character: char) -> bool {
        PostgreSqlDialect {}.is_identifier_start(character)
    }

    fn is_identifier_part(&self, character: char) -> bool {
        PostgreSqlDialect {}.is_identifier_part(character)
    }

    fn is_custom_operator_part(&self, character: char) -> bool {
        PostgreSqlDialect {}.is_custom_operator_part(character)
    }

    fn is_reserved_for_identifier(&self, keyword: Keyword) -> bool {
        // Keywords are called as they are spelled.
        PostgreSqlDialect {}.is_reserved_for_identifier(keyword)
            || is_reserved(&format!("{keyword:?}"))
    }

    fn is_table_alias(&self, keyword: &Keyword, parser: &mut Parser<'_>) -> bool {
        PostgreSqlDialect {}.is_table_alias(keyword, parser)
    }

    fn get_next_precedence(&self, parser: &Parser<'_>) -> Option<Result<u8, ParserError>> {
        PostgreSqlDialect {}.get_next_precedence(parser)
    }

    fn prec_value(&self, precedence: Precedence) -> u8 {
        PostgreSqlDialect {}.prec_value(precedence)
    }

    // Every method that sqlparser 0.63 src/dialect/postgresql.rs overrides.
    same_as_postgresql! {
        supports_unicode_string_literal supports_filter_during_aggregation supports_group_by_expr
        supports_alter_user_as_alter_role allow_extract_custom allow_extract_single_quotes
        supports_create_index_with_clause supports_explain_with_utility_options
        supports_listen_notify supports_exclude_constraint supports_factorial_operator
        supports_bitwise_shift_operators supports_comment_on supports_load_extension
        supports_named_fn_args_with_colon_operator supports_named_fn_args_with_expr_name
        supports_empty_projections supports_nested_comments supports_string_escape_constant
        supports_numeric_literal_underscores supports_array_typedef_with_brackets
        supports_geometric_types supports_order_by_using_operator supports_set_names
        supports_alter_column_type_using supports_left_associative_joins_without_parens
        supports_notnull_operator supports_interval_options supports_insert_table_alias
        supports_create_table_like_parenthesized supports_select_wildcard_with_alias
        supports_comma_separated_trim supports_xml_expressions supports_aliased_function_args
    }
}

#[cfg(test)]
mod tests {
    use sqlparser::ast::{BinaryOperator, Expr};

    use crate::parse::{Statement, bridge, lexer::Lexer, statements};

    fn expr(text: &str) -> Expr {
        let mut lexer = Lexer::new(text);
        let tokens: Vec<_> = std::iter::from_fn(|| lexer.next_token()).collect();
        bridge::expression(text, &tokens, text.len()).unwrap()
    }

    #[test]
    fn distances_bind_as_in_postgresql() {
        for operator in ["<->", "<#>", "<=>", "<+>", "<~>", "<%>"] {
            let it = expr(&format!("a {operator} b < 0.5"));
            let Expr::BinaryOp { left, op: BinaryOperator::Lt, .. } = it else { panic!("{it:?}") };
            let Expr::BinaryOp { op: BinaryOperator::Custom(it), .. } = *left else { panic!() };
            assert_eq!(it, operator);
        }
    }

    #[test]
    fn what_sqlparser_lacks_is_read() {
        assert!(matches!(expr("vector '[1,2]'"), Expr::TypedString(_)));
        assert!(matches!(expr("extensions.vector '[1,2]'"), Expr::TypedString(_)));
        assert!(matches!(expr("a::text COLLATE \"C\""), Expr::Collate { .. }));
        for sql in [
            "CREATE TABLE t (e vector(3) STORAGE external COMPRESSION lz4)",
            "CREATE TABLE t (e int GENERATED ALWAYS AS (1) VIRTUAL)",
            "SELECT f(VARIADIC a) FROM t qualify WHERE top = 1",
            "CREATE MATERIALIZED VIEW v AS SELECT 1 WITH NO DATA",
        ] {
            let read = statements(sql).remove(0);
            assert!(matches!(read.statement, Ok(Statement::Other)), "{:?}", read.statement);
        }
    }

    #[test]
    fn reserved_words_are_no_columns() {
        for sql in ["SELECT a = AND b", "SELECT 1 WHERE and", "SELECT a FROM t ORDER BY DESC"] {
            assert!(statements(sql)[0].statement.is_err(), "{sql}");
        }
    }
}
