//! Where the server runs.

use std::{fmt, str::FromStr};

/// A kind of place where PostgreSQL runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Platform {
    /// A server of one's own.
    #[default]
    SelfHosted,
    /// A container; `/dev/shm` has 64 MB unless it was enlarged.
    Docker,
    /// Supabase.
    Supabase,
    /// Neon.
    Neon,
    /// Amazon RDS.
    Rds,
    /// Amazon Aurora.
    Aurora,
    /// Google Cloud SQL.
    CloudSql,
    /// Google AlloyDB.
    AlloyDb,
    /// Azure Database for PostgreSQL.
    Azure,
}

/// A text that names no platform.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownPlatform {
    /// The text.
    pub name: String,
}

impl Platform {
    /// All of them, in the order of the documentation.
    pub const ALL: &[Self] = &[
        Self::SelfHosted,
        Self::Docker,
        Self::Supabase,
        Self::Neon,
        Self::Rds,
        Self::Aurora,
        Self::CloudSql,
        Self::AlloyDb,
        Self::Azure,
    ];

    /// The id, as in the spec file.
    pub const fn id(self) -> &'static str {
        match self {
            Self::SelfHosted => "self-hosted",
            Self::Docker => "docker",
            Self::Supabase => "supabase",
            Self::Neon => "neon",
            Self::Rds => "rds",
            Self::Aurora => "aurora",
            Self::CloudSql => "cloud-sql",
            Self::AlloyDb => "alloydb",
            Self::Azure => "azure",
        }
    }
}

impl FromStr for Platform {
    type Err = UnknownPlatform;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .iter()
            .copied()
            .find(|it| it.id().eq_ignore_ascii_case(text.trim()))
            .ok_or_else(|| UnknownPlatform { name: text.to_owned() })
    }
}

impl fmt::Display for Platform {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

impl fmt::Display for UnknownPlatform {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is not a platform that we know", self.name)
    }
}

impl std::error::Error for UnknownPlatform {}
