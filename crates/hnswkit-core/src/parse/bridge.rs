//! Hands our tokens to sqlparser and takes its verdict back.

use sqlparser::{
    ast::{DollarQuotedString, Expr},
    dialect::PostgreSqlDialect,
    keywords::Keyword,
    parser::{Parser, ParserError},
    tokenizer::{Location, Token as SqlToken, TokenWithSpan, Tokenizer, Word},
};

use super::{
    SyntaxError,
    dialect::PgvectorDialect,
    error::excerpt,
    limits, literal,
    token::{Kind, Token},
};

/// The operators of pgvector, which all come out as `BinaryOperator::Custom`.
// sqlparser has names of its own for three of them, and the precedence of MySQL for `<=>`.
const DISTANCES: &[&str] = &["<->", "<#>", "<=>", "<+>", "<~>", "<%>"];

/// Reads all of `tokens`, which end at `end`, as one statement.
pub(super) fn statement(text: &str, tokens: &[Token], end: usize) -> Result<(), SyntaxError> {
    parse(text, tokens, end, |it| it.parse_statement()).map(drop)
}

/// Reads all of `tokens`, which end at `end`, as one expression.
pub(super) fn expression(text: &str, tokens: &[Token], end: usize) -> Result<Expr, SyntaxError> {
    parse(text, tokens, end, |it| it.parse_expr())
}

/// Reads all of `tokens`, which end at `end`, as one action of `ALTER TABLE`.
pub(super) fn table_operation(text: &str, tokens: &[Token], end: usize) -> Result<(), SyntaxError> {
    parse(text, tokens, end, |it| it.parse_alter_table_operation()).map(drop)
}

fn parse<T>(
    text: &str,
    tokens: &[Token],
    end: usize,
    read: impl FnOnce(&mut Parser<'_>) -> Result<T, ParserError>,
) -> Result<T, SyntaxError> {
    limits::check(text, tokens)?;
    let dialect = PgvectorDialect::with_fuel(limits::fuel(tokens));
    let sql_tokens = tokens.iter().map(|it| with_span(text, *it)).collect();
    let mut parser = Parser::new(&dialect)
        .with_recursion_limit(limits::DEPTH)
        .with_tokens_with_locations(sql_tokens);
    let result = read(&mut parser);
    let next = parser.peek_token_ref();
    let at_end = next.token == SqlToken::EOF;
    let offset = if at_end { end } else { byte(next.span.start) };
    match result {
        Ok(it) if at_end => Ok(it),
        Ok(_) => {
            let message = format!("expected the end, but found `{}`", excerpt(&next.to_string()));
            Err(SyntaxError::uncertain(message, offset))
        }
        Err(ParserError::RecursionLimitExceeded) => Err(limits::too_deep(offset)),
        Err(ParserError::ParserError(it) | ParserError::TokenizerError(it)) => {
            Err(in_our_words(&it, offset, end))
        }
    }
}

/// `Expected: an expression, found: EOF at Line: 1, Column: 7`, said as we say it.
fn in_our_words(message: &str, offset: usize, end: usize) -> SyntaxError {
    let (message, column) = match message.rsplit_once(" at Line: ") {
        Some((before, place)) => {
            let column = place.rsplit_once("Column: ").and_then(|(_, it)| it.parse().ok());
            (before, column)
        }
        None => (message, None),
    };
    let offset = column.map_or(offset, |column| byte(Location::new(1, column)));
    let Some((expected, found)) =
        message.strip_prefix("Expected: ").and_then(|it| it.split_once(", found: "))
    else {
        return SyntaxError::uncertain(excerpt(message), offset);
    };
    let expected = excerpt(expected.strip_prefix("expected ").unwrap_or(expected));
    match found {
        "EOF" => {
            SyntaxError::uncertain(format!("expected {expected}, but the statement ends"), end)
        }
        it => SyntaxError::uncertain(
            format!("expected {expected}, but found `{}`", excerpt(it)),
            offset,
        ),
    }
}

/// Offsets travel through sqlparser as columns of the first line.
fn location(byte: usize) -> Location {
    Location::new(1, byte as u64 + 1)
}

fn byte(location: Location) -> usize {
    usize::try_from(location.column.saturating_sub(1)).unwrap_or(usize::MAX)
}

fn with_span(text: &str, token: Token) -> TokenWithSpan {
    TokenWithSpan::at(sql_token(text, token), location(token.start), location(token.end))
}

fn sql_token(text: &str, token: Token) -> SqlToken {
    let spelling = &text[token.span()];
    match token.kind {
        Kind::Word => word(spelling),
        Kind::QuotedWord | Kind::UnicodeWord => {
            let value = literal::name(text, token).map(|it| it.value).unwrap_or_default();
            SqlToken::make_word(&value, Some('"'))
        }
        Kind::String => SqlToken::SingleQuotedString(literal::string(text, token)),
        Kind::EscapeString => SqlToken::EscapedStringLiteral(literal::string(text, token)),
        Kind::UnicodeString => SqlToken::UnicodeStringLiteral(literal::string(text, token)),
        Kind::NationalString => SqlToken::NationalStringLiteral(literal::string(text, token)),
        Kind::BitString if spelling.starts_with(['x', 'X']) => {
            SqlToken::HexStringLiteral(literal::string(text, token))
        }
        Kind::BitString => SqlToken::SingleQuotedByteStringLiteral(literal::string(text, token)),
        Kind::DollarString => SqlToken::DollarQuotedString(DollarQuotedString {
            value: literal::string(text, token),
            tag: spelling[1..].split('$').next().filter(|it| !it.is_empty()).map(str::to_owned),
        }),
        Kind::Number => SqlToken::Number(spelling.replace('_', ""), false),
        Kind::Parameter => SqlToken::Placeholder(spelling.to_owned()),
        Kind::Operator => operator(spelling),
        Kind::Open => SqlToken::LParen,
        Kind::Close => SqlToken::RParen,
        Kind::OpenBracket => SqlToken::LBracket,
        Kind::CloseBracket => SqlToken::RBracket,
        Kind::Comma => SqlToken::Comma,
        Kind::Dot => SqlToken::Period,
        Kind::Semicolon => SqlToken::SemiColon,
        Kind::Colon => SqlToken::Colon,
        Kind::DoubleColon => SqlToken::DoubleColon,
        Kind::Assign => SqlToken::Assignment,
        Kind::PsqlCommand | Kind::Stray | Kind::Junk | Kind::Unclosed => {
            SqlToken::Char(spelling.chars().next().unwrap_or_default())
        }
    }
}

fn word(spelling: &str) -> SqlToken {
    let token = SqlToken::make_word(spelling, None);
    match token {
        SqlToken::Word(it) if FOREIGN.contains(&it.keyword) => {
            SqlToken::Word(Word { keyword: Keyword::NoKeyword, ..it })
        }
        it => it,
    }
}

/// Words that mean something in other databases and are plain names in PostgreSQL.
const FOREIGN: &[Keyword] = &[
    Keyword::ANTI,
    Keyword::ASOF,
    Keyword::DIRECTORY,
    Keyword::DISTRIBUTE,
    Keyword::DIV,
    Keyword::GLOB,
    Keyword::MATCH_CONDITION,
    Keyword::MATCH_RECOGNIZE,
    Keyword::MEMBER,
    Keyword::MINUS,
    Keyword::OUTPUT,
    Keyword::PIVOT,
    Keyword::PREWHERE,
    Keyword::QUALIFY,
    Keyword::REGEXP,
    Keyword::RLIKE,
    Keyword::SEMI,
    Keyword::SETTINGS,
    Keyword::SORT,
    Keyword::TOP,
    Keyword::UNPIVOT,
    Keyword::XOR,
];

fn operator(spelling: &str) -> SqlToken {
    match spelling {
        "=" => SqlToken::Eq,
        "<" => SqlToken::Lt,
        ">" => SqlToken::Gt,
        "*" => SqlToken::Mul,
        "+" => SqlToken::Plus,
        "-" => SqlToken::Minus,
        it if DISTANCES.contains(&it) => SqlToken::CustomBinaryOperator(it.to_owned()),
        it => match Tokenizer::new(&PostgreSqlDialect {}, it).tokenize().as_deref() {
            Ok([token]) => token.clone(),
            _ => SqlToken::CustomBinaryOperator(it.to_owned()),
        },
    }
}
