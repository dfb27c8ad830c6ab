//! The runbook of a plan, as Markdown.

mod failures;
mod markdown;
mod queries;
mod view;

pub use view::render;
