//! pgvector's bounded parameters: one table, many uses.

use std::fmt;

use super::PgvectorVersion;

/// Where a parameter is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParameterKind {
    /// In `WITH (…)` of the index.
    IndexOption,
    /// With `SET`, before a query.
    Setting,
}

/// What the documentation, the command's help and the browser form know about a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ParameterInfo {
    /// The name as PostgreSQL spells it.
    pub name: &'static str,
    /// One sentence on what it does.
    pub summary: &'static str,
    /// Where it is written.
    pub kind: ParameterKind,
    /// The smallest accepted value.
    pub min: u32,
    /// The largest accepted value.
    pub max: u32,
    /// The value pgvector uses when none is given.
    pub default: u32,
    /// What one unit means.
    pub unit: &'static str,
    /// The first pgvector that has it.
    pub since: PgvectorVersion,
    /// Where the numbers come from.
    pub source: &'static str,
}

/// A value outside the range that pgvector accepts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OutOfRange {
    /// The parameter that was given.
    pub parameter: &'static ParameterInfo,
    /// The value that was given.
    pub value: i64,
}

impl fmt::Display for OutOfRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ParameterInfo { name, min, max, .. } = self.parameter;
        write!(f, "`{name}` must be between {min} and {max}, but is {}", self.value)
    }
}

impl std::error::Error for OutOfRange {}

macro_rules! bounded {
    ($( $doc:literal $ty:ident = $kind:ident $name:literal, $min:literal..=$max:literal, default $default:literal, $unit:literal, since $since:expr, $source:literal; )+) => {
        /// Every bounded parameter, in the order of the documentation.
        pub const PARAMETERS: &[&ParameterInfo] = &[$($ty::INFO),+];
        $(
            #[doc = $doc]
            #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
            pub struct $ty(u32);

            impl $ty {
                /// The facts about this parameter.
                pub const INFO: &'static ParameterInfo = &ParameterInfo {
                    name: $name,
                    summary: $doc,
                    kind: ParameterKind::$kind,
                    min: $min,
                    max: $max,
                    default: $default,
                    unit: $unit,
                    since: $since,
                    source: $source,
                };

                /// Accepts `value` if pgvector would.
                ///
                /// # Errors
                ///
                /// When the value is outside the range of [`Self::INFO`].
                pub fn new(value: impl Into<i64>) -> Result<Self, OutOfRange> {
                    let value = value.into();
                    match u32::try_from(value) {
                        Ok(it) if ($min..=$max).contains(&it) => Ok(Self(it)),
                        _ => Err(OutOfRange { parameter: Self::INFO, value }),
                    }
                }

                /// The plain number.
                pub const fn get(self) -> u32 {
                    self.0
                }
            }

            impl Default for $ty {
                fn default() -> Self {
                    Self($default)
                }
            }

            impl fmt::Display for $ty {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    self.0.fmt(f)
                }
            }
        )+
    };
}

bounded! {
    "Links per node and layer of the graph (layer 0 has twice as many)."
    M = IndexOption "m", 2..=100, default 16, "links", since PgvectorVersion::new(0, 5, 0),
        "pgvector 0.8.6 src/hnsw.h: HNSW_MIN_M, HNSW_MAX_M, HNSW_DEFAULT_M";
    "Candidates kept while the graph is built."
    EfConstruction = IndexOption "ef_construction", 4..=1000, default 64, "candidates", since PgvectorVersion::new(0, 5, 0),
        "pgvector 0.8.6 src/hnsw.h: HNSW_MIN_EF_CONSTRUCTION, HNSW_MAX_EF_CONSTRUCTION, HNSW_DEFAULT_EF_CONSTRUCTION";
    "Candidates kept while a query walks the graph; also the most rows a plain scan returns."
    EfSearch = Setting "hnsw.ef_search", 1..=1000, default 40, "candidates", since PgvectorVersion::new(0, 5, 0),
        "pgvector 0.8.6 src/hnsw.h: HNSW_MIN_EF_SEARCH, HNSW_MAX_EF_SEARCH, HNSW_DEFAULT_EF_SEARCH";
    "Tuples an iterative scan visits at the most."
    MaxScanTuples = Setting "hnsw.max_scan_tuples", 1..=2147483647, default 20000, "tuples", since PgvectorVersion::new(0, 8, 0),
        "pgvector 0.8.6 src/hnsw.c: HnswInit";
    "Memory of an iterative scan, as a multiple of work_mem."
    ScanMemMultiplier = Setting "hnsw.scan_mem_multiplier", 1..=1000, default 1, "× work_mem", since PgvectorVersion::new(0, 8, 0),
        "pgvector 0.8.6 src/hnsw.c: HnswInit";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn defaults_lie_in_range() {
        for info in PARAMETERS {
            assert!(info.min <= info.default && info.default <= info.max, "{info:?}");
        }
    }

    #[test]
    fn message_names_the_range() {
        let err = M::new(101).unwrap_err();
        assert_eq!(err.to_string(), "`m` must be between 2 and 100, but is 101");
    }
}
