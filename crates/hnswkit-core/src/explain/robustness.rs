//! What no text may do to the decoder: make it panic, or take time that grows faster than the text.

use super::{explain, explanations};

/// A generator of numbers that are the same in every run (xorshift64).
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % end as u64).unwrap()
    }
}

#[test]
fn mutations_are_explained_without_panic() {
    const PIECES: &[&str] = &[
        "\"",
        "\\\"",
        "\u{201c}",
        "{",
        "}",
        "\n",
        "\r\n",
        "ERROR:",
        "FEHLER:",
        "DETAIL:",
        " ",
        "é",
        "0",
        "-",
        "\0",
        "psycopg.errors.X: ",
        "error: ",
        "00000: ",
        "(SQLSTATE",
        "\\n",
        "{\"error_severity\":\"ERROR\",\"message\":\"",
        ",ERROR,42P01,\"",
        "\"\"",
        "错误:",
        ": ",
    ];
    let corpus: Vec<&str> = explanations().flat_map(|it| it.examples).copied().collect();
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    for _ in 0..1_500 {
        let mut text = String::new();
        for _ in 0..=random.below(4) {
            text.push_str(corpus[random.below(corpus.len())]);
            text.push_str(PIECES[random.below(PIECES.len())]);
        }
        for _ in 0..random.below(5) {
            let at = random.below(text.len() + 1);
            let at = (0..=at).rev().find(|it| text.is_char_boundary(*it)).unwrap();
            match random.below(3) {
                0 => text.insert_str(at, PIECES[random.below(PIECES.len())]),
                1 => text.truncate(at),
                _ => text.drain(..at).for_each(drop),
            }
        }
        let it = explain(&text);
        for found in &it.found {
            assert_eq!(found.message, text[found.spans[0].clone()]);
            assert!(found.spans.iter().all(|it| text.get(it.clone()).is_some()), "{text}");
            assert!(!found.meaning().is_empty() && !found.title().is_empty());
            assert_eq!(found.checks().len(), found.explanation.checks.len());
            assert!(!found.actions().is_empty());
        }
        for unknown in &it.unknown {
            assert_eq!(unknown.message, text[unknown.span.clone()]);
        }
    }
}

#[test]
fn the_beginning_of_a_pattern_over_and_over_is_no_trap() {
    // In time that grows with the square of the text this would take hours.
    for piece in [
        "value ",
        "could not extend file \"",
        "relation \"",
        ",ERROR,42P01,\"",
        "ERROR: ",
        "\\\"",
        "index ",
    ] {
        let n = 100_000 / piece.len();
        assert_eq!(explain(&piece.repeat(n)).found, []);
        assert_eq!(explain(&format!("{piece}\n").repeat(n)).found, []);
    }
}
