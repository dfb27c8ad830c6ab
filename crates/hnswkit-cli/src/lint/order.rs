//! The order in which migration tools run files.

use std::{cmp::Ordering, path::Path};

/// Compares two paths as migration tools order files: by version, and what goes back after what
/// goes forward.
pub(super) fn compare(a: &Path, b: &Path) -> Ordering {
    let names = |it: &Path| -> Vec<String> {
        it.components().map(|it| it.as_os_str().to_string_lossy().into_owned()).collect()
    };
    let (a, b) = (names(a), names(b));
    for (one, two) in a.iter().zip(&b) {
        let order = compare_names(one, two);
        if order != Ordering::Equal {
            return order;
        }
    }
    a.len().cmp(&b.len())
}

fn compare_names(a: &str, b: &str) -> Ordering {
    let (one, two) = (Name::new(a), Name::new(b));
    one.repeated
        .cmp(&two.repeated)
        .then_with(|| one.version.cmp(&two.version))
        .then_with(|| one.back.cmp(&two.back))
        .then_with(|| natural(one.rest, two.rest))
        .then_with(|| a.cmp(b))
}

/// A name, taken apart.
struct Name<'a> {
    /// Whether Flyway runs it after all that have a version.
    repeated: bool,
    /// The version at its head, if it has one; names without come last.
    version: Version,
    /// Whether it goes back.
    back: bool,
    rest: &'a str,
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Version {
    Known(Vec<u128>),
    Unknown,
}

impl<'a> Name<'a> {
    fn new(name: &'a str) -> Self {
        let repeated = name.starts_with("R__");
        // Flyway's letters: versioned, undone.
        let digits = match name.strip_prefix(['V', 'v', 'U']) {
            Some(it) if it.starts_with(|it: char| it.is_ascii_digit()) => it,
            _ => name,
        };
        let (version, rest) = version(digits);
        let undone = name.starts_with('U') && digits.len() < name.len();
        Self { repeated, version, back: undone || goes_back(rest), rest }
    }
}

/// `1_2` of `1_2__add_index.sql`: numbers with single signs between them.
fn version(name: &str) -> (Version, &str) {
    let mut numbers = vec![];
    let mut rest = name;
    loop {
        let digits = rest.len() - rest.trim_start_matches(|it: char| it.is_ascii_digit()).len();
        let after = &rest[digits..];
        let ends = after.chars().next().is_none_or(|it| !it.is_alphanumeric());
        // `1_2fa.sql` is version 1.
        let Some(number) = rest[..digits].parse().ok().filter(|_| ends) else { break };
        numbers.push(number);
        rest = after;
        let sign = after.chars().next().is_some_and(|it| "._-".contains(it));
        match after.get(1..) {
            Some(next) if sign && next.starts_with(|it: char| it.is_ascii_digit()) => rest = next,
            _ => break,
        }
    }
    let version = if numbers.is_empty() { Version::Unknown } else { Version::Known(numbers) };
    (version, rest)
}

fn goes_back(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    let mut words = lower.split(|it: char| !it.is_ascii_alphanumeric());
    words.any(|it| matches!(it, "down" | "undo" | "rollback" | "revert"))
}

/// Compares runs of digits as numbers.
fn natural(a: &str, b: &str) -> Ordering {
    let (mut one, mut two) = (a.as_bytes(), b.as_bytes());
    loop {
        let (Some(x), Some(y)) = (one.first(), two.first()) else {
            return one.len().cmp(&two.len());
        };
        if x.is_ascii_digit() && y.is_ascii_digit() {
            let digits = |it: &[u8]| it.iter().take_while(|it| it.is_ascii_digit()).count();
            let (n, m) = (digits(one), digits(two));
            let number = |it: &[u8]| -> Vec<u8> {
                it.iter().copied().skip_while(|it| *it == b'0').collect()
            };
            let (p, q) = (number(&one[..n]), number(&two[..m]));
            let order = p.len().cmp(&q.len()).then_with(|| p.cmp(&q));
            if order != Ordering::Equal {
                return order;
            }
            (one, two) = (&one[n..], &two[m..]);
        } else if x == y {
            (one, two) = (&one[1..], &two[1..]);
        } else {
            return x.cmp(y);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(expected: &[&str]) {
        let mut sorted: Vec<&str> = expected.to_vec();
        sorted.sort();
        sorted.sort_by(|a, b| compare(Path::new(a), Path::new(b)));
        assert_eq!(sorted, expected);
    }

    #[test]
    fn versions_are_numbers() {
        check(&["1_a.sql", "2_b.sql", "10_c.sql"]);
        check(&[
            "V1__a.sql",
            "V1_1__b.sql",
            "V1.2__c.sql",
            "V1_10__d.sql",
            "V2__e.sql",
            "R__x.sql",
        ]);
        check(&["0001_a.sql", "0002_2fa.sql", "0002_1_b.sql", "0010_c.sql"]);
        check(&["20240101000000_a/migration.sql", "20240201000000_b/migration.sql"]);
        check(&["m/9/x.sql", "m/10/a.sql"]);
        check(&["a2.sql", "a10.sql", "b1.sql"]);
    }

    #[test]
    fn the_way_back_comes_after_the_way_forward() {
        check(&["1_a.up.sql", "1_a.down.sql", "2_b.up.sql", "2_b.down.sql"]);
        check(&["2024_x/up.sql", "2024_x/down.sql"]);
        check(&["V1__a.sql", "U1__a.sql", "V2__b.sql"]);
        check(&["countdown.sql", "zebra.sql"]);
    }
}
