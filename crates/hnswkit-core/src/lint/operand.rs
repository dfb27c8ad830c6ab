//! What stands beside an operator or in an index: columns, calls and casts.

use std::fmt;

use crate::parse::{Cursor, Kind, Lexer, Token};

/// An expression, as far as we look into it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Operand {
    /// A column, with the table before its dot.
    Column(Option<String>, String),
    /// A call of a function, without its schema.
    Call(String, Vec<Operand>),
    /// A cast to a type, without its schema, with the number in parentheses.
    Cast(Box<Operand>, String, Option<u64>),
    /// A constant, a parameter, or a hole that a program fills.
    Constant,
    /// Anything else, in one spelling.
    Other(String),
}

/// How deep we look.
const DEPTH: usize = 24;

impl Operand {
    /// Reads an expression of SQL.
    ///
    /// ```
    /// # use hnswkit_core::lint::Operand;
    /// let it = Operand::read("CAST(items.Embedding AS halfvec(3))");
    /// assert_eq!(it.to_string(), "items.embedding::halfvec(3)");
    /// assert_eq!(it.column(), Some("embedding"));
    /// ```
    pub fn read(text: &str) -> Self {
        let mut lexer = Lexer::new(text);
        let tokens: Vec<Token> = std::iter::from_fn(|| lexer.next_token()).collect();
        Self::of(text, &tokens)
    }

    /// Reads all of `tokens` as one expression.
    pub(super) fn of(text: &str, tokens: &[Token]) -> Self {
        let mut cursor = Cursor::new(text, tokens, text.len());
        match operand(&mut cursor, DEPTH) {
            Some(it) if cursor.peek(0).is_none() => it,
            _ => Self::Other(spelling(text, tokens)),
        }
    }

    /// The same without the table before a column.
    pub fn bare(&self) -> Self {
        match self {
            Self::Column(_, name) => Self::Column(None, name.clone()),
            Self::Call(name, arguments) => {
                Self::Call(name.clone(), arguments.iter().map(Self::bare).collect())
            }
            Self::Cast(inner, name, number) => {
                Self::Cast(Box::new(inner.bare()), name.clone(), *number)
            }
            it => it.clone(),
        }
    }

    /// The only column within, when there is one.
    pub fn column(&self) -> Option<&str> {
        self.qualified().map(|it| it.1)
    }

    /// The table before the only column within.
    pub fn qualifier(&self) -> Option<&str> {
        self.qualified().and_then(|it| it.0)
    }

    fn qualified(&self) -> Option<(Option<&str>, &str)> {
        match self {
            Self::Column(table, name) => Some((table.as_deref(), name)),
            Self::Cast(inner, ..) => inner.qualified(),
            Self::Call(_, arguments) => {
                let mut columns = arguments.iter().filter_map(Self::qualified);
                let only = columns.next()?;
                columns.next().is_none().then_some(only)
            }
            Self::Constant | Self::Other(_) => None,
        }
    }
}

impl fmt::Display for Operand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Column(Some(table), name) => write!(f, "{table}.{name}"),
            Self::Column(None, name) => f.write_str(name),
            Self::Call(name, arguments) => {
                write!(f, "{name}(")?;
                for (n, it) in arguments.iter().enumerate() {
                    write!(f, "{}{it}", if n == 0 { "" } else { ", " })?;
                }
                f.write_str(")")
            }
            Self::Cast(inner, name, Some(number)) => write!(f, "{inner}::{name}({number})"),
            Self::Cast(inner, name, None) => write!(f, "{inner}::{name}"),
            Self::Constant => f.write_str("…"),
            Self::Other(it) => f.write_str(it),
        }
    }
}

/// The tokens in one spelling: lower case, one blank between words.
pub(super) fn spelling(text: &str, tokens: &[Token]) -> String {
    let mut line = String::new();
    for it in tokens {
        let part = &text[it.span()];
        if !line.is_empty() && it.kind != Kind::Close && it.kind != Kind::Dot {
            line.push(' ');
        }
        match it.kind {
            Kind::Word => line.push_str(&part.to_ascii_lowercase()),
            Kind::Operator if part == "!=" => line.push_str("<>"),
            _ => line.push_str(part),
        }
    }
    line
}

fn operand(cursor: &mut Cursor<'_>, depth: usize) -> Option<Operand> {
    let mut it = primary(cursor, depth.checked_sub(1)?)?;
    while cursor.kind(Kind::DoubleColon).is_some() {
        let (name, number) = type_name(cursor)?;
        it = cast(it, name, number);
    }
    Some(it)
}

fn cast(it: Operand, name: String, number: Option<u64>) -> Operand {
    match it {
        Operand::Constant => Operand::Constant,
        it => Operand::Cast(Box::new(it), name, number),
    }
}

fn primary(cursor: &mut Cursor<'_>, depth: usize) -> Option<Operand> {
    let first = cursor.peek(0)?;
    match first.kind {
        Kind::Open => {
            let mut group = cursor.group().ok()?;
            let it = operand(&mut group, depth)?;
            group.peek(0).is_none().then_some(it)
        }
        Kind::Number | Kind::Parameter => {
            cursor.advance();
            Some(Operand::Constant)
        }
        kind if kind.is_string() => {
            cursor.advance();
            Some(Operand::Constant)
        }
        Kind::Word if cursor.is_keyword(0, "CAST") => {
            cursor.advance();
            let mut group = cursor.group().ok()?;
            let it = operand(&mut group, depth)?;
            group.expect("AS").ok()?;
            let (name, number) = type_name(&mut group)?;
            group.peek(0).is_none().then(|| cast(it, name, number))
        }
        Kind::Word if cursor.is_keyword(0, "NULL") || cursor.is_keyword(0, "ARRAY") => None,
        Kind::Word | Kind::QuotedWord => named(cursor, depth),
        // `:name`, `@name` and `?` are holes of programs.
        Kind::Colon => {
            cursor.advance();
            cursor.label("").ok().map(|_| Operand::Constant)
        }
        Kind::Operator => hole(cursor),
        _ => None,
    }
}

/// `%s`, `%(name)s`, `@name`, `?`
fn hole(cursor: &mut Cursor<'_>) -> Option<Operand> {
    let sign = cursor.advance()?;
    match cursor.spelling(sign) {
        "?" => {}
        "@" => drop(cursor.label("").ok()?),
        "%" => {
            if cursor.peek(0).is_some_and(|it| it.kind == Kind::Open) {
                cursor.group().ok()?;
            }
            cursor.label("").ok()?;
        }
        _ => return None,
    }
    Some(Operand::Constant)
}

fn named(cursor: &mut Cursor<'_>, depth: usize) -> Option<Operand> {
    let mut name = cursor.label("").ok()?.value;
    let mut table = None;
    while cursor.kind(Kind::Dot).is_some() {
        table = Some(std::mem::replace(&mut name, cursor.label("").ok()?.value));
    }
    match cursor.peek(0).map(|it| it.kind) {
        Some(Kind::Open) => {
            let mut group = cursor.group().ok()?;
            if group.peek(0).is_none() {
                return Some(Operand::Call(name, vec![]));
            }
            let mut arguments = vec![operand(&mut group, depth)?];
            while group.kind(Kind::Comma).is_some() {
                arguments.push(operand(&mut group, depth)?);
            }
            group.peek(0).is_none().then_some(Operand::Call(name, arguments))
        }
        // `vector '[1,2,3]'`
        Some(kind) if kind.is_string() => {
            cursor.advance();
            Some(Operand::Constant)
        }
        _ => Some(Operand::Column(table, name)),
    }
}

fn type_name(cursor: &mut Cursor<'_>) -> Option<(String, Option<u64>)> {
    let mut name = cursor.label("").ok()?.value;
    while cursor.kind(Kind::Dot).is_some() {
        name = cursor.label("").ok()?.value;
    }
    let mut number = None;
    if cursor.peek(0).is_some_and(|it| it.kind == Kind::Open) {
        let mut group = cursor.group().ok()?;
        let it = group.advance()?;
        number = group.spelling(it).parse().ok();
    }
    while cursor.kind(Kind::OpenBracket).is_some() {
        cursor.kind(Kind::CloseBracket)?;
        name.push_str("[]");
    }
    Some((name, number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_meaning_has_one_spelling() {
        for (text, line) in [
            ("Embedding", "embedding"),
            ("((i.embedding))", "i.embedding"),
            ("embedding::halfvec( 3 )", "embedding::halfvec(3)"),
            ("CAST(embedding AS public.halfvec(3))", "embedding::halfvec(3)"),
            ("(extensions.binary_quantize(e))::bit(8)", "binary_quantize(e)::bit(8)"),
            ("'[1,2,3]'::vector", "…"),
            ("vector '[1,2,3]'", "…"),
            ("%(q)s::vector", "…"),
            (":q", "…"),
            ("?", "…"),
            ("1 - e", "1 - e"),
        ] {
            assert_eq!(Operand::read(text).to_string(), line, "{text}");
        }
    }

    #[test]
    fn deep_nesting_ends() {
        let text = format!("{}a{}", "(".repeat(50_000), ")".repeat(50_000));
        assert!(matches!(Operand::read(&text), Operand::Other(_)));
    }
}
