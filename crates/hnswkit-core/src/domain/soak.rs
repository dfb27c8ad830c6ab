//! How long something new serves before the old is dropped.

use std::{fmt, str::FromStr};

/// A time to wait, as people write it: `7 days`; `Display` is what PostgreSQL reads as an interval.
///
/// ```
/// # use hnswkit_core::domain::Soak;
/// assert_eq!("36 hours".parse::<Soak>().map(|it| it.to_string()), Ok("36 hours".into()));
/// assert!("a week".parse::<Soak>().is_err());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Soak {
    amount: u32,
    unit: &'static str,
}

impl Soak {
    /// When nothing is said.
    pub const DEFAULT: Self = Self { amount: 7, unit: "days" };
}

/// The units, and what else they are called.
const UNITS: &[(&str, &str)] = &[("days", "day"), ("hours", "hour"), ("minutes", "minute")];

impl FromStr for Soak {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (amount, unit) = text.trim().split_once(' ').ok_or(())?;
        let unit = unit.trim();
        let (unit, _) = UNITS.iter().find(|(many, one)| [*many, *one].contains(&unit)).ok_or(())?;
        let amount = amount.parse().map_err(|_| ())?;
        // What an interval holds easily: 27 years.
        if 10_000 < amount { Err(()) } else { Ok(Self { amount, unit }) }
    }
}

impl fmt::Display for Soak {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.amount, self.unit)
    }
}
