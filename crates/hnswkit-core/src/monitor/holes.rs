//! Holes in SQL, spelled as psql's variables: `:table`.

/// The holes of a line, in order; `::` is a cast.
#[cfg(test)]
pub(super) fn of(line: &str) -> Vec<&str> {
    let mut found = vec![];
    let mut rest = line;
    while let Some((_, name, after)) = next(rest) {
        found.push(name);
        rest = after;
    }
    found
}

/// Fills every hole, in one pass: what a value contains is never a hole.
///
/// A line goes when one of its holes has no value; a commented line comes alive when all have one.
pub(super) fn fill(sql: &str, value: impl Fn(&str) -> Option<String>) -> String {
    let mut out = String::with_capacity(sql.len());
    for line in sql.lines() {
        if let Some(line) = fill_line(line, &value) {
            out.push_str(&line);
            out.push('\n');
        }
    }
    out
}

fn fill_line(line: &str, value: impl Fn(&str) -> Option<String>) -> Option<String> {
    let mut out = String::new();
    let mut rest = line;
    while let Some((before, name, after)) = next(rest) {
        out.push_str(before);
        out.push_str(&value(name)?);
        rest = after;
    }
    out.push_str(rest);
    if rest.len() == line.len() {
        return Some(out);
    }
    match line.trim_start().starts_with("-- ") {
        true => Some(out.replacen("-- ", "", 1)),
        false => Some(out),
    }
}

/// The text before the next hole, its name, and the text behind it.
fn next(text: &str) -> Option<(&str, &str, &str)> {
    let begins = |it: &str| it.starts_with(|it: char| it.is_ascii_lowercase());
    let (at, _) = text
        .match_indices(':')
        .find(|(at, _)| begins(&text[at + 1..]) && !text[..*at].ends_with(':'))?;
    let name = &text[at + 1..];
    let end = name.find(|it: char| !(it.is_ascii_lowercase() || it == '_')).unwrap_or(name.len());
    Some((&text[..at], &name[..end], &name[end..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(sql: &str, expected: &str) {
        let value = |name: &str| match name {
            "table" => Some("\"a :key\"".to_owned()),
            "key" => Some("k".to_owned()),
            _ => None,
        };
        assert_eq!(fill(sql, value), expected);
    }

    #[test]
    fn values_are_not_read_again() {
        check("FROM :table AS t, :key", "FROM \"a :key\" AS t, k\n");
    }

    #[test]
    fn casts_and_times_are_no_holes() {
        check("SELECT x::key, '12:30', ':'", "SELECT x::key, '12:30', ':'\n");
    }

    #[test]
    fn a_line_without_its_value_goes() {
        check("FROM :table\nWHERE (:predicate)\nLIMIT 1", "FROM \"a :key\"\nLIMIT 1\n");
        check("    -- AND i IN (:indexes)", "");
    }

    #[test]
    fn a_comment_with_its_value_comes_alive() {
        check("-- plain\n    -- AND i IN (:key)", "-- plain\n    AND i IN (k)\n");
    }
}
