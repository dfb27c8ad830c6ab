//! Where the server runs.

use std::{fmt, str::FromStr};

use super::Bytes;

/// A kind of place where PostgreSQL runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Platform {
    /// A server of one's own.
    #[default]
    SelfHosted,
    /// A container; `/dev/shm` has 64 MB unless it was enlarged.
    Docker,
    /// A pod without an operator; `/dev/shm` has 64 MB unless a volume is mounted there.
    Kubernetes,
    /// Pods of CloudNativePG.
    CloudNativePg,
    /// Pods of Zalando's postgres-operator.
    Zalando,
    /// Pods of Crunchy's PGO.
    Pgo,
    /// Pods of StackGres.
    StackGres,
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
        Self::Kubernetes,
        Self::CloudNativePg,
        Self::Zalando,
        Self::Pgo,
        Self::StackGres,
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
            Self::Kubernetes => "kubernetes",
            Self::CloudNativePg => "cloudnative-pg",
            Self::Zalando => "zalando",
            Self::Pgo => "pgo",
            Self::StackGres => "stackgres",
            Self::Supabase => "supabase",
            Self::Neon => "neon",
            Self::Rds => "rds",
            Self::Aurora => "aurora",
            Self::CloudSql => "cloud-sql",
            Self::AlloyDb => "alloydb",
            Self::Azure => "azure",
        }
    }

    /// What `/dev/shm` holds where nobody has enlarged it, when that is less than all memory.
    // Docker's and the kubelet's default; reproduced with PostgreSQL 17 in a container.
    pub const fn shared_memory(self) -> Option<Bytes> {
        match self {
            Self::Docker | Self::Kubernetes => Some(Bytes::mebibytes(64)),
            _ => None,
        }
    }

    /// The most that `maintenance_work_mem` may be, when that is less than PostgreSQL takes.
    // The source is in the table of platforms; a test holds the two together.
    pub const fn most_memory(self) -> Option<Bytes> {
        match self {
            Self::Azure => Some(Bytes(2_097_151 << 10)),
            _ => None,
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
