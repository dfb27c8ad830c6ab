//! What a plan does besides what it does with indexes: settings of searches, pgvector itself, a
//! restored dump.

use crate::domain::{PgvectorVersion, SearchParameter, SettingScope};

/// Something to do that is not about one index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Task {
    /// Brings pgvector's objects in this database to a release, before anything else.
    Upgrade(UpgradeRequest),
    /// Comes between a dump that is restored without its HNSW indexes, and their builds.
    Restore(RestoreRequest),
    /// Changes what queries of a role or database search with, after everything else.
    Setting(SettingRequest),
}

/// An upgrade of pgvector in this database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UpgradeRequest {
    /// The release to go to.
    pub to: PgvectorVersion,
    /// The release that is there, when it is known.
    pub from: Option<PgvectorVersion>,
}

/// A dump that is restored without its HNSW indexes, so that the plan can build them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RestoreRequest {
    /// The release of pgvector where the dump was made, when it is known.
    pub from: Option<PgvectorVersion>,
    /// The dump: a file or a folder that `pg_restore` reads.
    pub dump: String,
    /// So many jobs restore the data.
    pub jobs: u32,
}

/// A setting of searches that every new session of a role or database begins with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingRequest {
    /// The setting.
    pub parameter: SearchParameter,
    /// The value, as the catalog shows it.
    pub value: String,
    /// What the way back puts in place; without it the setting is reset.
    pub previous: Option<String>,
    /// Whose sessions.
    pub scope: SettingScope,
}

impl Task {
    /// The section of the spec file that it comes from.
    pub const fn section(&self) -> &'static str {
        match self {
            Self::Upgrade(_) => "upgrade",
            Self::Restore(_) => "restore",
            Self::Setting(_) => "setting",
        }
    }

    /// The verb at the beginning of a sentence.
    pub(super) const fn verb(&self) -> &'static str {
        match self {
            Self::Upgrade(_) => "Upgrade",
            Self::Restore(_) => "Complete",
            Self::Setting(_) => "Set",
        }
    }

    /// The verb for the way back, within a sentence.
    pub(super) const fn verb_back(&self) -> &'static str {
        match self {
            Self::Upgrade(_) => "keep",
            Self::Restore(_) => "leave",
            Self::Setting(_) => "put back",
        }
    }

    /// What is done, after the verb.
    pub(super) fn what(&self) -> String {
        match self {
            Self::Upgrade(it) => format!("pgvector to {}", it.to),
            Self::Restore(it) => format!("the restore of {}", it.dump),
            Self::Setting(it) => {
                format!("{} = {} for {}", it.parameter.name(), it.value, it.scope)
            }
        }
    }
}
