//! What stands before the name of a migration, and orders it.

use super::Options;
use crate::domain::Timestamp;

/// How a tool orders its migrations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Numbering {
    /// By something else: a plan file, or whoever runs them.
    None,
    /// Each names the one before; its id is made from what it is about.
    Chain,
    /// By a counter, filled with zeros to so many digits.
    Sequence {
        /// The digits.
        width: usize,
    },
    /// By the time, in a pattern of [`Timestamp::format`].
    Time {
        /// The pattern, such as `%Y%m%d%H%M%S`.
        pattern: &'static str,
    },
    /// By milliseconds since the beginning of 1970.
    Milliseconds,
}

impl Numbering {
    /// The word for JSON.
    pub const fn id(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Chain => "chain",
            Self::Sequence { .. } => "sequence",
            Self::Time { .. } => "time",
            Self::Milliseconds => "milliseconds",
        }
    }

    /// The numbers of `count` files in order: from `options.revision` on when it is given, else
    /// from `options.now` on, else from the first number or [`Timestamp::PLACEHOLDER`].
    ///
    /// Empty texts when the tool has no numbers. A revision that is no number of the tool's kind
    /// is the first file's number as it stands, and the others get a counter after it.
    pub fn numbers(self, options: &Options, count: usize) -> Vec<String> {
        let now = options.now.unwrap_or(Timestamp::PLACEHOLDER);
        let first = options.revision.as_deref();
        (0..count as u64)
            .map(|n| match (self, first) {
                (Self::None | Self::Chain, _) => String::new(),
                (_, Some(first)) => self.after(first, n),
                (Self::Sequence { width }, None) => format!("{:0width$}", n + 1),
                (Self::Time { pattern }, None) => now.plus_seconds(n).format(pattern),
                (Self::Milliseconds, None) => (now.unix() * 1_000 + n).to_string(),
            })
            .collect()
    }

    /// The number so many steps after `first`.
    fn after(self, first: &str, n: u64) -> String {
        let width = first.len();
        match self {
            Self::Time { pattern } => {
                let digits: String = first.chars().filter(char::is_ascii_digit).collect();
                match digits.parse::<Timestamp>() {
                    Ok(it) if it.format(pattern) == first => it.plus_seconds(n).format(pattern),
                    _ if n == 0 => first.to_owned(),
                    _ => format!("{first}{n:02}"),
                }
            }
            _ => match first.parse::<u64>().ok().and_then(|it| it.checked_add(n)) {
                Some(it) => format!("{it:0width$}"),
                None if n == 0 => first.to_owned(),
                None => format!("{first}{n:02}"),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(numbering: Numbering, revision: Option<&str>, expected: [&str; 2]) {
        let now = Some("2026-12-31T23:59:59Z".parse().unwrap());
        let options = Options { revision: revision.map(str::to_owned), now, ..Options::default() };
        assert_eq!(numbering.numbers(&options, 2), expected);
    }

    #[test]
    fn numbers_follow_one_another() {
        let time = Numbering::Time { pattern: "%Y%m%d%H%M%S" };
        let dashes = Numbering::Time { pattern: "%Y-%m-%d-%H%M%S" };
        check(time, None, ["20261231235959", "20270101000000"]);
        check(time, Some("20260228235959"), ["20260228235959", "20260301000000"]);
        check(time, Some("77"), ["77", "7701"]);
        check(dashes, Some("2026-02-28-235959"), ["2026-02-28-235959", "2026-03-01-000000"]);
        check(Numbering::Sequence { width: 4 }, None, ["0001", "0002"]);
        check(Numbering::Sequence { width: 4 }, Some("009"), ["009", "010"]);
        check(Numbering::Milliseconds, None, ["1798761599000", "1798761599001"]);
        check(Numbering::Milliseconds, Some("1798761599999"), ["1798761599999", "1798761600000"]);
        check(Numbering::None, Some("9"), ["", ""]);
    }

    #[test]
    fn without_a_time_it_is_a_placeholder() {
        let time = Numbering::Time { pattern: "%Y%m%d%H%M%S" };
        assert_eq!(time.numbers(&Options::default(), 1), ["20260101000000"]);
    }
}
