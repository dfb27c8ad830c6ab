//! Pages that people write: `docs/contents.toml` names them, `docs` has them.

use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use serde::Deserialize;

use crate::page::{Page, Section};

/// `docs/contents.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Contents {
    section: Vec<Listed>,
}

/// A section with its pages, in their order.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Listed {
    title: String,
    pages: Vec<String>,
}

/// The section of the home page.
pub(crate) const HOME: &str = "";

/// The sections and pages of `docs`, the home page first.
///
/// # Errors
/// When a page is listed and not there, or there and not listed.
pub(crate) fn read(root: &Path) -> Result<(Vec<Section>, Vec<Page>)> {
    let file = root.join("docs/contents.toml");
    let text = std::fs::read_to_string(&file).context("there is no docs/contents.toml")?;
    let contents: Contents = toml::from_str(&text).context("docs/contents.toml")?;
    let mut sections = vec![];
    let mut pages = vec![page(root, HOME, "index")?];
    for listed in contents.section {
        let Some(first) = listed.pages.first() else { bail!("{} has no pages", listed.title) };
        // The section lies where its pages lie; pages beside the home page have none.
        let folder = first.split_once('/').map_or_else(|| first.clone(), |it| it.0.to_owned());
        for slug in &listed.pages {
            pages.push(page(root, &folder, slug)?);
        }
        let title = listed.title;
        sections.push(Section { id: folder, title, parent: None, in_header: true });
    }
    unlisted(root, &pages)?;
    decisions(root, &mut sections, &mut pages)?;
    Ok((sections, pages))
}

fn page(root: &Path, section: &str, slug: &str) -> Result<Page> {
    let source = format!("docs/{slug}.md");
    let markdown = std::fs::read_to_string(root.join(&source))
        .with_context(|| format!("there is no {source}, which docs/contents.toml lists"))?;
    let title = markdown.lines().next().and_then(|it| it.strip_prefix("# "));
    let title = title.with_context(|| format!("{source}:1: a page begins with `# Title`"))?;
    let title = title.trim().to_owned();
    Ok(Page {
        section: section.to_owned(),
        slug: slug.to_owned(),
        title,
        markdown,
        source,
        entries: vec![],
    })
}

/// Fails when somebody wrote a page that no reader would find.
fn unlisted(root: &Path, pages: &[Page]) -> Result<()> {
    for folder in ["guides", "operations", "concepts"] {
        for name in names(&root.join("docs").join(folder))? {
            let slug = format!("{folder}/{name}");
            let listed = pages.iter().any(|it| it.slug == slug);
            ensure!(listed, "docs/{slug}.md is not listed in docs/contents.toml");
        }
    }
    Ok(())
}

/// The decisions are published as they are, so that links to them lead somewhere.
fn decisions(root: &Path, sections: &mut Vec<Section>, pages: &mut Vec<Page>) -> Result<()> {
    let names = names(&root.join("docs/decisions"))?;
    if names.is_empty() {
        return Ok(());
    }
    let (id, title) = ("decisions".to_owned(), "Decisions".to_owned());
    sections.push(Section { id, title, parent: None, in_header: false });
    for name in names {
        let mut page = page(root, "decisions", &format!("decisions/{name}"))?;
        page.entries.push(crate::page::Entry {
            key: format!("decision:{}", name.split('-').next().unwrap_or_default()),
            anchor: String::new(),
        });
        pages.push(page);
    }
    Ok(())
}

/// The Markdown files of a folder without their ending, sorted; none when there is no folder.
fn names(folder: &Path) -> Result<Vec<String>> {
    if !folder.exists() {
        return Ok(vec![]);
    }
    let mut names = vec![];
    for entry in std::fs::read_dir(folder)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        names.extend(name.strip_suffix(".md").map(str::to_owned));
    }
    names.sort();
    Ok(names)
}
