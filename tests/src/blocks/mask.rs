//! Compares what psql prints with what a page shows.
//!
//! `…` stands for anything on its line, and alone on a line for any lines. Widths of columns and
//! blank lines do not count.

/// The first line of the expectation that the text does not meet; `None` when it meets all.
pub(super) fn difference(expected: &str, text: &str) -> Option<String> {
    let (expected, text) = (lines(expected), lines(text));
    let mut farthest = 0;
    if meets(&expected, &text, 0, &mut farthest) {
        return None;
    }
    Some(expected.get(farthest).cloned().unwrap_or_else(|| "the end".to_owned()))
}

fn meets(expected: &[String], text: &[String], at: usize, farthest: &mut usize) -> bool {
    *farthest = at.max(*farthest);
    match (expected.split_first(), text.split_first()) {
        (None, rest) => rest.is_none(),
        (Some((first, more)), _) if first == "…" => {
            (0..=text.len()).any(|n| meets(more, &text[n..], at + 1, farthest))
        }
        (Some(_), None) => false,
        (Some((first, more)), Some((line, rest))) => {
            line_meets(first, line) && meets(more, rest, at + 1, farthest)
        }
    }
}

fn line_meets(expected: &str, line: &str) -> bool {
    let mut parts = expected.split('…').map(str::trim);
    let Some(mut rest) = parts.next().and_then(|it| line.strip_prefix(it)) else { return false };
    let mut parts: Vec<_> = parts.collect();
    let Some(last) = parts.pop() else { return rest.is_empty() };
    for part in parts {
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    rest.ends_with(last)
}

/// Lines with one space where there are several, and rulers of one length; no blank ones.
fn lines(text: &str) -> Vec<String> {
    let line = |it: &str| {
        let words: Vec<&str> = it.split_whitespace().collect();
        let words = words.join(" ");
        match words.contains("--") && words.chars().all(|it| matches!(it, '-' | '+')) {
            true => words.split('+').map(|_| "-").collect::<Vec<_>>().join("+"),
            false => words,
        }
    };
    text.lines().map(line).filter(|it| !it.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::difference;

    const PRINTED: &str = " a  |   b\n----+-------\n  1 | 22.75\n(1 row)\n\nCREATE INDEX\n";

    #[test]
    fn masks_stand_for_anything() {
        for expected in [
            "a | b\n---+---\n1 | 22.75\n(1 row)\nCREATE INDEX",
            "a | b\n---+---\n1 | 22…\n(1 row)\n…",
            "…\n1 | …\n(1 row)\nCREATE INDEX",
            "…\nCREATE …",
        ] {
            assert_eq!(difference(expected, PRINTED), None, "{expected}");
        }
    }

    #[test]
    fn the_first_line_that_differs_is_named() {
        let expected = "a | b\n---+---\n1 | 23…\n(1 row)\n…";
        assert_eq!(difference(expected, PRINTED), Some("1 | 23…".to_owned()));
        assert_eq!(difference("…\n(1 row)", PRINTED), Some("the end".to_owned()));
        assert_eq!(difference("a | b\n--+--", PRINTED), Some("the end".to_owned()));
    }
}
