//! A version of pgvector.

use std::{fmt, str::FromStr};

use anyhow::{Context, Result};

/// `major.minor.patch`; compares as versions do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version {
    major: u32,
    minor: u32,
    patch: u32,
}

impl Version {
    /// The oldest version that the tests know: every server has it.
    pub const OLDEST: Self = Self::new(0, 5, 1);

    /// For tables: `Version::new(0, 7, 0)`.
    #[must_use]
    pub const fn new(major: u32, minor: u32, patch: u32) -> Self {
        Self { major, minor, patch }
    }

    /// Whether only the patch differs: 0.8.0 and 0.8.6.
    #[must_use]
    pub fn has_same_minor(self, other: Self) -> bool {
        (self.major, self.minor) == (other.major, other.minor)
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.major, self.minor, self.patch)
    }
}

impl FromStr for Version {
    type Err = anyhow::Error;

    fn from_str(text: &str) -> Result<Self> {
        let read = || {
            let mut parts = text.split('.').map(|it| it.parse().ok());
            let version = Self::new(parts.next()??, parts.next()??, parts.next()??);
            parts.next().is_none().then_some(version)
        };
        read().with_context(|| format!("`{text}` is no version like `0.8.6`"))
    }
}

#[cfg(test)]
mod tests {
    use super::Version;

    #[test]
    fn versions_compare_by_number() {
        let old: Version = "0.8.6".parse().unwrap();
        let new: Version = "0.10.0".parse().unwrap();
        assert!(old < new);
        assert_eq!(new.to_string(), "0.10.0");
    }

    #[test]
    fn half_a_version_is_refused() {
        assert!("0.8".parse::<Version>().is_err());
        assert!("0.8.0.1".parse::<Version>().is_err());
    }
}
