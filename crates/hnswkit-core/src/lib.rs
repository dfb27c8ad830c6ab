//! What hnswkit knows: pure, deterministic, no I/O.
//!
//! Read the modules in this order; each needs only those before it.
#![warn(clippy::disallowed_methods)]

mod hash;

pub mod domain;
pub mod parse;
pub mod sql;
pub mod estimate;
pub mod plan;
pub mod render;
pub mod monitor;
pub mod runbook;
