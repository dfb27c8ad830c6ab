//! The message in a line of a log that has fields: csvlog and jsonlog of PostgreSQL.

use std::ops::Range;

/// The message of a line with fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Structured {
    /// The severity, as the line has it: `ERROR`.
    pub(super) severity: Range<usize>,
    /// The message, without its quotes.
    pub(super) message: Range<usize>,
    /// Whether quotes in the message are doubled, and not behind a backslash.
    pub(super) doubled: bool,
}

/// The message, if the line has fields; what else stands in it, such as the statement, is none.
pub(super) fn structured(line: &str) -> Option<Structured> {
    if line.starts_with('{') { json(line) } else { csv(line) }
}

// PostgreSQL 18 src/backend/utils/error/jsonlog.c, write_jsonlog.
fn json(line: &str) -> Option<Structured> {
    let value = |name: &str| {
        let start = line.find(name)? + name.len();
        let mut before = b' ';
        let mut escaped = false;
        let end = line[start..].bytes().position(|it| {
            escaped = before == b'\\' && !escaped;
            before = it;
            it == b'"' && !escaped
        })?;
        Some(start..start + end)
    };
    let severity = value("\"error_severity\":\"")?;
    Some(Structured { severity, message: value("\"message\":\"")?, doubled: false })
}

// PostgreSQL 18 src/backend/utils/error/csvlog.c, write_csvlog: severity, SQLSTATE, message.
fn csv(line: &str) -> Option<Structured> {
    let (start, severity) = SEVERITIES.iter().find_map(|it| {
        let (at, _) = line.match_indices(it).find(|(at, _)| {
            let rest = &line.as_bytes()[at + it.len()..];
            rest.get(..5).is_some_and(|it| it.iter().all(u8::is_ascii_alphanumeric))
                && rest.get(5..7) == Some(b",\"")
        })?;
        Some((at + it.len() + 7, at + 1..at + it.len() - 1))
    })?;
    let rest = &line.as_bytes()[start..];
    let mut at = 0;
    while at < rest.len() {
        match (rest[at], rest.get(at + 1)) {
            (b'"', Some(b'"')) => at += 2,
            (b'"', _) => break,
            _ => at += 1,
        }
    }
    Some(Structured { severity, message: start..start + at, doubled: true })
}

const SEVERITIES: &[&str] =
    &[",ERROR,", ",FATAL,", ",PANIC,", ",WARNING,", ",NOTICE,", ",INFO,", ",LOG,"];

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, expected: Option<(&str, &str)>) {
        let found = structured(line);
        let found = found.map(|it| (&line[it.severity.clone()], &line[it.message.clone()]));
        assert_eq!(found, expected);
    }

    #[test]
    fn fields_are_told_apart() {
        check(
            r#"2026,"a",1,,ERROR,42P01,"relation ""x"" does not exist",,,"SELECT ""y""",1"#,
            Some(("ERROR", r#"relation ""x"" does not exist"#)),
        );
        check(
            r#"{"timestamp":"2026","error_severity":"LOG","message":"a \"b\\\" c","statement":"d"}"#,
            Some(("LOG", r#"a \"b\\\" c"#)),
        );
        check(r#"{"level":"error","msg":"x"}"#, None);
        check("ERROR:  x", None);
        check(r#"a,ERROR,42P01,"é"#, Some(("ERROR", "é")));
    }
}
