//! A server of a test's own: one that may be starved, killed and damaged.

mod programs;
mod server;

pub use self::{
    programs::Programs,
    server::{OwnServer, Room},
};
