//! Bytes, rows and seconds.

use std::{fmt, str::FromStr};

use super::decimal;

/// A number of bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Bytes(pub u64);

/// A number of rows, at most [`Rows::MAX`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Rows(u64);

/// A duration.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Default)]
pub struct Seconds(pub f64);

/// A value for `maintenance_work_mem`, in whole kilobytes of 1,024 bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MemorySetting {
    kilobytes: u32,
}

/// A text that is no number of bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BytesError {
    /// The text.
    pub text: String,
}

/// Why a text is no number of rows.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum RowsError {
    /// Not a number.
    Unreadable {
        /// The text.
        text: String,
    },
    /// Negative, or more than an index can hold.
    OutOfRange {
        /// The text.
        text: String,
    },
}

/// A value that `maintenance_work_mem` does not take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemorySettingError {
    /// The value.
    pub bytes: Bytes,
}

const KIB: u64 = 1 << 10;
const MIB: u64 = 1 << 20;
const GIB: u64 = 1 << 30;
const TIB: u64 = 1 << 40;

impl Bytes {
    /// So many mebibytes (what PostgreSQL calls MB).
    pub const fn mebibytes(n: u64) -> Self {
        Self(n * MIB)
    }

    /// The number, for arithmetic.
    pub const fn get(self) -> u64 {
        self.0
    }
}

impl Rows {
    /// More rows than any HNSW index can hold: 63 of the smallest elements on each of the
    /// 2³² − 2 pages of a relation.
    pub const MAX: Self = Self(63 * (u32::MAX as u64 - 1));

    /// Accepts a number that an index could hold.
    ///
    /// # Errors
    ///
    /// When the number is above [`Rows::MAX`].
    pub fn new(n: u64) -> Result<Self, RowsError> {
        if Self::MAX.0 < n {
            return Err(RowsError::OutOfRange { text: n.to_string() });
        }
        Ok(Self(n))
    }

    /// The number, for arithmetic.
    pub const fn get(self) -> u64 {
        self.0
    }
}

impl MemorySetting {
    /// PostgreSQL's default for `maintenance_work_mem`.
    // PostgreSQL 18 src/backend/utils/misc/guc_tables.c.
    pub const DEFAULT: Self = Self { kilobytes: 65_536 };
    /// The smallest value that every supported release takes.
    // PostgreSQL 17 and older; 64 kB since 18.
    pub const MIN: Self = Self { kilobytes: 1_024 };
    /// The largest value.
    // PostgreSQL 18 src/include/utils/guc.h MAX_KILOBYTES on 64-bit systems.
    pub const MAX: Self = Self { kilobytes: 2_147_483_647 };

    /// Rounds down to whole kilobytes.
    ///
    /// # Errors
    ///
    /// When the value is outside [`MemorySetting::MIN`] to [`MemorySetting::MAX`].
    pub fn new(bytes: Bytes) -> Result<Self, MemorySettingError> {
        match u32::try_from(bytes.0 / KIB) {
            Ok(kilobytes) if (Self::MIN.kilobytes..=Self::MAX.kilobytes).contains(&kilobytes) => {
                Ok(Self { kilobytes })
            }
            _ => Err(MemorySettingError { bytes }),
        }
    }

    /// The value in bytes.
    pub const fn bytes(self) -> Bytes {
        Bytes(self.kilobytes as u64 * KIB)
    }
}

/// A number with an optional sign, underscores, decimals, and a suffix of letters.
fn number_and_suffix(text: &str) -> Option<(f64, &str)> {
    let text = text.trim();
    let end = text.find(|it: char| it.is_ascii_alphabetic()).unwrap_or(text.len());
    let digits: String = text[..end].chars().filter(|it| *it != '_' && *it != ' ').collect();
    Some((decimal(&digits)?, text[end..].trim()))
}

impl FromStr for Bytes {
    type Err = BytesError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let error = || BytesError { text: text.to_owned() };
        let (number, unit) = number_and_suffix(text).ok_or_else(error)?;
        // PostgreSQL's kB, MB, GB and TB are powers of 1,024; so are ours.
        let unit = match unit.to_ascii_lowercase().as_str() {
            "" | "b" => 1,
            "k" | "kb" | "kib" => KIB,
            "m" | "mb" | "mib" => MIB,
            "g" | "gb" | "gib" => GIB,
            "t" | "tb" | "tib" => TIB,
            _ => return Err(error()),
        };
        let bytes = number * unit as f64;
        if !(0.0..=9e15).contains(&bytes) {
            return Err(error());
        }
        Ok(Self(bytes as u64))
    }
}

impl FromStr for Rows {
    type Err = RowsError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let unreadable = || RowsError::Unreadable { text: text.to_owned() };
        let (number, unit) = number_and_suffix(text).ok_or_else(unreadable)?;
        let unit = match unit.to_ascii_lowercase().as_str() {
            "" => 1.0,
            "k" => 1e3,
            "m" => 1e6,
            "b" | "g" => 1e9,
            _ => return Err(unreadable()),
        };
        let rows = number * unit;
        if !(0.0..=Self::MAX.0 as f64).contains(&rows) {
            return Err(RowsError::OutOfRange { text: text.to_owned() });
        }
        // Half a row comes from decimals such as 1.2345k.
        Ok(Self(rows.round() as u64))
    }
}

impl fmt::Display for Bytes {
    /// At most four digits, as in `78.1 MiB`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (unit, name) = match self.0 {
            0..KIB => return f.pad(&format!("{} B", self.0)),
            KIB..MIB => (KIB, "KiB"),
            MIB..GIB => (MIB, "MiB"),
            GIB..TIB => (GIB, "GiB"),
            TIB.. => (TIB, "TiB"),
        };
        let value = self.0 as f64 / unit as f64;
        let decimals = if value < 99.95 { 1 } else { 0 };
        f.pad(&format!("{value:.decimals$} {name}"))
    }
}

impl fmt::Display for Rows {
    /// With commas, as in `10,000`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&with_commas(self.0))
    }
}

fn with_commas(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() * 4 / 3);
    for (n, digit) in digits.chars().enumerate() {
        if 0 < n && (digits.len() - n).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

impl fmt::Display for Seconds {
    /// One or two units, as in `3.4 s`, `8 min`, `1 h 40 min`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self.0 {
            it if it < 0.95 => format!("{it:.1} s"),
            it if it < 9.95 => format!("{it:.1} s"),
            it if it < 99.5 => format!("{it:.0} s"),
            it if it < 99.5 * 60.0 => format!("{:.0} min", it / 60.0),
            it if it < 48.0 * 3600.0 => format!("{:.0} h", it / 3600.0),
            it => format!("{:.0} days", it / 86_400.0),
        };
        f.pad(&text)
    }
}

impl fmt::Display for MemorySetting {
    /// As PostgreSQL takes it, in the largest unit that divides it, as in `70MB`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kilobytes {
            it if it.is_multiple_of(1 << 20) => write!(f, "{}GB", it >> 20),
            it if it.is_multiple_of(1 << 10) => write!(f, "{}MB", it >> 10),
            it => write!(f, "{it}kB"),
        }
    }
}

impl fmt::Display for BytesError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is not a size", self.text)
    }
}

impl fmt::Display for RowsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable { text } => write!(f, "`{text}` is not a number of rows"),
            Self::OutOfRange { text } => {
                write!(f, "`rows` must be between 0 and {}, but is {text}", Rows::MAX)
            }
        }
    }
}

impl fmt::Display for MemorySettingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "`maintenance_work_mem` must be between {} and {}kB, but is {}",
            MemorySetting::MIN,
            MemorySetting::MAX.kilobytes,
            self.bytes
        )
    }
}

impl std::error::Error for BytesError {}
impl std::error::Error for RowsError {}
impl std::error::Error for MemorySettingError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_as_people_write_them() {
        for (text, rows) in
            [("10k", 10_000), ("1.2M", 1_200_000), ("10_000", 10_000), ("0", 0), (" 5 k", 5_000)]
        {
            assert_eq!(text.parse::<Rows>().unwrap().get(), rows, "{text}");
        }
        for text in ["-5", "1000000000000", "1000b", "NaN", "inf"] {
            assert!(text.parse::<Rows>().is_err(), "{text}");
        }
        assert_eq!(
            "-5".parse::<Rows>().unwrap_err().to_string(),
            "`rows` must be between 0 and 270,582,939,522, but is -5"
        );
    }

    #[test]
    fn bytes_as_postgresql_counts_them() {
        assert_eq!("64MB".parse::<Bytes>().unwrap(), Bytes::mebibytes(64));
        assert_eq!("16 GiB".parse::<Bytes>().unwrap(), Bytes(16 << 30));
        assert_eq!(Bytes(81_928_192).to_string(), "78.1 MiB");
        assert_eq!(Bytes(16_384).to_string(), "16.0 KiB");
        assert!("-1MB".parse::<Bytes>().is_err());
        assert!("12 parsecs".parse::<Bytes>().is_err());
    }

    #[test]
    fn settings_are_written_as_postgresql_takes_them() {
        let setting = |it| MemorySetting::new(Bytes(it)).unwrap().to_string();
        assert_eq!(setting(70 << 20), "70MB");
        assert_eq!(setting(2 << 30), "2GB");
        assert_eq!(setting((1 << 20) + 1024), "1025kB");
        assert!(MemorySetting::new(Bytes(1 << 10)).is_err());
    }

    #[test]
    fn durations_have_no_false_precision() {
        for (seconds, text) in
            [(0.25, "0.2 s"), (3.44, "3.4 s"), (65.2, "65 s"), (600.0, "10 min"), (9000.0, "2 h")]
        {
            assert_eq!(Seconds(seconds).to_string(), text);
        }
    }
}
