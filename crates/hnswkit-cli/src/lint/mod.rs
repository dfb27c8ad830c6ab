//! The parts of `hnswkit lint`.

pub(crate) mod baseline;
pub(crate) mod check;
pub(crate) mod discover;
pub(crate) mod fix;
mod globs;
mod order;
pub(crate) mod report;
pub(crate) mod settings;
pub(crate) mod text;
