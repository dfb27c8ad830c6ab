//! SQL as typed statements; `Display` is the one house layout.
//!
//! Every statement knows its lock, what that blocks, whether a transaction may hold it, and its
//! inverse. Values come in by types only, so no text can become SQL by accident.

#![cfg_attr(
    not(feature = "every-operation"),
    allow(dead_code, unused_imports, reason = "the browser's first build plans one operation")
)]

#[cfg(feature = "every-operation")]
mod add_column;
#[cfg(feature = "every-operation")]
mod attach;
#[cfg(feature = "every-operation")]
mod backfill;
mod block;
#[cfg(feature = "every-operation")]
mod cast_values;
#[cfg(feature = "every-operation")]
mod copy_not_null;
mod create_index;
mod cure;
#[cfg(feature = "every-operation")]
mod drop_column;
mod drop_index;
mod facts;
#[cfg(feature = "every-operation")]
mod guard_change;
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
#[cfg(feature = "every-operation")]
mod model;
mod partitions;
#[cfg(feature = "every-operation")]
mod reindex;
#[cfg(feature = "every-operation")]
mod replace;
#[cfg(feature = "every-operation")]
mod restored;
#[cfg(feature = "every-operation")]
mod rewrite_column;
mod search;
#[cfg(feature = "every-operation")]
mod search_default;
mod search_setting;
mod setting;
mod statement;
#[cfg(feature = "every-operation")]
mod swap_columns;
#[cfg(feature = "every-operation")]
mod sync_trigger;
#[cfg(feature = "every-operation")]
mod update_extension;
#[cfg(feature = "every-operation")]
mod without_rows;
mod writer;

#[cfg(feature = "every-operation")]
pub use add_column::AddColumn;
#[cfg(feature = "every-operation")]
pub use attach::{AttachIndex, CreateParent, DropParent, GuardParent};
#[cfg(feature = "every-operation")]
pub use backfill::{Backfill, VerifyBackfilled};
#[cfg(feature = "every-operation")]
pub use cast_values::VerifyCast;
#[cfg(feature = "every-operation")]
pub use copy_not_null::CopyNotNull;
pub use create_index::CreateIndex;
pub use cure::Cure;
#[cfg(feature = "every-operation")]
pub use drop_column::DropColumn;
pub use drop_index::DropIndex;
#[cfg(feature = "every-operation")]
pub use guard_change::{ChangeStep, ExpectedColumn, GuardChange, VerifyColumns};
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
#[cfg(feature = "every-operation")]
pub use model::{
    AddModel, DropModel, FillGate, Gate, GuardModel, ModelColumns, ModelState, ProveFilled, Side,
    SwitchBackModel, SwitchModel, Unprove, VerifyModel,
};
pub use partitions::{GuardPartitions, PartitionIndex, PartitionsLine, VerifyPartitions};
#[cfg(feature = "every-operation")]
pub use reindex::{GuardReindex, Reindex};
#[cfg(feature = "every-operation")]
pub use replace::{GuardReplace, ReplacementNames, SwapBack, SwapIndexes};
#[cfg(feature = "every-operation")]
pub use restored::{GuardExtension, GuardRestored};
#[cfg(feature = "every-operation")]
pub use rewrite_column::RewriteColumn;
pub use search::Search;
#[cfg(feature = "every-operation")]
pub use search_default::{AlterSetting, GuardSetting, VerifySetting};
pub use search_setting::SearchSetting;
pub use setting::{
    Parameter, RestoreSettings, SaveSettings, Scope, Set, SettingValue, TransactionTimeoutOff,
};
pub use statement::{Build, Statement, Transaction};
#[cfg(feature = "every-operation")]
pub use swap_columns::{ColumnNames, Swap, SwapColumns};
#[cfg(feature = "every-operation")]
pub use sync_trigger::SyncTrigger;
#[cfg(feature = "every-operation")]
pub use update_extension::{GuardUpdate, StayUpdated, UpdateTo, VerifyUpdate};
#[cfg(feature = "every-operation")]
pub use without_rows::WithoutRows;
