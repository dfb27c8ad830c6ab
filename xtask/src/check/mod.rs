//! `cargo xtask test`: every check of the repository, in one run.

mod child;
mod command;
mod release;
mod steps;
mod tally;
mod wasm;

pub(crate) use self::command::run;
