//! Runbooks, rendered for the example of the documentation.

use anyhow::Result;
use hnswkit_core::runbook;

use super::story::story;
use crate::page::Page;

pub(super) fn pages() -> Result<Vec<Page>> {
    let (_, plan) = story()?;
    let page = Page::of_markdown(
        "runbooks",
        "runbooks/build-online",
        runbook::render(&plan),
        "crates/hnswkit-core/templates/runbook.md",
    );
    Ok(vec![page.documents("runbook", "build-online")])
}
