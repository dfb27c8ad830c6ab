//! From pages to the files of the site.

use std::{
    collections::{BTreeMap, BTreeSet},
    num::NonZeroUsize,
    path::{Path, PathBuf},
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};

use anyhow::{Result, bail};

use crate::{
    book::Book,
    generated,
    layout::{self, Frame},
    links::Targets,
    llms,
    markdown::{Highlighter, Scan, render, scan, twin},
    problem::Problem,
    weight,
};

/// What a site is made of and where it goes.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The repository.
    pub root: PathBuf,
    /// Where the site will be found: for `404.html`, `sitemap.xml` and the card of links.
    pub base_url: Option<String>,
    /// Where the repository can be read: for "Edit this page".
    pub repository: Option<String>,
}

/// Builds sites, and remembers what it has colored.
pub struct Builder {
    settings: Settings,
    highlighter: Highlighter,
}

/// A site.
#[derive(Debug, Default)]
pub struct Site {
    /// Its files by their paths.
    pub files: BTreeMap<String, Vec<u8>>,
    /// How many of them are pages.
    pub n_pages: usize,
    /// The entries of tables that links can name.
    pub entries: BTreeSet<String>,
}

impl Builder {
    /// Loads the grammars.
    ///
    /// # Errors
    /// When one cannot be read.
    pub fn new(settings: Settings) -> Result<Self> {
        Ok(Self { settings, highlighter: Highlighter::new()? })
    }

    /// Reads all pages and gives all files.
    ///
    /// # Errors
    /// With every link that leads nowhere, and everything else that is wrong with a page.
    pub fn build(&self) -> Result<Site> {
        let book = Book::read(&self.settings.root)?;
        self.build_of(&book)
    }

    pub(crate) fn build_of(&self, book: &Book) -> Result<Site> {
        let root = self.settings.root.clone();
        let scans: Vec<Scan> = book.pages.iter().map(|it| scan(&it.markdown)).collect();
        let (targets, mut problems) = targets(&self.settings, book, &scans);
        let assets = layout::assets(&root)?;
        let frame = Frame::new(self.settings.base_url.as_deref(), fingerprint(&assets));
        let mut site = Site { n_pages: book.pages.len(), ..Site::default() };
        let mut full = String::new();
        let rendered = in_parallel(book.pages.len(), |at| {
            let (page, scan) = (&book.pages[at], &scans[at]);
            let (content, found) = render(page, &scan.headings, &targets, &self.highlighter);
            let html = layout::page(&frame, book, at, scan, &content, &targets);
            (html, twin(page, &targets), found)
        });
        for (page, (html, twin, found)) in book.pages.iter().zip(rendered) {
            problems.extend(found);
            site.add(&format!("{}.html", page.slug), html?);
            full.push_str(&format!("<!-- {}.md -->\n\n{twin}\n", page.slug));
            site.add(&format!("{}.md", page.slug), twin);
        }
        if !problems.is_empty() {
            let lines: Vec<_> = problems.iter().map(ToString::to_string).collect();
            let s = if problems.len() == 1 { "" } else { "s" };
            bail!("the pages have {} problem{s}:\n{}", problems.len(), lines.join("\n"));
        }
        site.add("404.html", layout::missing(&frame, book)?);
        site.add("llms.txt", llms::llms(book, &scans));
        site.add("llms-full.txt", full);
        if let Some(url) = &frame.base_url {
            site.add("sitemap.xml", llms::sitemap(book, url));
        }
        for (name, text) in generated::files() {
            site.add(&name, text);
        }
        site.files.extend(assets);
        site.entries = targets.entries().map(str::to_owned).collect();
        Ok(site)
    }
}

impl std::fmt::Debug for Builder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Builder").field("settings", &self.settings).finish_non_exhaustive()
    }
}

impl Site {
    fn add(&mut self, path: &str, text: String) {
        self.files.insert(path.to_owned(), text.into_bytes());
    }

    /// The page that weighs most with all that it loads, and its bytes as a host compresses them.
    ///
    /// # Errors
    /// When a page is heavier than its budget.
    pub fn heaviest(&self) -> Result<(String, usize)> {
        weight::heaviest(&self.files)
    }
}

/// What a function gives for every number below `n`, in order, with all processors.
fn in_parallel<T: Send>(n: usize, one: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let next = AtomicUsize::new(0);
    let work = || {
        let numbers = std::iter::from_fn(|| Some(next.fetch_add(1, Ordering::Relaxed)));
        numbers.take_while(|at| *at < n).map(|at| (at, one(at))).collect::<Vec<_>>()
    };
    let mut all: Vec<(usize, T)> = thread::scope(|scope| {
        let helpers = thread::available_parallelism().map_or(1, NonZeroUsize::get) - 1;
        let helpers: Vec<_> = (0..helpers).map(|_| scope.spawn(work)).collect();
        let mut all = work();
        for it in helpers {
            match it.join() {
                Ok(some) => all.extend(some),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        all
    });
    all.sort_by_key(|(at, _)| *at);
    all.into_iter().map(|(_, it)| it).collect()
}

/// Everything that a link can name.
fn targets(settings: &Settings, book: &Book, scans: &[Scan]) -> (Targets, Vec<Problem>) {
    let mut targets = Targets::new(settings.repository.clone(), &settings.root);
    let mut problems = vec![];
    for (page, scan) in book.pages.iter().zip(scans) {
        let anchors: BTreeSet<_> = scan.headings.iter().map(|it| it.id.clone()).collect();
        if anchors.len() < scan.headings.len() {
            let message = "two headings have the same anchor".to_owned();
            problems.push(Problem { source: page.name(), line: 1, message });
        }
        let found = targets.add(page, anchors).into_iter();
        problems.extend(found.map(|message| Problem { source: page.name(), line: 1, message }));
    }
    (targets, problems)
}

/// Changes when an asset does.
fn fingerprint(assets: &[(String, Vec<u8>)]) -> String {
    let bytes: Vec<u8> = assets.iter().flat_map(|it| it.1.iter().copied()).collect();
    format!("{:016x}", hnswkit_core::hash::fnv1a(&bytes))[..8].to_owned()
}

/// The repository that this was compiled in.
pub fn repository() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().and_then(Path::parent).unwrap_or(here).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::{Body, Page, Section};

    fn book() -> Book {
        let section = |id: &str, title: &str| Section {
            id: id.to_owned(),
            title: title.to_owned(),
            parent: None,
            in_header: true,
        };
        let markdown = |section: &str, slug: &str, text: &str| {
            let source = format!("docs/{slug}.md");
            Page::of_markdown(section, slug, text.to_owned(), &source)
        };
        let mut body = Body::new("All of them.");
        body.entry(2, "parameter", "m", "`m`");
        body.push("Links.");
        let pages = vec![
            markdown("", "index", "# Home\n\nThe first page.\n"),
            markdown("guides", "guides/one", include_str!("../tests/golden/one.md")),
            markdown("guides", "guides/two", "# Two\n\nSecond.\n"),
            Page::new("reference", "reference/parameters", "Parameters", body, "p.rs"),
        ];
        Book::of(vec![section("guides", "Guides"), section("reference", "Reference")], pages)
    }

    fn builder() -> Builder {
        let settings = Settings { root: repository(), base_url: None, repository: None };
        Builder::new(settings).unwrap()
    }

    #[test]
    fn a_page_looks_as_it_should() {
        let site = builder().build_of(&book()).unwrap();
        let assets = fingerprint(&layout::assets(&repository()).unwrap());
        for (name, golden) in [("guides/one.html", "one.html"), ("guides/one.md", "one.twin.md")] {
            let text = String::from_utf8(site.files[name].clone()).unwrap();
            let text = text.replace(&assets, "ASSETS");
            let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(golden);
            if std::env::var_os("UPDATE_GOLDEN").is_some() {
                std::fs::write(&file, &text).unwrap();
            }
            assert_eq!(text, std::fs::read_to_string(file).unwrap(), "UPDATE_GOLDEN=1 rewrites it");
        }
    }

    #[test]
    fn the_same_pages_give_the_same_bytes() {
        let one = builder().build_of(&book()).unwrap();
        assert_eq!(one.files, builder().build_of(&book()).unwrap().files);
    }

    #[test]
    fn all_that_is_wrong_is_told_at_once() {
        let mut book = book();
        for page in &mut book.pages {
            if page.slug == "guides/two" {
                page.markdown.push_str("\n[a](rule:none)\n\n[b](one.md#none)\n");
            }
        }
        let error = builder().build_of(&book).unwrap_err().to_string();
        assert_eq!(
            error,
            "the pages have 2 problems:\n\
             docs/guides/two.md:5: `rule:none`: there is no kind of entry `rule`\n\
             docs/guides/two.md:7: the page `guides/one` has no anchor `#none`"
        );
    }
}
