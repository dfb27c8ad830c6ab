//! Runbooks, from `RUNBOOKS`, rendered for the example of the documentation.

use anyhow::Result;
use hnswkit_core::runbook::RUNBOOKS;

use super::story::story;
use crate::page::Page;

pub(super) fn pages() -> Result<Vec<Page>> {
    let (_, plan) = story()?;
    let pages = RUNBOOKS.iter().map(|it| {
        let slug = format!("runbooks/{}", it.id);
        let source = format!("crates/hnswkit-core/templates/runbooks/{}.md", it.id);
        let page = Page::of_markdown("runbooks", &slug, it.render(&plan), &source);
        // All of them are runbooks: their names are enough in a list.
        Page { title: it.title.to_owned(), ..page }.documents("runbook", it.id)
    });
    Ok(pages.collect())
}
