//! A number with its bounds, its unit and its derivation.

use std::fmt;

use crate::domain::{Bytes, Rows, Seconds};

/// What a number counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Bytes.
    Bytes,
    /// Seconds.
    Seconds,
    /// Rows, elements, pages, or times that something happens.
    Count,
    /// A part of a whole, from 0 to 1.
    Share,
    /// What a plan costs, in the planner's units.
    Cost,
}

/// A number with its bounds and its derivation; the bounds are equal where it is known.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// What it is, in words: `WAL of an insert`.
    pub name: &'static str,
    /// The least to reckon with.
    pub low: f64,
    /// The most to reckon with.
    pub high: f64,
    /// What it counts.
    pub unit: Unit,
    /// Where it comes from, with the numbers that went into it.
    pub why: String,
}

impl Unit {
    /// The word of JSON.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Bytes => "bytes",
            Self::Seconds => "seconds",
            Self::Count => "count",
            Self::Share => "share",
            Self::Cost => "cost",
        }
    }

    /// A number of this unit for people.
    pub fn show(self, value: f64) -> String {
        match self {
            Self::Bytes => Bytes(value.round().max(0.0) as u64).to_string(),
            Self::Seconds if value == 0.0 => "0 s".to_owned(),
            Self::Seconds if value < 0.0995 => format!("{:.1} ms", 1e3 * value),
            Self::Seconds => Seconds(value).to_string(),
            Self::Count => match Rows::new(value.round().max(0.0) as u64) {
                Ok(it) if 10.0 <= value || value.fract() == 0.0 => it.to_string(),
                _ => format!("{value:.1}"),
            },
            Self::Cost => format!("{value:.2}"),
            Self::Share => match value {
                it if 0.1 <= it || it == 0.0 => format!("{:.0} %", 100.0 * it),
                it => format!("{:.1} %", 100.0 * it),
            },
        }
    }
}

impl Figure {
    pub(super) fn new(
        name: &'static str,
        (low, high): (f64, f64),
        unit: Unit,
        why: impl Into<String>,
    ) -> Self {
        Self { name, low, high, unit, why: why.into() }
    }
}

impl fmt::Display for Figure {
    /// The number without its name: `6.3 KiB to 117 KiB`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (low, high) = (self.unit.show(self.low), self.unit.show(self.high));
        if low == high { f.write_str(&low) } else { write!(f, "{low} to {high}") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_shown_in_their_unit() {
        let show = |unit, low, high| Figure::new("it", (low, high), unit, "").to_string();
        assert_eq!(show(Unit::Bytes, 1024.0, 2048.0), "1.0 KiB to 2.0 KiB");
        assert_eq!(show(Unit::Seconds, 0.0016, 2.0), "1.6 ms to 2.0 s");
        assert_eq!(show(Unit::Count, 1.0, 1234.5), "1 to 1,235");
        assert_eq!(show(Unit::Count, 1.25, 1.25), "1.2");
        assert_eq!(show(Unit::Share, 0.031, 1.0), "3.1 % to 100 %");
        assert_eq!(show(Unit::Cost, 9_225.366, 9_225.366), "9225.37");
    }
}
