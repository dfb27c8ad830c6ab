//! What hnswkit knows: pure, deterministic, no I/O.
//!
//! The modules in reading order: [`domain`] holds values that cannot be wrong, [`sql`] typed
//! statements, [`parse`] reads SQL, [`estimate`] computes numbers, [`plan`] puts steps in order,
//! [`render`] writes them for a migration tool, [`lint`] judges the SQL of others, [`monitor`] asks
//! how it goes, [`explain`] says what the answers of a server mean, [`runbook`] tells people
//! what to do, and [`snippet`] shows how programs search with a setting of their own.
#![warn(clippy::disallowed_methods)]

pub mod domain;
pub mod estimate;
pub mod explain;
pub mod hash;
#[cfg(feature = "parse")]
pub mod lint;
pub mod monitor;
#[cfg(feature = "parse")]
pub mod parse;
pub mod plan;
#[cfg(feature = "every-number")]
pub mod platform;
pub mod render;
pub mod runbook;
pub mod snippet;
pub mod sql;
