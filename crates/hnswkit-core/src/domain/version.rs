//! Versions of PostgreSQL and pgvector.

use std::{fmt, str::FromStr};

/// A release of pgvector.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PgvectorVersion {
    /// The first number.
    pub major: u16,
    /// The second number.
    pub minor: u16,
    /// The third number.
    pub patch: u16,
}

/// A release of PostgreSQL.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PostgresVersion {
    /// The major version, such as 17.
    pub major: u16,
    /// The minor version, when it is known.
    pub minor: Option<u16>,
}

/// Why a text is no version that we know how to plan for.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum VersionError {
    /// Not numbers with dots.
    Unreadable,
    /// Before the first release with HNSW, or before the oldest PostgreSQL that we know.
    TooOld {
        /// The oldest version that we plan for.
        oldest: String,
    },
}

impl PgvectorVersion {
    /// The first release with HNSW.
    pub const FIRST_WITH_HNSW: Self = Self::new(0, 5, 0);
    /// The newest release that was measured.
    pub const NEWEST_KNOWN: Self = Self::new(0, 8, 6);

    /// A version by its three numbers.
    pub const fn new(major: u16, minor: u16, patch: u16) -> Self {
        Self { major, minor, patch }
    }

    /// Whether the version has a parallel build of HNSW indexes.
    pub fn builds_in_parallel(self) -> bool {
        Self::new(0, 6, 0) <= self
    }
}

impl PostgresVersion {
    /// The oldest release that we plan for (PostgreSQL 13 and 14 were not run).
    pub const OLDEST: Self = Self { major: 13, minor: None };
    /// The newest release that was measured.
    pub const NEWEST_KNOWN: Self = Self { major: 18, minor: None };
}

fn numbers(text: &str) -> Option<Vec<u16>> {
    text.trim().split('.').map(|it| it.parse().ok()).collect()
}

impl FromStr for PgvectorVersion {
    type Err = VersionError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let version = match numbers(text).as_deref() {
            Some([major, minor]) => Self::new(*major, *minor, 0),
            Some([major, minor, patch]) => Self::new(*major, *minor, *patch),
            _ => return Err(VersionError::Unreadable),
        };
        if version < Self::FIRST_WITH_HNSW {
            return Err(VersionError::TooOld { oldest: Self::FIRST_WITH_HNSW.to_string() });
        }
        Ok(version)
    }
}

impl FromStr for PostgresVersion {
    type Err = VersionError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let version = match numbers(text).as_deref() {
            Some([major]) => Self { major: *major, minor: None },
            Some([major, minor]) => Self { major: *major, minor: Some(*minor) },
            _ => return Err(VersionError::Unreadable),
        };
        if version.major < Self::OLDEST.major {
            return Err(VersionError::TooOld { oldest: Self::OLDEST.to_string() });
        }
        Ok(version)
    }
}

impl fmt::Display for PgvectorVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.major, self.minor, self.patch)
    }
}

impl fmt::Display for PostgresVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.minor {
            Some(minor) => write!(f, "{}.{minor}", self.major),
            None => write!(f, "{}", self.major),
        }
    }
}

impl fmt::Display for VersionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable => f.write_str("a version is two or three numbers with dots between"),
            Self::TooOld { oldest } => write!(f, "the oldest version with a plan is {oldest}"),
        }
    }
}

impl std::error::Error for VersionError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_compare_by_number() {
        let old: PgvectorVersion = "0.5.1".parse().unwrap();
        let new: PgvectorVersion = "0.10".parse().unwrap();
        assert!(old < new);
        assert_eq!(
            "0.4.4".parse::<PgvectorVersion>(),
            Err(VersionError::TooOld { oldest: "0.5.0".into() })
        );
        assert_eq!("new".parse::<PgvectorVersion>(), Err(VersionError::Unreadable));
        assert_eq!("16.10".parse::<PostgresVersion>().unwrap().to_string(), "16.10");
    }
}
