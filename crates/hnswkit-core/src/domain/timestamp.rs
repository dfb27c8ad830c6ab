//! A moment, as names of migrations carry it.

use std::{fmt, str::FromStr};

/// A moment of the proleptic Gregorian calendar in UTC, to the second.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp {
    /// 1970 to 9999.
    pub year: u16,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
    /// 0 to 23.
    pub hour: u8,
    /// 0 to 59.
    pub minute: u8,
    /// 0 to 59.
    pub second: u8,
}

/// Why a text is no moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimestampError;

const DAY: u64 = 24 * 60 * 60;

impl Timestamp {
    /// What stands in names when nobody said a time: the core reads no clock.
    pub const PLACEHOLDER: Self =
        Self { year: 2026, month: 1, day: 1, hour: 0, minute: 0, second: 0 };

    /// The moment so many seconds after the beginning of 1970.
    // Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", `civil_from_days`.
    pub fn from_unix(seconds: u64) -> Self {
        let (days, rest) = (seconds / DAY + 719_468, seconds % DAY);
        let (era, day_of_era) = (days / 146_097, days % 146_097);
        let year_of_era =
            (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * shifted + 2) / 5 + 1;
        let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
        let year = year_of_era + era * 400 + u64::from(month <= 2);
        // All of them are small by construction; a year above 9999 stays at the last moment.
        let small = |it: u64| u8::try_from(it).unwrap_or(u8::MAX);
        match u16::try_from(year) {
            Ok(year) if year <= 9_999 => Self {
                year,
                month: small(month),
                day: small(day),
                hour: small(rest / 3_600),
                minute: small(rest / 60 % 60),
                second: small(rest % 60),
            },
            _ => Self { year: 9_999, month: 12, day: 31, hour: 23, minute: 59, second: 59 },
        }
    }

    /// Seconds since the beginning of 1970.
    pub fn unix(self) -> u64 {
        let (year, month) = match self.month {
            it @ 3.. => (u64::from(self.year), u64::from(it) - 3),
            it => (u64::from(self.year) - 1, u64::from(it) + 9),
        };
        let (era, year_of_era) = (year / 400, year % 400);
        let day_of_year = (153 * month + 2) / 5 + u64::from(self.day) - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        let days = era * 146_097 + day_of_era - 719_468;
        let [hour, minute, second] = [self.hour, self.minute, self.second].map(u64::from);
        days * DAY + hour * 3_600 + minute * 60 + second
    }

    /// The moment so many seconds later.
    #[must_use]
    pub fn plus_seconds(self, seconds: u64) -> Self {
        Self::from_unix(self.unix().saturating_add(seconds))
    }

    /// Writes it by a pattern of `%Y`, `%m`, `%d`, `%H`, `%M` and `%S`, as `strftime` does.
    pub fn format(self, pattern: &str) -> String {
        let mut out = String::new();
        let mut chars = pattern.chars();
        while let Some(it) = chars.next() {
            let field = if it == '%' { chars.clone().next() } else { None };
            let value = match field {
                Some('Y') => u32::from(self.year),
                Some('m') => u32::from(self.month),
                Some('d') => u32::from(self.day),
                Some('H') => u32::from(self.hour),
                Some('M') => u32::from(self.minute),
                Some('S') => u32::from(self.second),
                _ => {
                    out.push(it);
                    continue;
                }
            };
            chars.next();
            let width = if field == Some('Y') { 4 } else { 2 };
            out.push_str(&format!("{value:0width$}"));
        }
        out
    }
}

impl FromStr for Timestamp {
    type Err = TimestampError;

    /// Reads `2026-11-23T10:00:00Z`, the same with a blank or without `Z`, the day alone, and
    /// fourteen digits.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        let body = text.strip_suffix(['Z', 'z']).unwrap_or(text);
        let shape: String =
            body.chars().map(|it| if it.is_ascii_digit() { '0' } else { it }).collect();
        let known = [
            "0000-00-00T00:00:00",
            "0000-00-00 00:00:00",
            "0000-00-00",
            "00000000000000",
            "00000000",
        ];
        if !known.contains(&shape.as_str()) {
            return Err(TimestampError);
        }
        let mut digits: String = body.chars().filter(char::is_ascii_digit).collect();
        if digits.len() == 8 {
            digits.push_str("000000");
        }
        let number = |from: usize, to: usize| digits[from..to].parse::<u16>().unwrap_or(u16::MAX);
        let small = |from: usize, to: usize| u8::try_from(number(from, to)).unwrap_or(u8::MAX);
        let it = Self {
            year: number(0, 4),
            month: small(4, 6),
            day: small(6, 8),
            hour: small(8, 10),
            minute: small(10, 12),
            second: small(12, 14),
        };
        let plausible = 1_970 <= it.year && (1..=12).contains(&it.month) && 1 <= it.day;
        // A day or an hour that does not exist comes back as another one.
        if plausible && it.hour < 24 && Self::from_unix(it.unix()) == it {
            Ok(it)
        } else {
            Err(TimestampError)
        }
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.format("%Y-%m-%dT%H:%M:%SZ"))
    }
}

impl fmt::Display for TimestampError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a time is written as `2026-11-23T10:00:00Z`, from the year 1970 on, in UTC")
    }
}

impl std::error::Error for TimestampError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_moments() {
        for (text, unix) in [
            ("1970-01-01T00:00:00Z", 0),
            ("2000-02-29T23:59:59Z", 951_868_799),
            ("2026-11-23T10:00:00Z", 1_795_428_000),
            ("9999-12-31T23:59:59Z", 253_402_300_799),
        ] {
            let it: Timestamp = text.parse().unwrap();
            assert_eq!((it.unix(), it.to_string()), (unix, text.to_owned()));
            assert_eq!(Timestamp::from_unix(unix), it);
        }
        assert_eq!(Timestamp::from_unix(u64::MAX).to_string(), "9999-12-31T23:59:59Z");
    }

    #[test]
    fn every_day_of_four_centuries_comes_back() {
        for day in 0..146_097 {
            let it = Timestamp::from_unix(day * DAY + 3_661);
            assert_eq!((it.unix(), it.to_string().parse()), (day * DAY + 3_661, Ok(it)));
        }
    }

    #[test]
    fn several_ways_to_write_it() {
        for text in ["2026-11-23 00:00:00", "2026-11-23", "20261123000000", "20261123"] {
            let it: Timestamp = text.parse().unwrap();
            assert_eq!(it.to_string(), "2026-11-23T00:00:00Z");
        }
        for text in
            ["", "2026-02-30", "2026-13-01", "2026-11-23T24:00:00Z", "1969-12-31", "now", "äöü"]
        {
            assert_eq!(text.parse::<Timestamp>(), Err(TimestampError), "{text}");
        }
    }

    #[test]
    fn patterns() {
        let it: Timestamp = "2026-11-23T09:08:07Z".parse().unwrap();
        assert_eq!(it.format("%Y_%m_%d_%H%M%S %% %"), "2026_11_23_090807 %% %");
        assert_eq!(it.plus_seconds(53).to_string(), "2026-11-23T09:09:00Z");
    }
}
