//! The programs of a monitoring system: started, asked over HTTP, stopped.

mod exposition;
mod http;
mod process;

pub use exposition::{Sample, samples};
pub use http::{escape, get};
pub use process::{Process, free_port};
