//! What templates show around a page.

use std::path::Path;

use anyhow::{Context, Result};
use askama::Template;

use crate::{
    book::Book,
    links::{Targets, relative},
    markdown::{Heading, Scan},
    page::Page,
};

/// What is the same for every page.
#[derive(Debug)]
pub(crate) struct Frame {
    /// Where the site will lie, with `/` at its end, if that is known.
    pub(crate) base_url: Option<String>,
    /// Behind the names of assets, so that browsers fetch those of this build.
    pub(crate) assets: String,
}

/// A page among others.
#[derive(Template)]
#[template(path = "page.html")]
struct PageView<'a> {
    frame: Around<'a>,
    crumbs: Vec<Link>,
    content: &'a str,
    outline: Vec<Outlined<'a>>,
    siblings: Vec<Group>,
    previous: Option<Link>,
    next: Option<Link>,
    source: &'a str,
    edit: Option<String>,
}

/// The first page.
#[derive(Template)]
#[template(path = "home.html")]
struct HomeView<'a> {
    frame: Around<'a>,
    head: &'a str,
    content: &'a str,
}

/// The page for addresses that have none; it is shown at any depth.
#[derive(Template)]
#[template(path = "missing.html")]
struct MissingView<'a> {
    frame: Around<'a>,
}

/// Head, header and foot.
struct Around<'a> {
    title: String,
    description: String,
    /// From the page to the top of the site: `../`, or the path of the site on its host.
    top: String,
    assets: &'a str,
    canonical: Option<String>,
    card: String,
    twin: Option<String>,
    sections: Vec<Link>,
    is_home: bool,
    is_indexed: bool,
}

struct Link {
    href: String,
    title: String,
    is_here: bool,
}

struct Group {
    title: String,
    href: String,
    is_here: bool,
    links: Vec<Link>,
}

struct Outlined<'a> {
    level: u8,
    id: &'a str,
    text: &'a str,
}

/// So many headings of the third level are a help; more are a wall.
const MANY_HEADINGS: usize = 120;

impl Frame {
    /// Asks for the site's address and reads its assets' fingerprint.
    pub(crate) fn new(base_url: Option<&str>, assets: String) -> Self {
        let base_url = base_url.map(|it| format!("{}/", it.trim_end_matches('/')));
        Self { base_url, assets }
    }

    fn around<'a>(&'a self, book: &Book, page: &Page, scan: &Scan) -> Around<'a> {
        let here = page.slug.as_str();
        let is_home = here == "index";
        let title = match is_home {
            true => "hnswkit: HNSW indexes for pgvector".to_owned(),
            false => format!("{} · hnswkit", page.title),
        };
        let top = relative(here, "x").trim_end_matches('x').to_owned();
        let address = |path: &str| self.base_url.as_ref().map(|it| format!("{it}{path}"));
        Around {
            title,
            description: shortened(&scan.description),
            card: address("assets/card.png").unwrap_or_else(|| format!("{top}assets/card.png")),
            canonical: address(&format!("{here}.html")),
            assets: &self.assets,
            twin: here.rsplit('/').next().map(|it| format!("{it}.md")),
            sections: sections(book, here, &outermost(book, page)),
            top,
            is_home,
            is_indexed: true,
        }
    }
}

/// The page as a whole.
///
/// # Errors
/// When a template fails, which it does not.
pub(crate) fn page(
    frame: &Frame,
    book: &Book,
    at: usize,
    scan: &Scan,
    content: &str,
    targets: &Targets,
) -> Result<String> {
    let page = &book.pages[at];
    let around = frame.around(book, page, scan);
    if around.is_home {
        let (head, content) = content.split_once("</p>\n").unwrap_or((content, ""));
        let head = &format!("{head}</p>\n");
        return Ok(HomeView { frame: around, head, content }.render()?);
    }
    let to = |it: &Page| Link {
        href: relative(&page.slug, &format!("{}.html", it.slug)),
        title: it.title.clone(),
        is_here: it.slug == page.slug,
    };
    let neighbor = |it: Option<&Page>| it.filter(|it| !it.section.is_empty()).map(to);
    let view = PageView {
        frame: around,
        crumbs: crumbs(book, page, &to),
        content,
        outline: outline(&scan.headings),
        siblings: groups(book, page, &to),
        previous: neighbor(at.checked_sub(1).and_then(|it| book.pages.get(it))),
        next: neighbor(book.pages.get(at + 1)),
        source: &page.source,
        edit: targets.source(&page.source),
    };
    Ok(view.render()?)
}

/// `404.html`: the only page with absolute links, as it is shown for any address.
///
/// # Errors
/// When a template fails, which it does not.
pub(crate) fn missing(frame: &Frame, book: &Book) -> Result<String> {
    let url = frame.base_url.as_deref().unwrap_or("/");
    let path = url.split_once("://").map_or(url, |(_, it)| it.find('/').map_or("/", |n| &it[n..]));
    let home = book.pages.first().context("there is no home page")?;
    let mut around = frame.around(book, home, &Scan::default());
    for it in &mut around.sections {
        it.href = format!("{path}{}", it.href);
    }
    around.title = "Not found · hnswkit".to_owned();
    around.description = "There is no page at this address.".to_owned();
    around.top = path.to_owned();
    around.canonical = None;
    around.twin = None;
    around.is_home = false;
    around.is_indexed = false;
    Ok(MissingView { frame: around }.render()?)
}

/// The section of the header that a page belongs to.
fn outermost(book: &Book, page: &Page) -> String {
    let section = book.section(&page.section);
    section.and_then(|it| it.parent.clone()).unwrap_or_else(|| page.section.clone())
}

fn sections(book: &Book, here: &str, outermost: &str) -> Vec<Link> {
    let shown = book.sections.iter().filter(|it| it.in_header);
    shown
        .filter_map(|it| {
            let first = book.first_of(it)?;
            let href = relative(here, &format!("{}.html", first.slug));
            Some(Link { href, title: it.title.clone(), is_here: it.id == outermost })
        })
        .collect()
}

/// Home, section, section within it; without the page itself.
fn crumbs(book: &Book, page: &Page, to: &dyn Fn(&Page) -> Link) -> Vec<Link> {
    let own = book.section(&page.section);
    let outer = own.and_then(|it| it.parent.as_deref()).and_then(|it| book.section(it));
    let firsts = outer.into_iter().chain(own).filter_map(|it| {
        let first = book.first_of(it).filter(|first| first.slug != page.slug)?;
        Some(Link { title: it.title.clone(), ..to(first) })
    });
    let home = book.pages.first().map(|it| Link { title: "Home".to_owned(), ..to(it) });
    home.into_iter().chain(firsts).collect()
}

/// The pages around: those of the outermost section, and of the one within it that we are in.
fn groups(book: &Book, page: &Page, to: &dyn Fn(&Page) -> Link) -> Vec<Group> {
    let outer = outermost(book, page);
    let shown = book
        .sections
        .iter()
        .filter(|it| it.id == outer || it.parent.as_deref() == Some(outer.as_str()));
    shown
        .filter_map(|section| {
            let first = to(book.first_of(section)?);
            let is_open = section.id == outer || section.id == page.section;
            let links = book.pages_of(section).filter(|it| is_open && !it.is_index()).map(to);
            Some(Group {
                title: section.title.clone(),
                href: first.href,
                is_here: first.is_here,
                links: links.collect(),
            })
        })
        .collect()
}

fn outline(headings: &[Heading]) -> Vec<Outlined<'_>> {
    let deepest = if headings.len() > MANY_HEADINGS { 2 } else { 3 };
    let shown = headings.iter().filter(|it| (2..=deepest).contains(&it.level));
    let all: Vec<_> =
        shown.map(|it| Outlined { level: it.level, id: &it.id, text: &it.text }).collect();
    if all.len() > 1 { all } else { vec![] }
}

/// What search engines show: whole words, about 160 characters.
fn shortened(text: &str) -> String {
    const MOST: usize = 160;
    if text.chars().count() <= MOST {
        return text.to_owned();
    }
    let cut: String = text.chars().take(MOST).collect();
    let end = cut.rfind(' ').unwrap_or(cut.len());
    format!("{}…", cut[..end].trim_end_matches([',', ';', ':', '.']))
}

/// The files that every page uses, with the tokens of the planner before our own style.
///
/// # Errors
/// When one cannot be read.
pub(crate) fn assets(root: &Path) -> Result<Vec<(String, Vec<u8>)>> {
    let read = |path: &str| std::fs::read(root.join(path)).with_context(|| path.to_owned());
    let mut style = read("web/src/style/tokens.css")?;
    style.extend(read("crates/hnswkit-site/assets/site.css")?);
    Ok(vec![
        ("assets/site.css".to_owned(), style),
        ("assets/site.js".to_owned(), read("crates/hnswkit-site/assets/site.js")?),
        ("assets/search.js".to_owned(), read("crates/hnswkit-site/assets/search.js")?),
        ("assets/theme.js".to_owned(), read("web/public/theme.js")?),
        ("assets/icon.svg".to_owned(), read("web/public/icon.svg")?),
        ("assets/card.png".to_owned(), read("crates/hnswkit-site/assets/card.png")?),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn descriptions_end_with_a_word() {
        let text = "word ".repeat(50);
        let short = shortened(&text);
        assert!(short.ends_with("word…") && short.chars().count() <= 161, "{short}");
        assert_eq!(shortened("All of it."), "All of it.");
    }
}
