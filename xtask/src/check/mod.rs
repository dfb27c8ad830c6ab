//! `cargo xtask test`: every check of the repository, in one run.

pub(crate) mod child;
mod command;
mod failures;
mod release;
mod steps;
pub(crate) mod tally;

pub(crate) use self::command::run;
