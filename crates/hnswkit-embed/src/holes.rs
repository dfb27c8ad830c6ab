//! From a string of a program to SQL: constants are put in, and holes that nobody can fill here
//! become words that nobody writes.
//!
//! Where a hole may be a whole clause, the statement stays unknown.

use std::borrow::Cow;

use hnswkit_core::{
    lint::{Fragment, OffsetMap},
    parse::{Span, statements},
};

use crate::{
    names::Names,
    node::{Kind, Node},
    text::{Part, Text},
};

/// Longer strings are not put into others.
const LONGEST: usize = 128;

/// Words behind which a name stands.
const BEFORE_NAMES: &[&str] = &[
    "CONCURRENTLY",
    "EXISTS",
    "FROM",
    "INDEX",
    "INTO",
    "JOIN",
    "LIMIT",
    "OFFSET",
    "ON",
    "ONLY",
    "TABLE",
    "TO",
    "UPDATE",
    "SCHEMA",
    "COLUMN",
    "EXTENSION",
    "RENAME",
];

/// Types of pgvector, whose dimensions stand in parentheses.
const TYPES: &[&str] = &["vector", "halfvec", "sparsevec", "bit"];

/// SQL, and whether it says enough to be judged.
pub(crate) struct Filled {
    pub(crate) fragment: Fragment<'static>,
    pub(crate) is_known: bool,
}

/// A statement, or a part of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Extent {
    /// It is read as a whole.
    Statement,
    /// It is a name or an expression.
    Part,
}

/// The SQL that the string holds.
pub(crate) fn fill<'n>(text: &'n Text, names: &mut Names<'n>, extent: Extent) -> Filled {
    let mut sql = Sql::default();
    for (n, part) in text.parts.iter().enumerate() {
        match part {
            Part::Plain(span) => {
                let plain = names.program.get(span.clone()).unwrap_or_default();
                sql.map.steps.push((sql.text.len(), span.start));
                sql.text.push_str(plain);
            }
            Part::Escape(span, value) => sql.put(span, value),
            Part::Hole(span, filler) => match constant(filler, names) {
                Some(it) => sql.put(span, &it),
                None => {
                    let next = text.parts.get(n + 1);
                    let next = match next {
                        Some(Part::Plain(it)) => names.program.get(it.clone()).unwrap_or_default(),
                        Some(Part::Escape(_, it)) => it,
                        Some(Part::Hole(..)) => "_",
                        None => "",
                    };
                    sql.hole(span, next, text.tagged, filler, names);
                }
            },
        }
    }
    let is_known = sql.is_known
        && (!sql.has_labels
            || extent == Extent::Part
            || statements(&sql.text).iter().all(|it| it.statement.is_ok()));
    Filled { fragment: Fragment { text: Cow::Owned(sql.text), map: sql.map }, is_known }
}

/// What surely is put in.
fn constant<'n>(filler: &'n Node, names: &Names<'n>) -> Option<String> {
    if let Kind::Member(object, column) = &filler.kind
        && let Some(it) = names.column(object, column)
    {
        return Some(it.to_owned());
    }
    let node = names.resolve(filler);
    match &node.kind {
        Kind::Number(it) => Some(it.clone()),
        Kind::Text(it) if it.len() <= LONGEST => {
            it.value(names.program).filter(|it| !it.contains('\n'))
        }
        // Functions that quote a name or take it as it is.
        Kind::Call(call) if call.arguments.len() == 1 => {
            let value = names.value(call.arguments.first()?)?;
            match call.name() {
                "raw" | "lit" | "SQL" | "text" => Some(value),
                "Identifier" | "identifier" | "id" | "ref" | "table" | "quote_ident"
                | "quote_table_name" | "quote_column_name" | "quoted_name" => {
                    Some(match call.name() {
                        "quote_table_name" | "table" | "ref" => value,
                        _ => format!("\"{}\"", value.replace('"', "\"\"")),
                    })
                }
                _ => None,
            }
        }
        _ => None,
    }
}

/// SQL in the making.
struct Sql {
    text: String,
    map: OffsetMap,
    /// How far it was looked at, and within what that place is.
    scanned: usize,
    within: Within,
    has_labels: bool,
    is_known: bool,
}

/// Within what a place stands.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Within {
    Code,
    /// A string, a quoted name or a comment, up to this.
    Until(String),
}

impl Default for Sql {
    fn default() -> Self {
        Self {
            text: String::new(),
            map: OffsetMap::default(),
            scanned: 0,
            within: Within::Code,
            has_labels: false,
            is_known: true,
        }
    }
}

impl Sql {
    /// Puts in what is spelled otherwise in the program.
    fn put(&mut self, span: &Span, value: &str) {
        // Each byte leads to the beginning, so that nobody takes the two for the same text.
        let start = self.text.len();
        self.map.steps.extend((start..start + value.len()).map(|it| (it, span.start)));
        self.text.push_str(value);
        self.map.steps.push((self.text.len(), span.end));
    }

    fn hole<'n>(
        &mut self,
        span: &Span,
        next: &str,
        is_tagged: bool,
        filler: &'n Node,
        names: &mut Names<'n>,
    ) {
        self.scan();
        if self.within != Within::Code {
            let label = names.label(filler);
            return self.put(span, &label);
        }
        let before = self.text.trim_end();
        let is_word = |it: char| it.is_alphanumeric() || it == '_' || it == '›';
        let is_behind_distance =
            ["<=>", "<->", "<#>", "<+>", "<~>", "<%>"].iter().any(|it| before.ends_with(it));
        let is_call = names.resolve(filler).call().is_some();
        let is_parameter = is_behind_distance
            || is_tagged && !is_call && is_setting(&self.text) && is_value(before);
        if is_parameter {
            return self.put(span, "$1");
        }
        let is_glued = self.text.ends_with(is_word) || next.starts_with(is_word);
        if !is_glued && !fits(before, next) {
            self.is_known = false;
        }
        self.has_labels = true;
        let label = names.label(filler);
        self.put(span, &label);
    }

    /// Looks at what was added.
    fn scan(&mut self) {
        let text = self.text.as_str();
        let mut at = self.scanned;
        while at < text.len() {
            let rest = text.get(at..).unwrap_or_default();
            match &self.within {
                Within::Until(end) => match rest.find(end.as_str()) {
                    Some(it) => {
                        at += it + end.len();
                        self.within = Within::Code;
                    }
                    None => at = text.len(),
                },
                Within::Code => {
                    let Some(stop) = rest.find(['\'', '"', '-', '/', '$']) else {
                        at = text.len();
                        break;
                    };
                    let rest = &rest[stop..];
                    at += stop + 1;
                    let end = match rest.as_bytes() {
                        [b'\'', ..] => Some("'".to_owned()),
                        [b'"', ..] => Some("\"".to_owned()),
                        [b'-', b'-', ..] => Some("\n".to_owned()),
                        [b'/', b'*', ..] => Some("*/".to_owned()),
                        [b'$', ..] => dollar(rest),
                        _ => None,
                    };
                    if let Some(end) = end {
                        at += end.len().max(1) - 1;
                        self.within = Within::Until(end);
                    }
                }
            }
        }
        self.scanned = at;
    }
}

/// `$tag$`
fn dollar(text: &str) -> Option<String> {
    let end = text.bytes().skip(1).take(63).position(|it| it == b'$')? + 2;
    let tag = text.get(..end)?;
    tag.chars().all(|it| it == '$' || it == '_' || it.is_alphanumeric()).then(|| tag.to_owned())
}

/// Whether a name or a value can stand here, and nothing more.
fn fits(before: &str, next: &str) -> bool {
    if is_distance(next.trim_start()) {
        return true;
    }
    let inside = group_word(before);
    let is_first_or_next = before.ends_with(['(', ',']);
    let is = |list: &[&str]| list.iter().any(|it| it.eq_ignore_ascii_case(inside));
    if is_first_or_next && (is(&["WITH"]) || is(TYPES)) {
        return false;
    }
    if before.ends_with('(') && is(&["hnsw", "ivfflat"]) {
        let word = next.trim_start().split([' ', ')', ',']).next().unwrap_or_default();
        return word.ends_with("_ops");
    }
    if before.ends_with(['=', '<', '>', ',', '(', '.', '+', '*', '/', '|', ':']) {
        return true;
    }
    BEFORE_NAMES.iter().any(|it| it.eq_ignore_ascii_case(last_word(before)))
}

fn is_distance(text: &str) -> bool {
    ["<=>", "<->", "<#>", "<+>", "<~>", "<%>"].iter().any(|it| text.starts_with(it))
}

fn last_word(text: &str) -> &str {
    let start = text.rfind(|it: char| !it.is_ascii_alphanumeric() && it != '_');
    text.get(start.map_or(0, |it| it + 1)..).unwrap_or_default()
}

/// The word before the parenthesis that is open at the end of the text.
fn group_word(text: &str) -> &str {
    let mut depth = 0_usize;
    for (n, it) in text.bytes().enumerate().rev().take(400) {
        match it {
            b')' => depth += 1,
            b'(' if depth == 0 => return last_word(text.get(..n).unwrap_or_default().trim_end()),
            b'(' => depth -= 1,
            _ => {}
        }
    }
    ""
}

/// Whether the last statement of the text is a `SET`, which is never long.
fn is_setting(text: &str) -> bool {
    let tail = &text.as_bytes()[text.len().saturating_sub(200)..];
    let last = tail.rsplit(|it| *it == b';').next().unwrap_or_default().trim_ascii_start();
    last.get(..4).is_some_and(|it| it.trim_ascii_end().eq_ignore_ascii_case(b"SET"))
}

fn is_value(before: &str) -> bool {
    before.ends_with('=') || last_word(before).eq_ignore_ascii_case("TO")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hole_may_be_a_name_or_a_value_and_nothing_more() {
        for (before, next, expected) in [
            ("CREATE INDEX", " ON t", true),
            ("SELECT * FROM", " WHERE", true),
            ("WITH (m =", ")", true),
            ("WITH (", ")", false),
            ("WITH (m = 16,", ")", false),
            ("USING hnsw (", ")", false),
            ("USING hnsw (", " vector_l2_ops)", true),
            ("v vector(", ")", false),
            ("SELECT * FROM t", " ORDER BY", false),
            ("ORDER BY", " <=> '[1]'", true),
            ("WHERE", "", false),
        ] {
            assert_eq!(fits(before, next), expected, "{before} … {next}");
        }
    }
}
