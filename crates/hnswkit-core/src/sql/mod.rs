//! SQL as typed statements; `Display` is the one house layout.
//!
//! Every statement knows its lock, what that blocks, whether a transaction may hold it, and its
//! inverse. Values come in by types only, so no text can become SQL by accident.

#![cfg_attr(
    not(feature = "every-operation"),
    allow(dead_code, unused_imports, reason = "the browser's first build plans one operation")
)]

#[cfg(feature = "every-operation")]
mod attach;
mod block;
mod create_index;
mod cure;
mod drop_index;
mod facts;
mod guard_drop;
#[cfg(feature = "every-operation")]
mod guard_duplicates;
mod guard_index;
#[cfg(feature = "every-operation")]
mod guard_load;
mod guard_outside;
mod inspection;
#[cfg(feature = "every-operation")]
mod leftovers;
mod lock;
mod maintain;
mod partitions;
#[cfg(feature = "every-operation")]
mod reindex;
#[cfg(feature = "every-operation")]
mod replace;
mod restored;
mod search;
#[cfg(feature = "every-operation")]
mod search_default;
mod search_setting;
mod setting;
mod statement;
#[cfg(feature = "every-operation")]
mod update_extension;
#[cfg(feature = "every-operation")]
mod without_rows;
mod writer;

#[cfg(feature = "every-operation")]
pub use attach::{AttachIndex, CreateParent, DropParent, GuardParent};
pub use create_index::CreateIndex;
pub use cure::Cure;
pub use drop_index::DropIndex;
pub use guard_drop::{GuardDrop, VerifyDropped};
#[cfg(feature = "every-operation")]
pub use guard_duplicates::GuardDuplicates;
pub use guard_index::{GuardIndex, VerifyIndex};
#[cfg(feature = "every-operation")]
pub use guard_load::GuardLoad;
pub use guard_outside::{Change, GuardOutside};
#[cfg(feature = "every-operation")]
pub use leftovers::{LeftoverNames, SweepLeftovers, VerifySwept};
pub use lock::{Blocked, Held, Lock, LockMode};
pub use maintain::{Analyze, RegClass, ReindexIndex, UpdateExtension, Vacuum};
pub use partitions::{GuardPartitions, PartitionIndex, PartitionsLine, VerifyPartitions};
#[cfg(feature = "every-operation")]
pub use reindex::{GuardReindex, Reindex};
#[cfg(feature = "every-operation")]
pub use replace::{GuardReplace, ReplacementNames, SwapBack, SwapIndexes};
pub use restored::{GuardExtension, GuardRestored};
pub use search::Search;
#[cfg(feature = "every-operation")]
pub use search_default::{AlterSetting, GuardSetting, VerifySetting};
pub use search_setting::SearchSetting;
pub use setting::{
    Parameter, RestoreSettings, SaveSettings, Scope, Set, SettingValue, TransactionTimeoutOff,
};
pub use statement::{Build, Statement, Transaction};
#[cfg(feature = "every-operation")]
pub use update_extension::{GuardUpdate, StayUpdated, UpdateTo, VerifyUpdate};
#[cfg(feature = "every-operation")]
pub use without_rows::WithoutRows;
