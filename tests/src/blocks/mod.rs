//! Runs the SQL of a Markdown page as its reader would, and compares what psql prints.
//!
//! The words behind ` ```sql ` say how; `tests/README.md` lists them.

mod console;
mod documents;
mod fence;
mod info;
mod mask;
mod page;
mod run;

pub use crate::blocks::{
    documents::documents,
    page::{Block, Page},
    run::Tally,
};
