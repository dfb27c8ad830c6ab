//! Durations as people, psql and PostgreSQL's intervals write them.

use std::str::FromStr;

use super::{Seconds, decimal};

/// Units with their seconds.
const UNITS: &[(&str, f64)] = &[
    ("ms", 0.001),
    ("s", 1.0),
    ("sec", 1.0),
    ("second", 1.0),
    ("seconds", 1.0),
    ("min", 60.0),
    ("mins", 60.0),
    ("minute", 60.0),
    ("minutes", 60.0),
    ("h", 3_600.0),
    ("hour", 3_600.0),
    ("hours", 3_600.0),
    ("day", 86_400.0),
    ("days", 86_400.0),
];

impl FromStr for Seconds {
    type Err = ();

    /// Reads `4.8`, `4.8 s`, `12 min`, `1 h 40 min`, `01:40:12.5`, `1 day 02:00:00`, and what
    /// `\timing` prints: `4801.234 ms (00:04.801)`, with or without `Time: ` before it.
    fn from_str(text: &str) -> Result<Self, ()> {
        let text = text.trim().trim_start_matches("Time: ");
        // psql says the same again in parentheses.
        let text = text.split_once('(').map_or(text, |(before, _)| before);
        let text = text.replace([',', '_'], "");
        let mut sum = 0.0;
        let mut words = text.split_whitespace().peekable();
        if words.peek().is_none() {
            return Err(());
        }
        while let Some(word) = words.next() {
            if word.contains(':') {
                sum += clock(word).ok_or(())?;
                continue;
            }
            let end = word.find(|it: char| !it.is_ascii_digit() && it != '.').unwrap_or(word.len());
            let (number, unit) = word.split_at(end);
            let number = decimal(number).ok_or(())?;
            let unit = if unit.is_empty() { words.next().unwrap_or("s") } else { unit };
            let (_, seconds) = UNITS.iter().find(|(it, _)| *it == unit).ok_or(())?;
            sum += number * seconds;
        }
        Ok(Self(sum))
    }
}

/// `hours:minutes:seconds` or `minutes:seconds`.
fn clock(text: &str) -> Option<f64> {
    let mut sum = 0.0;
    for part in text.split(':') {
        let number = part.starts_with(|it: char| it.is_ascii_digit()).then(|| decimal(part))??;
        sum = sum * 60.0 + number;
    }
    (text.split(':').count() <= 3).then_some(sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_as_they_are_written() {
        for (text, seconds) in [
            ("4.8", 4.8),
            ("4.8 s", 4.8),
            ("12min", 720.0),
            ("1 h 40 min", 6_000.0),
            ("Time: 4801.234 ms (00:04.801)", 4.801_234),
            ("00:04.801", 4.801),
            ("01:40:12.5", 6_012.5),
            ("1 day 02:00:00", 93_600.0),
            ("1_200", 1_200.0),
        ] {
            let read: Seconds = text.parse().unwrap();
            assert!((read.0 - seconds).abs() < 1e-6, "{text}: {read:?}");
        }
        for text in ["", "soon", "4 parsecs", "-4", "1:2:3:4", "4:-1", "NaN", "(", ":"] {
            assert_eq!(text.parse::<Seconds>(), Err(()), "{text}");
        }
    }
}
