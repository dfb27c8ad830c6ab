//! Values of parameters and settings.

use super::{
    Name, ObjectName, Span, SyntaxError,
    cursor::Cursor,
    literal,
    token::{Kind, Token},
};

/// A value of a storage parameter, setting or option.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Value {
    /// The value without quotes; a number with its sign.
    pub text: String,
    /// How it is written.
    pub kind: ValueKind,
    /// Where it stands.
    pub span: Span,
}

/// How a value is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueKind {
    /// As a number.
    Number,
    /// In quotes.
    String,
    /// As one word, or several.
    Word,
}

/// `name = value` in `WITH (…)`, `SET (…)` or behind an operator class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameter {
    /// The namespace before the dot, as in `toast.autovacuum_enabled`.
    pub namespace: Option<Name>,
    /// The name.
    pub name: Name,
    /// The value; without one PostgreSQL takes `true`.
    pub value: Option<Value>,
    /// Where the whole stands.
    pub span: Span,
}

/// An option of `REINDEX (…)`, `VACUUM (…)` or `ANALYZE (…)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UtilityOption {
    /// The name, in lower case.
    pub name: Name,
    /// The value; without one PostgreSQL takes `true`.
    pub value: Option<Value>,
}

impl Value {
    /// The whole number that PostgreSQL takes the value for.
    ///
    /// ```
    /// # use hnswkit_core::parse::{Statement, statements};
    /// let sql = "SET hnsw.ef_search = '0x64'";
    /// let Ok(Statement::Set(set)) = &statements(sql)[0].statement else { unreachable!() };
    /// assert_eq!(set.values()[0].integer(), Some(100));
    /// ```
    // PostgreSQL 18 src/backend/utils/misc/guc.c, parse_int: strtol with base 0, else a rounded
    // floating-point number. Units are not read here.
    pub fn integer(&self) -> Option<i64> {
        let text = self.text.trim();
        let (negative, digits) = match text.strip_prefix('-') {
            Some(it) => (true, it),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let whole = match digits.get(..2) {
            Some("0x" | "0X") => i64::from_str_radix(&digits[2..], 16).ok(),
            _ if 1 < digits.len() && digits.bytes().all(|it| it.is_ascii_digit()) => {
                let radix =
                    if digits.starts_with('0') && self.kind != ValueKind::Number { 8 } else { 10 };
                i64::from_str_radix(digits, radix).ok()
            }
            _ => digits.parse().ok(),
        };
        match whole {
            Some(it) => Some(if negative { -it } else { it }),
            None if digits.starts_with(|it: char| it.is_ascii_digit() || it == '.') => {
                let number = text.parse::<f64>().ok()?.round_ties_even();
                // Beyond this a floating-point number is no longer one whole number.
                (number.abs() <= 9.0e15).then_some(number as i64)
            }
            None => None,
        }
    }

    /// Whether the option or parameter is switched on.
    pub fn is_true(&self) -> bool {
        ["true", "on", "yes", "1"].iter().any(|it| it.eq_ignore_ascii_case(&self.text))
    }
}

impl UtilityOption {
    /// Whether the option is switched on.
    pub fn is_on(&self) -> bool {
        self.value.as_ref().is_none_or(Value::is_true)
    }
}

/// A number, a string or a word.
pub(super) fn value(cursor: &mut Cursor<'_>, what: &str) -> Result<Value, SyntaxError> {
    let sign = cursor.operator("-").or_else(|| cursor.operator("+"));
    let Some(token) = cursor.peek(0) else {
        return Err(cursor.unexpected(what));
    };
    let Some(value) = single(cursor.text(), token) else {
        return Err(cursor.unexpected(what));
    };
    match (sign, value.kind) {
        (None, _) => {}
        (Some(sign), ValueKind::Number) => {
            cursor.advance();
            let minus = if cursor.spelling(sign) == "-" { "-" } else { "" };
            return Ok(Value {
                text: format!("{minus}{}", value.text),
                span: sign.start..token.end,
                ..value
            });
        }
        (Some(_), _) => return Err(cursor.unexpected("a number")),
    }
    cursor.advance();
    Ok(value)
}

/// A value that is no reserved word but `true`, `false` or `on`.
pub(super) fn setting_value(cursor: &mut Cursor<'_>) -> Result<Value, SyntaxError> {
    let is_boolean = ["TRUE", "FALSE", "ON"].iter().any(|it| cursor.is_keyword(0, it));
    if cursor.is_reserved() && !is_boolean {
        return Err(cursor.unexpected("a value"));
    }
    value(cursor, "a value")
}

/// A string or a word that is not reserved.
pub(super) fn word(cursor: &mut Cursor<'_>, what: &str) -> Result<Value, SyntaxError> {
    match cursor.peek(0) {
        Some(it) if !cursor.is_reserved() && it.kind != Kind::Number => value(cursor, what),
        _ => Err(cursor.unexpected(what)),
    }
}

/// A string.
pub(super) fn string(cursor: &mut Cursor<'_>, what: &str) -> Result<Value, SyntaxError> {
    match cursor.peek(0) {
        Some(it) if it.kind.is_string() => value(cursor, what),
        _ => Err(cursor.unexpected(what)),
    }
}

fn single(text: &str, token: Token) -> Option<Value> {
    let spelling = &text[token.span()];
    let (text, kind) = match token.kind {
        Kind::Number => (spelling.replace('_', ""), ValueKind::Number),
        Kind::Word => (spelling.to_ascii_lowercase(), ValueKind::Word),
        Kind::QuotedWord => (literal::name(text, token)?.value, ValueKind::Word),
        it if it.is_string() => (literal::string(text, token), ValueKind::String),
        _ => return None,
    };
    Some(Value { text, kind, span: token.span() })
}

/// `( name [= value], … )`
pub(crate) fn parameters(cursor: &mut Cursor<'_>) -> Result<Vec<Parameter>, SyntaxError> {
    let mut group = cursor.group()?;
    let parameters = group.list(parameter)?;
    group.finish()?;
    Ok(parameters)
}

fn parameter(cursor: &mut Cursor<'_>) -> Result<Parameter, SyntaxError> {
    let mut name = cursor.label("a parameter")?;
    let start = name.span.start;
    let mut namespace = None;
    if cursor.kind(Kind::Dot).is_some() {
        namespace = Some(std::mem::replace(&mut name, cursor.label("a parameter")?));
    }
    let value = match cursor.operator("=") {
        Some(_) => Some(parameter_value(cursor)?),
        None => None,
    };
    let end = value.as_ref().map_or(name.span.end, |it| it.span.end);
    Ok(Parameter { namespace, name, value, span: start..end })
}

/// A value, which can be an operator or a type of two words here.
fn parameter_value(cursor: &mut Cursor<'_>) -> Result<Value, SyntaxError> {
    let is_alone = cursor.peek(1).is_none_or(|it| it.kind == Kind::Comma);
    if let Some(operator) = cursor.peek(0).filter(|it| is_alone && it.kind == Kind::Operator) {
        cursor.advance();
        let text = cursor.spelling(operator).to_owned();
        return Ok(Value { text, kind: ValueKind::Word, span: operator.span() });
    }
    let types = [["double", "precision"], ["character", "varying"], ["bit", "varying"]];
    let is_type = types.iter().any(|it| cursor.is_phrase(it));
    let mut it = value(cursor, "a value")?;
    if let Some(second) = cursor.peek(0).filter(|_| is_type) {
        cursor.advance();
        it.span.end = second.end;
        cursor.text()[it.span.clone()].clone_into(&mut it.text);
    }
    match cursor.peek(0) {
        Some(next) if next.kind != Kind::Comma => {
            // PostgreSQL takes other types here too, such as `setof int[]`.
            let certain = it.kind != ValueKind::Word;
            Err(SyntaxError { certain, ..cursor.unexpected("`,`") })
        }
        _ => Ok(it),
    }
}

/// `( name [value], … )`
pub(super) fn utility_options(cursor: &mut Cursor<'_>) -> Result<Vec<UtilityOption>, SyntaxError> {
    let mut group = cursor.group()?;
    let options = group.list(|it| {
        let is_analyze = ["ANALYZE", "ANALYSE"].iter().any(|word| it.is_keyword(0, word));
        if it.is_reserved() && !is_analyze {
            return Err(it.unexpected("an option"));
        }
        let name = it.label("an option")?;
        let value = match it.peek(0) {
            Some(next) if next.kind != Kind::Comma => Some(setting_value(it)?),
            _ => None,
        };
        Ok(UtilityOption { name, value })
    })?;
    group.finish()?;
    Ok(options)
}

/// `name, …`
pub(super) fn object_names(
    cursor: &mut Cursor<'_>,
    what: &str,
) -> Result<Vec<ObjectName>, SyntaxError> {
    cursor.list(|it| it.object_name(what))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_postgresql_reads_them() {
        let value = |text: &str, kind| Value { text: text.to_owned(), kind, span: 0..0 };
        for (text, number) in [
            ("16", Some(16)),
            (" 16 ", Some(16)),
            ("-1", Some(-1)),
            ("0x10", Some(16)),
            ("16.5", Some(16)),
            ("1e2", Some(100)),
            ("1_000", None),
            ("many", None),
            ("infinity", None),
            ("", None),
        ] {
            assert_eq!(value(text, ValueKind::String).integer(), number, "{text}");
        }
        assert_eq!(value("010", ValueKind::String).integer(), Some(8));
        assert_eq!(value("010", ValueKind::Number).integer(), Some(10));
    }
}
