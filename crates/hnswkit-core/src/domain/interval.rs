//! Spans of time that people say.

use std::{fmt, str::FromStr};

/// A whole number of minutes, hours or days; `Display` writes it as PostgreSQL reads it.
///
/// ```
/// # use hnswkit_core::domain::Interval;
/// let it: Interval = "7 days".parse().unwrap();
/// assert_eq!(it.to_string(), "7 days");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Interval {
    number: u16,
    unit: &'static str,
}

/// The units, each with its plural.
const UNITS: &[[&str; 2]] = &[["minute", "minutes"], ["hour", "hours"], ["day", "days"]];

impl FromStr for Interval {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (number, unit) = text.trim().split_once(' ').ok_or(())?;
        let unit = unit.trim();
        let units = UNITS.iter().find(|it| it.contains(&unit)).ok_or(())?;
        let number = number.parse().map_err(|_| ())?;
        Ok(Self { number, unit: units[usize::from(number != 1)] })
    }
}

impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.number, self.unit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_units() {
        for (text, read) in [("7 days", "7 days"), ("1 days", "1 day"), (" 12 hours", "12 hours")] {
            assert_eq!(text.parse::<Interval>().unwrap().to_string(), read);
        }
        for text in ["7", "7 weeks", "-1 days", "7days", "99999 days", "1 day'"] {
            assert!(text.parse::<Interval>().is_err(), "{text}");
        }
    }
}
