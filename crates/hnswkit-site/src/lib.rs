//! The documentation site: Markdown of people and of tables becomes static pages.
//!
//! [`Page`] is what goes in. [`site::build`] resolves every link, colors code, and gives the files of
//! the site; [`output`] writes those that changed.

mod book;
mod contents;
mod generated;
mod layout;
mod links;
mod llms;
mod markdown;
pub mod output;
mod page;
mod problem;
pub mod serve;
pub mod site;
mod slug;
mod weight;

pub use page::{Body, Entry, Page, Section};
pub use problem::Problem;
