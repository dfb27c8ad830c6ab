//! All pages in their order, before any is rendered.

use std::path::Path;

use anyhow::Result;

use crate::{
    contents, generated,
    markdown::scan,
    page::{Body, Page, Section},
};

/// Sections and pages.
#[derive(Debug, Clone)]
pub(crate) struct Book {
    /// In the order of the header.
    pub(crate) sections: Vec<Section>,
    /// In the order in which one would read them; the home page first.
    pub(crate) pages: Vec<Page>,
}

impl Book {
    /// Reads `docs`, makes the pages of the tables, and the page of each section.
    ///
    /// # Errors
    /// When the list of contents and the files differ.
    pub(crate) fn read(root: &Path) -> Result<Self> {
        let (mut sections, written) = contents::read(root)?;
        sections.extend(generated::sections());
        // What was decided is for those who change hnswkit: last.
        sections.sort_by_key(|it| it.id == "decisions");
        let generated = generated::pages()?;
        Ok(Self::of(sections, written.into_iter().chain(generated).collect()))
    }

    /// Puts pages into the order of their sections, and adds a page for each section of several.
    pub(crate) fn of(sections: Vec<Section>, mut all: Vec<Page>) -> Self {
        let mut pages: Vec<Page> = all.extract_if(.., |it| it.section.is_empty()).collect();
        for section in &sections {
            let mut own: Vec<Page> = all.extract_if(.., |it| it.section == section.id).collect();
            if own.len() > 1 && own.iter().all(|it| !it.is_index()) {
                pages.push(index(section, &own, &sections));
            }
            pages.append(&mut own);
        }
        Self { sections, pages }
    }

    /// The section of that id.
    pub(crate) fn section(&self, id: &str) -> Option<&Section> {
        self.sections.iter().find(|it| it.id == id)
    }

    /// The page that a section begins with.
    pub(crate) fn first_of(&self, section: &Section) -> Option<&Page> {
        self.pages.iter().find(|it| it.section == section.id)
    }

    /// The pages of a section.
    pub(crate) fn pages_of<'a>(&'a self, section: &'a Section) -> impl Iterator<Item = &'a Page> {
        self.pages.iter().filter(|it| it.section == section.id)
    }
}

/// The page of a section: its pages with their descriptions.
fn index(section: &Section, pages: &[Page], sections: &[Section]) -> Page {
    let mut body = Body::new(about(&section.id));
    let line = |it: &Page| {
        let about = scan(&it.markdown).description;
        format!("**[{}](page:{})**: {}", it.title, it.slug, crate::page::prose(&about))
    };
    body.list(pages.iter().map(line));
    let inner = sections.iter().filter(|it| it.parent.as_ref() == Some(&section.id));
    body.list(inner.map(|it| format!("**[{0}](page:{1}/index)**", it.title, it.id)));
    let slug = format!("{}/index", section.id);
    Page::new(&section.id, &slug, &section.title, body, "docs/contents.toml")
}

/// What a section is for.
fn about(id: &str) -> &'static str {
    match id {
        "guides" => "One path each, from where you are to an index in production.",
        "operations" => "What you can do with an index, one page each.",
        "concepts" => "How pgvector's HNSW works, as far as it matters to those who run it.",
        "runbooks" => {
            "For the night: symptoms, a check, what to decide, what to do, and how to undo it."
        }
        "reference" => "Made from the tables of hnswkit, so it says what the command does.",
        "decisions" => "Where the code departs from what one would expect, and why.",
        _ => "All pages of this part.",
    }
}
