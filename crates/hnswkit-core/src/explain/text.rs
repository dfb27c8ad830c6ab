//! Reads pasted text line by line.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use super::{
    Explained, Explanation, Found, Unknown, explanations,
    line::{self, Kind, Label},
    pattern,
    structured::structured,
};

/// Finds every message of `text` that is in the table, and says which others there are.
///
/// ```
/// use hnswkit_core::explain::explain;
///
/// let text = "psql:up.sql:7: ERROR:  column does not have dimensions";
/// let it = explain(text);
/// assert_eq!(it.found[0].explanation.id, "column-without-dimensions");
/// assert_eq!(&text[it.found[0].spans[0].clone()], "column does not have dimensions");
/// ```
pub fn explain(text: &str) -> Explained {
    let mut collected = Collected::default();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        collected.line(line.trim_end_matches(['\n', '\r']), start);
        start += line.len();
    }
    collected.explained
}

#[derive(Default)]
struct Collected {
    explained: Explained,
    /// Where in `explained.found` a message with its values is.
    known: BTreeMap<(&'static str, Vec<String>), usize>,
    /// The messages in `explained.unknown`.
    unknown: BTreeSet<String>,
}

/// A message that stands on a line.
struct Hit {
    explanation: &'static Explanation,
    pattern: &'static str,
    weight: usize,
    span: Range<usize>,
    values: Vec<(&'static str, String)>,
}

impl Collected {
    fn line(&mut self, line: &str, start: usize) {
        match structured(line) {
            Some(it) => {
                let kind = line::severity(&line[it.severity]);
                let label = kind.map(|kind| Label { kind, start: 0 });
                let plain = Plain::new(&line[it.message.clone()], it.doubled);
                self.message(&line[it.message.clone()], start + it.message.start, label, &plain);
            }
            None => self.message(line, start, line::label(line), &Plain::new(line, false)),
        }
    }

    /// A line, or the message in it, that begins at `start` of the text.
    fn message(&mut self, line: &str, start: usize, label: Option<Label>, plain: &Plain<'_>) {
        if label.is_some_and(|it| it.kind == Kind::Part) {
            return;
        }
        let hits = hits(plain, label.map(|it| plain.at(it.start)));
        for it in &hits {
            let span = plain.original(&it.span);
            let message = &line[span.clone()];
            self.hit(it, message, start + span.start..start + span.end);
        }
        let Some(label) = label.filter(|_| hits.is_empty()) else { return };
        let (severity, translated) = match label.kind {
            Kind::Message(it) => (it, false),
            Kind::Translated(it) => (it, true),
            Kind::Part | Kind::Log => return,
        };
        let span = label.start..line::end(line, label.start);
        let message = &line[span.clone()];
        if OF_TOOLS.iter().any(|it| message.starts_with(it)) {
            return;
        }
        if !message.is_empty() && self.unknown.insert(message.to_owned()) {
            let span = start + span.start..start + span.end;
            let message = message.to_owned();
            self.explained.unknown.push(Unknown { severity, message, translated, span });
        }
    }

    fn hit(&mut self, it: &Hit, message: &str, span: Range<usize>) {
        let values = it.values.iter().map(|(_, value)| value.clone()).collect();
        let found = &mut self.explained.found;
        let at = *self.known.entry((it.explanation.id, values)).or_insert(found.len());
        match found.get_mut(at) {
            Some(it) => it.spans.push(span),
            None => found.push(Found {
                explanation: it.explanation,
                pattern: it.pattern,
                message: message.to_owned(),
                values: it.values.clone(),
                spans: vec![span],
            }),
        }
    }
}

/// The messages on a line, none within another; one of its own begins at `message`.
fn hits(line: &Plain<'_>, message: Option<usize>) -> Vec<Hit> {
    let mut hits: Vec<Hit> = vec![];
    for explanation in explanations() {
        for pattern in explanation.patterns {
            let Some(found) = pattern::find(pattern, &line.text, message) else { continue };
            if found.holes.iter().any(|(_, it)| of_a_program(&line.text[it.clone()])) {
                continue;
            }
            let values = found.holes.iter();
            hits.push(Hit {
                explanation,
                pattern,
                weight: pattern::weight(pattern),
                values: values
                    .map(|(name, it)| (*name, line.text[it.clone()].to_owned()))
                    .collect(),
                span: found.span,
            });
        }
    }
    // Of two that overlap, the one that says more is meant.
    hits.sort_by_key(|it| std::cmp::Reverse(it.weight));
    let mut kept: Vec<Hit> = vec![];
    for it in hits {
        let overlaps =
            |other: &Hit| it.span.start < other.span.end && other.span.start < it.span.end;
        if !kept.iter().any(overlaps) {
            kept.push(it);
        }
    }
    kept.sort_by_key(|it| it.span.start);
    kept
}

/// What tools write with a severity before it, and no server: Liquibase, node-pg-migrate.
const OF_TOOLS: &[&str] =
    &["Exception Details", "Exception Primary ", "Need to break single transaction"];

/// Whether this is no value but a piece of the statement that failed, which tools print: what
/// stands for one in `RAISE 'index % is …'`, or several of its lines in one.
fn of_a_program(value: &str) -> bool {
    matches!(value, "%" | "%%" | "%s" | "%I" | "%%s" | "%%I") || value.contains("\\n")
}

/// A line with plain quotes, where JSON or a word processor has changed them.
struct Plain<'a> {
    text: Cow<'a, str>,
    /// Where each quote that was changed ends in the plain text, and how many bytes are gone by
    /// then.
    gone: Vec<(usize, usize)>,
}

/// Quotes that stand for a plain one.
const QUOTES: &[&str] = &["\\\"", "\u{201c}", "\u{201d}", "\u{201e}"];

/// The same in CSV.
const DOUBLED: &[&str] = &["\"\""];

impl<'a> Plain<'a> {
    /// With doubled quotes, as in CSV, or without.
    fn new(line: &'a str, doubled: bool) -> Self {
        let quotes = if doubled { DOUBLED } else { QUOTES };
        if !quotes.iter().any(|it| line.contains(it)) {
            return Self { text: line.into(), gone: vec![] };
        }
        let mut text = String::with_capacity(line.len());
        let mut gone = vec![];
        let mut rest = line;
        while let Some(it) = rest.chars().next() {
            match quotes.iter().find(|quote| rest.starts_with(**quote)) {
                Some(quote) => {
                    text.push('"');
                    let (_, before) = gone.last().copied().unwrap_or((0, 0));
                    gone.push((text.len(), before + quote.len() - 1));
                    rest = &rest[quote.len()..];
                }
                None => {
                    text.push(it);
                    rest = &rest[it.len_utf8()..];
                }
            }
        }
        Self { text: text.into(), gone }
    }

    /// Where a place of the line is in the plain text.
    fn at(&self, original: usize) -> usize {
        let before = self.gone.partition_point(|(end, gone)| end + gone <= original);
        let gone = before.checked_sub(1).and_then(|it| self.gone.get(it));
        original - gone.map_or(0, |(_, gone)| *gone)
    }

    /// Where a span of the plain text stands in the line.
    fn original(&self, span: &Range<usize>) -> Range<usize> {
        let at = |plain: usize| {
            let before = self.gone.partition_point(|(end, _)| *end <= plain);
            let gone = before.checked_sub(1).and_then(|it| self.gone.get(it));
            plain + gone.map_or(0, |(_, gone)| *gone)
        };
        at(span.start)..at(span.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(text: &str) -> Vec<&'static str> {
        explain(text).found.iter().map(|it| it.explanation.id).collect()
    }

    #[test]
    fn output_of_psql_is_read() {
        let text = "psql:up.sql:12: NOTICE:  hnsw graph no longer fits into maintenance_work_mem \
                    after 9759 tuples\nDETAIL:  Building will take significantly more time.\n\
                    HINT:  Increase maintenance_work_mem to speed up builds.\r\n\
                    psql:up.sql:13: ERROR:  something new\nLINE 1: something\n        ^\n";
        let it = explain(text);
        assert_eq!(it.found.len(), 1);
        assert_eq!(it.found[0].value("tuples"), Some("9759"));
        assert_eq!(it.found[0].message, &text[it.found[0].spans[0].clone()]);
        assert_eq!(it.unknown.len(), 1);
        let unknown = &it.unknown[0];
        assert_eq!((unknown.severity, unknown.message.as_str()), ("error", "something new"));
        assert_eq!(&text[unknown.span.clone()], "something new");
    }

    #[test]
    fn what_is_there_again_is_one_with_two_places() {
        let one = "ERROR:  canceling statement due to lock timeout\n";
        let it = explain(&one.repeat(3));
        assert_eq!((it.found.len(), it.found[0].spans.len()), (1, 3));
        let other =
            "value 1 out of bounds for option \"m\"\nvalue 2 out of bounds for option \"m\"";
        assert_eq!(ids(other).len(), 2);
    }

    #[test]
    fn tracebacks_and_json_are_read() {
        let python = "Traceback (most recent call last):\n  File \"x.py\", line 1\n\
                      psycopg.errors.ActiveSqlTransaction: CREATE INDEX CONCURRENTLY cannot run \
                      inside a transaction block\n";
        assert_eq!(ids(python), ["concurrently-in-transaction"]);
        let json = r#"{"level":"error","msg":"value 101 out of bounds for option \"m\""}"#;
        let it = explain(json);
        assert_eq!(it.found[0].value("option"), Some("m"));
        assert_eq!(
            &json[it.found[0].spans[0].clone()],
            r#"value 101 out of bounds for option \"m\""#
        );
    }

    #[test]
    fn a_vector_is_read_to_its_end() {
        let numbers = vec!["0.123456"; 1536].join(",");
        let line = format!("ERROR:  invalid input syntax for type vector: \"{{{numbers}}}\"");
        assert_eq!(ids(&line), ["vector-syntax"]);
        assert_eq!(ids("ERROR:  invalid input syntax for type vector: \"\""), ["vector-syntax"]);
    }

    #[test]
    fn what_a_program_would_say_is_no_message() {
        assert_eq!(ids("    RAISE EXCEPTION 'index %% does not exist', name"), [""; 0]);
        let one_line =
            r#"-- execute("DO $$\nindex text;\nRAISE 'index % is INVALID: no query uses it';\n")"#;
        assert_eq!(ids(one_line), [""; 0]);
        assert_eq!(ids("ERROR:  index a does not exist"), ["verify-missing"]);
    }

    #[test]
    fn statements_in_a_log_are_no_messages() {
        assert_eq!(ids("2026 [1] STATEMENT:  SELECT 'deadlock detected'"), [""; 0]);
    }

    #[test]
    fn logs_with_fields_are_read() {
        let csv = r#"2026-01-01 00:00:00 UTC,"app","db",1,"[local]",x.1,1,"SET",2026-01-01,3/0,0,ERROR,22023,"5000 is outside the valid range for parameter ""hnsw.ef_search"" (1 .. 1000)",,,,,,"SELECT 'deadlock detected'",,,"psql","client backend",,0"#;
        let it = explain(csv);
        assert_eq!(it.found.len(), 1);
        assert_eq!(it.found[0].value("parameter"), Some("hnsw.ef_search"));
        assert!(csv[it.found[0].spans[0].clone()].starts_with("5000 is outside"));
        let json = r#"{"pid":1,"error_severity":"ERROR","message":"value 101 out of bounds for option \"m\"","statement":"SELECT 'deadlock detected'"}"#;
        assert_eq!(ids(json), ["value-out-of-bounds"]);
        let json = r#"{"pid":1,"error_severity":"LOG","message":"listening"}"#;
        assert_eq!(explain(json), Explained::default());
        let json = r#"{"pid":1,"error_severity":"ERROR","message":"something new"}"#;
        assert_eq!(explain(json).unknown[0].message, "something new");
    }

    #[test]
    fn other_languages_are_told_apart() {
        let it = explain("FEHLER:  Spalte hat keine Dimensionen");
        assert!(it.found.is_empty() && it.unknown[0].translated);
    }
}
