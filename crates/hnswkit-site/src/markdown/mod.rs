//! Markdown: what a page says, as HTML for people and as Markdown for their agents.

mod fence;
mod highlight;
mod html;
mod scan;
mod twin;

use pulldown_cmark::{Options, Parser};

pub(crate) use highlight::Highlighter;
pub(crate) use html::render;
pub(crate) use scan::{Heading, Scan, scan};
pub(crate) use twin::twin;

/// What our Markdown can do beyond the common ground.
fn parser(markdown: &str) -> Parser<'_> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM;
    Parser::new_ext(markdown, options)
}
