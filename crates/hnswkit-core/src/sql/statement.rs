//! A statement that a plan can hold, and what is known of it.

use std::fmt;

use super::{Lock, facts::Facts};

/// Whether reads and writes go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Build {
    /// `CONCURRENTLY`.
    Concurrent,
    /// Without it.
    Plain,
}

/// Whether a transaction may, must or cannot hold a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Transaction {
    /// Outside of a transaction it does nothing.
    Required,
    /// Either way.
    Allowed,
    /// PostgreSQL refuses it in one.
    Forbidden,
}

macro_rules! statements {
    ($($(#[$cfg:meta])? $ty:ident: $doc:literal,)+) => {
        /// A statement that a plan can hold; `Display` writes it with its semicolon.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum Statement {
            $(#[doc = $doc] $(#[$cfg])? $ty(super::$ty),)+
        }

        $($(#[$cfg])?
        impl From<super::$ty> for Statement {
            fn from(it: super::$ty) -> Self {
                Self::$ty(it)
            }
        })+

        impl Statement {
            fn facts(&self) -> &dyn Facts {
                match self {
                    $($(#[$cfg])? Self::$ty(it) => it,)+
                }
            }
        }

        impl fmt::Display for Statement {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self {
                    $($(#[$cfg])? Self::$ty(it) => it.fmt(f),)+
                }
            }
        }
    };
}

statements! {
    SaveSettings: "Remembers settings.",
    Set: "Changes a setting.",
    TransactionTimeoutOff: "Switches `transaction_timeout` off where there is one.",
    RestoreSettings: "Puts settings back.",
    GuardIndex: "Lets a build go on or stops it.",
    CreateIndex: "Builds an index.",
    VerifyIndex: "Proves an index.",
    GuardDrop: "Lets a drop go on or stops it.",
    DropIndex: "Drops an index.",
    VerifyDropped: "Proves that nothing is left.",
    GuardOutside: "Stops where a script should have been run.",
    #[cfg(feature = "every-operation")]
    GuardLoad: "Lets a drop before a load go on or stops it.",
    #[cfg(feature = "every-operation")]
    GuardReindex: "Lets a rebuild go on or stops it.",
    #[cfg(feature = "every-operation")]
    Reindex: "Builds an index anew.",
    #[cfg(feature = "every-operation")]
    GuardReplace: "Lets a replacement go on or stops it.",
    #[cfg(feature = "every-operation")]
    SwapIndexes: "Gives a new index the name of an old one.",
    #[cfg(feature = "every-operation")]
    SwapBack: "Takes a swap back.",
    #[cfg(feature = "every-operation")]
    GuardPartitions: "Stops unless the partitions are those of the catalog.",
    #[cfg(feature = "every-operation")]
    GuardParent: "Lets an index of a partitioned table be completed or stops it.",
    #[cfg(feature = "every-operation")]
    CreateParent: "Makes an index of a partitioned table without its parts.",
    #[cfg(feature = "every-operation")]
    AttachIndex: "Attaches the index of a partition.",
    #[cfg(feature = "every-operation")]
    VerifyPartitions: "Proves the index of every partition.",
    #[cfg(feature = "every-operation")]
    DropParent: "Drops an index of a partitioned table.",
    #[cfg(feature = "every-operation")]
    GuardModel: "Lets a stage of a change of model go on or stops it.",
    #[cfg(feature = "every-operation")]
    AddModel: "Adds the column of a new model.",
    #[cfg(feature = "every-operation")]
    FillGate: "Stops while rows are without an embedding.",
    #[cfg(feature = "every-operation")]
    SwitchModel: "Lets the column of a new model serve.",
    #[cfg(feature = "every-operation")]
    SwitchBackModel: "Lets the column of the old model serve again.",
    #[cfg(feature = "every-operation")]
    ProveFilled: "Proves that a column has no NULL.",
    #[cfg(feature = "every-operation")]
    Unprove: "Drops that proof.",
    #[cfg(feature = "every-operation")]
    DropModel: "Drops a column with the trigger of a change of model.",
    #[cfg(feature = "every-operation")]
    VerifyModel: "Proves how far a change of model is.",
    #[cfg(feature = "every-operation")]
    GuardChange: "Lets a stage of a change go on or stops it.",
    #[cfg(feature = "every-operation")]
    VerifyCast: "Proves that every value fits.",
    #[cfg(feature = "every-operation")]
    VerifyColumns: "Proves the types of columns.",
    #[cfg(feature = "every-operation")]
    RewriteColumn: "Changes the type of a column in place.",
    #[cfg(feature = "every-operation")]
    AddColumn: "Adds a column.",
    #[cfg(feature = "every-operation")]
    SyncTrigger: "Keeps a column equal to another.",
    #[cfg(feature = "every-operation")]
    Backfill: "Fills a column from another.",
    #[cfg(feature = "every-operation")]
    VerifyBackfilled: "Proves a filled column.",
    #[cfg(feature = "every-operation")]
    CopyNotNull: "Prepares NOT NULL.",
    #[cfg(feature = "every-operation")]
    SwapColumns: "Gives a new column the name of an old one.",
    #[cfg(feature = "every-operation")]
    DropColumn: "Drops a column and the trigger that fills it.",
    #[cfg(feature = "every-operation")]
    WithoutRows: "Runs a statement where a table has no rows.",
    #[cfg(feature = "every-operation")]
    SweepLeftovers: "Moves leftovers out of the way.",
    #[cfg(feature = "every-operation")]
    VerifySwept: "Proves that no leftover is there.",
    #[cfg(feature = "every-operation")]
    GuardDuplicates: "Stops when another index does the same work.",
    #[cfg(feature = "every-operation")]
    GuardUpdate: "Lets an upgrade of pgvector go on or stops it.",
    #[cfg(feature = "every-operation")]
    UpdateTo: "Upgrades pgvector.",
    #[cfg(feature = "every-operation")]
    VerifyUpdate: "Proves the release of pgvector.",
    #[cfg(feature = "every-operation")]
    StayUpdated: "Says that pgvector stays as it is.",
    #[cfg(feature = "every-operation")]
    GuardExtension: "Stops at a pgvector that is too old for a dump.",
    #[cfg(feature = "every-operation")]
    GuardRestored: "Stops until a dump is restored.",
    #[cfg(feature = "every-operation")]
    Analyze: "Counts a table for the planner.",
    #[cfg(feature = "every-operation")]
    GuardSetting: "Lets a change of a setting go on or stops it.",
    #[cfg(feature = "every-operation")]
    AlterSetting: "Changes what new sessions begin with.",
    #[cfg(feature = "every-operation")]
    VerifySetting: "Proves what new sessions begin with.",
}

impl Statement {
    /// Whether it saves, sets or puts back a setting of the session.
    pub(crate) fn is_setting(&self) -> bool {
        matches!(
            self,
            Self::SaveSettings(_)
                | Self::Set(_)
                | Self::TransactionTimeoutOff(_)
                | Self::RestoreSettings(_)
        )
    }

    /// What it does, in a few words without a full stop: `build a.b concurrently`.
    pub fn title(&self) -> String {
        self.facts().title()
    }

    /// Whether a transaction may hold it.
    pub fn transaction(&self) -> Transaction {
        self.facts().transaction()
    }

    /// The strongest lock that it takes on a table of the user's, if any.
    pub fn lock(&self) -> Option<Lock> {
        self.facts().lock()
    }

    /// The seconds after which it gives up on its lock by itself, whatever `lock_timeout` says:
    /// so long others can queue behind it, each time that it tries.
    pub fn patience(&self) -> Option<u32> {
        self.facts().patience()
    }

    /// The statement that takes it back, where there is one.
    ///
    /// A drop has no inverse here: it does not know what it drops.
    pub fn inverse(&self) -> Option<Self> {
        self.facts().inverse()
    }
}

impl Transaction {
    /// The word for JSON.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::Allowed => "allowed",
            Self::Forbidden => "forbidden",
        }
    }
}
