//! Judges SQL that anybody wrote: what will block, fail, stay unused or rot.
//!
//! [`check`] takes sources in the order in which they are run. What they say becomes [`Event`]s,
//! whether it stands in SQL or in calls of index builders; each [`Rule`] looks at every event with
//! what the events before have made of the database. One rule is one file of code, one page whose
//! examples are its tests, and one line in [`RULES`].

mod catalog;
mod directive;
mod engine;
mod event;
mod file;
mod finding;
mod known;
mod names;
mod operand;
mod options;
#[cfg(test)]
#[cfg(feature = "pages")]
mod pages;
#[cfg(test)]
mod programs;
mod query;
mod read;
mod relocate;
mod rule;
mod rules;
mod session;
mod source;
mod suppress;

pub use engine::check;
pub use event::{
    Action, Block, Column, Condition, Event, IndexCreation, IndexDrop, Key, Rebuild, RebuildTarget,
    SettingChange, TableCreation,
};
pub use finding::{Edit, Finding, Fix, Severity};
pub use operand::Operand;
pub use options::{Options, Tool};
pub use query::{Distance, FromTable, Limit, OrderKey, OrderKind, Query};
pub use rule::Rule;
pub use rules::RULES;
pub use source::{Content, Direction, Fragment, OffsetMap, Piece, Role, Source, Wrap};
