//! What can be done with an index.

/// What is to be done with an index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Operation {
    /// Build it.
    #[default]
    Create,
    /// Build it with other parameters beside the one of its name, and swap the two.
    Replace,
    /// Build it anew as it is.
    Reindex,
    /// Drop it.
    Drop,
}

impl Operation {
    /// All of them, in the order of the documentation.
    pub const ALL: &[Self] = &[Self::Create, Self::Replace, Self::Reindex, Self::Drop];

    /// The id, as in the spec file.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Replace => "replace",
            Self::Reindex => "reindex",
            Self::Drop => "drop",
        }
    }

    /// The verb at the beginning of a sentence: `Build 2 HNSW indexes`.
    pub const fn verb(self) -> &'static str {
        match self {
            Self::Create => "Build",
            Self::Replace => "Replace",
            Self::Reindex => "Rebuild",
            Self::Drop => "Drop",
        }
    }

    /// The verb for the way back, within a sentence: `drop 2 HNSW indexes`.
    pub const fn verb_back(self) -> &'static str {
        match self {
            Self::Create => "drop",
            Self::Replace => "bring back",
            Self::Reindex => "look at",
            Self::Drop => "build",
        }
    }

    /// Whether the way there builds a graph.
    pub const fn builds(self) -> bool {
        !matches!(self, Self::Drop)
    }
}
