//! `cargo xtask servers`: PostgreSQL with pgvector, eight versions, without root and without Docker.

mod cluster;
mod command;
mod install;
mod owner;
mod state;
mod table;

pub(crate) use self::{
    command::{env_value, newest_bin, run, start, stop},
    table::Selection,
};
