//! Finds a message with holes in a line, in time linear in the line.

use std::ops::Range;

/// A match of a pattern in a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Match {
    /// What of the line the pattern covers.
    pub(super) span: Range<usize>,
    /// What each hole covers.
    pub(super) holes: Vec<(&'static str, Range<usize>)>,
}

/// How often the beginning of a pattern may be found where the rest does not follow.
const TRIES: usize = 8;

/// No name or number is longer.
const LONGEST_HOLE: usize = 400;

/// What a hole of this name takes is somebody's text, as long as a vector, or empty.
const ANY_LENGTH: &str = "value";

/// A part of a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// What stands there.
    Text(&'static str),
    /// A `{hole}`.
    Hole {
        /// Its name.
        name: &'static str,
        /// Whether it takes digits only.
        number: bool,
    },
}

/// The parts of a pattern, in order.
pub(super) fn parts(pattern: &'static str) -> impl Iterator<Item = Part> {
    let mut rest = pattern;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        if let Some((name, after)) = rest.strip_prefix('{').and_then(|it| it.split_once('}')) {
            rest = after;
            return Some(match name.strip_suffix('#') {
                Some(name) => Part::Hole { name, number: true },
                None => Part::Hole { name, number: false },
            });
        }
        let end = rest[1..].find('{').map_or(rest.len(), |it| it + 1);
        let (text, after) = rest.split_at(end);
        rest = after;
        Some(Part::Text(text))
    })
}

/// How much of a message a pattern says itself; of two that match, the one that says more is meant.
pub(super) fn weight(pattern: &'static str) -> usize {
    let text = parts(pattern).map(|it| match it {
        Part::Text(it) => it.len(),
        Part::Hole { .. } => 0,
    });
    text.sum()
}

/// The first place in `line` where `pattern` stands.
///
/// Between two holes of a pattern there is text. One that begins with a hole stands only where a
/// message begins, at `message`.
pub(super) fn find(pattern: &'static str, line: &str, message: Option<usize>) -> Option<Match> {
    let Part::Text(first) = parts(pattern).next()? else {
        return follow(pattern, line, message?);
    };
    let mut from = 0;
    for _ in 0..TRIES {
        let start = from + line.get(from..)?.find(first)?;
        if let Some(it) = follow(pattern, line, start) {
            return Some(it);
        }
        from = start + first.len();
    }
    None
}

/// The match that begins at `start`.
fn follow(pattern: &'static str, line: &str, start: usize) -> Option<Match> {
    let mut at = start;
    let mut holes = vec![];
    let mut parts = parts(pattern).peekable();
    while let Some(part) = parts.next() {
        match part {
            Part::Text(it) => {
                line.get(at..)?.strip_prefix(it)?;
                at += it.len();
            }
            Part::Hole { name, number } => {
                let rest = line.get(at..)?;
                let length = match parts.peek() {
                    _ if number => digits(rest),
                    Some(Part::Text(next)) => rest.find(next)?,
                    _ => word(rest),
                };
                if name != ANY_LENGTH && !(1..=LONGEST_HOLE).contains(&length) {
                    return None;
                }
                holes.push((name, at..at + length));
                at += length;
            }
        }
    }
    Some(Match { span: start..at, holes })
}

fn digits(text: &str) -> usize {
    let sign = usize::from(text.starts_with('-'));
    let digits = text[sign..].bytes().take_while(u8::is_ascii_digit).count();
    if digits == 0 { 0 } else { sign + digits }
}

/// A name at the end of a message: up to a blank, or to what JSON and drivers put behind it.
fn word(text: &str) -> usize {
    let ends = |it: char| it.is_whitespace() || matches!(it, '"' | '\'' | '\\' | ',' | ')' | '}');
    text.find(ends).unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(pattern: &'static str, line: &str, expected: Option<&[(&str, &str)]>) {
        let found = find(pattern, line, Some(0)).map(|it| {
            let holes = it.holes.into_iter().map(|(name, span)| (name, line[span].to_owned()));
            holes.collect::<Vec<_>>()
        });
        let expected = expected.map(|it| {
            it.iter().map(|(name, value)| (*name, (*value).to_owned())).collect::<Vec<_>>()
        });
        assert_eq!(found, expected);
    }

    #[test]
    fn holes_take_what_stands_between() {
        check("value {value} out of", "ERROR:  value -1 out of", Some(&[("value", "-1")]));
        check("\"{name}\" is", "x \"we\"ird\" is", Some(&[("name", "we\"ird")]));
        check("after {n#} tuples", "after x tuples, after 12 tuples", Some(&[("n", "12")]));
        check("owner of table {t}", "must be owner of table a.b\\nx", Some(&[("t", "a.b")]));
        check("{name} is gone", "a b is gone", Some(&[("name", "a b")]));
        check("a {b} c", "a  c", None);
        check("a \"{value}\" c", "a \"\" c", Some(&[("value", "")]));
        check("a {n#} c", "a - c", None);
    }

    #[test]
    fn a_pattern_is_cut_at_its_holes() {
        let names: Vec<_> = parts("a {b} c {d#}").collect();
        let hole = |name, number| Part::Hole { name, number };
        assert_eq!(names, [Part::Text("a "), hole("b", false), Part::Text(" c "), hole("d", true)]);
        assert_eq!(weight("a {b} c {d#}"), 5);
    }
}
