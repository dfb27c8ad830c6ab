//! Changes of a column, which go in stages so that nothing is dropped before the new one is proven.

use crate::domain::{Bytes, ColumnType, Interval};

/// What becomes of the column of an index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// The type of the column before.
    pub from: ColumnType,
    /// How far the change goes; a migration each.
    pub stage: Stage,
    /// How long after the switch the old column may be dropped.
    pub soak: Option<Interval>,
    /// The largest table that is written anew under a lock, in transactional mode.
    pub max_rewrite: Option<Bytes>,
}

/// How far a change goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Stage {
    /// A new column is there, filled, kept up and indexed.
    #[default]
    Expand,
    /// The new column has the name of the old one.
    Switch,
    /// The old column is gone.
    Contract,
}

impl Stage {
    /// All of them, in order.
    pub const ALL: &[Self] = &[Self::Expand, Self::Switch, Self::Contract];

    /// The id, as in the spec file.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Expand => "expand",
            Self::Switch => "switch",
            Self::Contract => "contract",
        }
    }
}
