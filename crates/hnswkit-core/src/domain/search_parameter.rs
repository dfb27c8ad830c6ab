//! The settings that searches with HNSW have, and whose sessions begin with them.

use std::fmt;

use super::{
    EfSearch, Identifier, MaxScanTuples, ParameterInfo, PgvectorVersion, ScanMemMultiplier,
};

/// A setting of searches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SearchParameter {
    /// A bounded number.
    Number(&'static ParameterInfo),
    /// `hnsw.iterative_scan`.
    IterativeScan,
}

impl SearchParameter {
    /// All of them, in the order of the documentation.
    pub const ALL: &[Self] = &[
        Self::Number(EfSearch::INFO),
        Self::IterativeScan,
        Self::Number(MaxScanTuples::INFO),
        Self::Number(ScanMemMultiplier::INFO),
    ];

    /// The words that `hnsw.iterative_scan` takes.
    // pgvector 0.8.6 src/hnsw.c: hnsw_iterative_scan_options.
    pub const ITERATIVE_SCANS: &[&str] = &["off", "relaxed_order", "strict_order"];

    /// The setting of that name.
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|it| it.name().eq_ignore_ascii_case(name.trim()))
    }

    /// The name as PostgreSQL spells it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Number(it) => it.name,
            Self::IterativeScan => "hnsw.iterative_scan",
        }
    }

    /// The first pgvector that has it.
    pub const fn since(self) -> PgvectorVersion {
        match self {
            Self::Number(it) => it.since,
            // pgvector CHANGELOG.md, 0.8.0.
            Self::IterativeScan => PgvectorVersion::new(0, 8, 0),
        }
    }

    /// What pgvector searches with when nothing is set.
    pub fn default(self) -> String {
        match self {
            Self::Number(it) => it.default.to_string(),
            Self::IterativeScan => "off".to_owned(),
        }
    }

    /// The value as the catalog has it, if pgvector accepts it.
    pub fn accept(self, value: &str) -> Option<String> {
        let value = value.trim();
        match self {
            Self::Number(it) => {
                let number: u32 = value.parse().ok()?;
                (it.min..=it.max).contains(&number).then(|| number.to_string())
            }
            Self::IterativeScan => {
                let word = value.to_ascii_lowercase();
                Self::ITERATIVE_SCANS.contains(&word.as_str()).then_some(word)
            }
        }
    }

    /// What it accepts, as in "must be ...".
    pub fn range(self) -> String {
        match self {
            Self::Number(it) => format!("a whole number between {} and {}", it.min, it.max),
            Self::IterativeScan => Self::ITERATIVE_SCANS.join(", "),
        }
    }
}

/// Whose new sessions begin with a setting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SettingScope {
    /// All of the database that the plan runs in.
    CurrentDatabase,
    /// All of a database.
    Database(Identifier),
    /// Those of a role, in every database.
    Role(Identifier),
    /// Those of a role in one database; it counts more than either alone.
    RoleInDatabase(Identifier, Identifier),
}

impl fmt::Display for SettingScope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::CurrentDatabase => f.write_str("this database"),
            Self::Database(it) => write!(f, "database {it}"),
            Self::Role(it) => write!(f, "role {it}"),
            Self::RoleInDatabase(role, it) => write!(f, "role {role} in database {it}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_those_of_the_catalog() {
        let find = |name| SearchParameter::find(name).unwrap();
        assert_eq!(find("hnsw.ef_search").accept(" 0100 ").as_deref(), Some("100"));
        assert_eq!(find("hnsw.ef_search").accept("1001"), None);
        let scan = find("HNSW.iterative_scan");
        assert_eq!(scan.accept("Strict_Order").as_deref(), Some("strict_order"));
        assert_eq!(scan.accept("on"), None);
        for it in SearchParameter::ALL {
            assert_eq!(it.accept(&it.default()), Some(it.default()));
        }
        assert_eq!(SearchParameter::find("ivfflat.probes"), None);
    }
}
