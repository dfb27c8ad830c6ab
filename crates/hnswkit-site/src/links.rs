//! Where links lead: to pages, to anchors, to entries of tables.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use crate::page::Page;

/// What a link can name.
#[derive(Debug, Default)]
pub(crate) struct Targets {
    /// The anchors of each page, by its slug.
    pages: BTreeMap<String, BTreeSet<String>>,
    /// The page that a file of the repository becomes.
    files: BTreeMap<String, String>,
    /// The page and the anchor of each entry.
    entries: BTreeMap<String, (String, String)>,
    /// Where the repository can be read, if anywhere: `https://github.com/somebody/hnswkit`.
    repository: Option<String>,
    /// The repository, which knows the files that exist.
    root: PathBuf,
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Target {
    /// Another host.
    Outside(String),
    /// A page of the site, and an anchor on it unless that is empty.
    Page {
        /// Its slug.
        slug: String,
        /// The anchor.
        anchor: String,
    },
    /// The planner.
    Planner,
    /// A file of the repository that nobody can look at from here.
    Nowhere,
}

/// What a page becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A page for people.
    Html,
    /// Its twin in Markdown.
    Markdown,
}

impl Targets {
    pub(crate) fn new(repository: Option<String>, root: &Path) -> Self {
        Self { repository, root: root.to_owned(), ..Self::default() }
    }

    /// Adds a page; says which of its entries was known already, or has no such anchor.
    pub(crate) fn add(&mut self, page: &Page, anchors: BTreeSet<String>) -> Vec<String> {
        let mut problems = vec![];
        for it in &page.entries {
            if !it.anchor.is_empty() && !anchors.contains(&it.anchor) {
                problems.push(format!("{} has no anchor `{}`", it.key, it.anchor));
            }
            let place = (page.slug.clone(), it.anchor.clone());
            if self.entries.insert(it.key.clone(), place).is_some() {
                problems.push(format!("{} is documented twice", it.key));
            }
        }
        if self.pages.insert(page.slug.clone(), anchors).is_some() {
            problems.push(format!("there are two pages `{}`", page.slug));
        }
        self.files.insert(page.source.clone(), page.slug.clone());
        problems
    }

    /// Every entry that can be linked to.
    pub(crate) fn entries(&self) -> impl Iterator<Item = &str> {
        self.entries.keys().map(String::as_str)
    }

    /// Where a link of `page` leads.
    ///
    /// # Errors
    /// When it leads nowhere, with what is known to be there.
    pub(crate) fn resolve(&self, page: &Page, link: &str) -> Result<Target, String> {
        if link == "planner:" {
            return Ok(Target::Planner);
        }
        if let Some(anchor) = link.strip_prefix('#') {
            return self.page(&page.slug, anchor);
        }
        match link.split_once(':') {
            Some(("https" | "http" | "mailto", _)) => return Ok(Target::Outside(link.to_owned())),
            Some(("page", path)) => {
                let (slug, anchor) = path.split_once('#').unwrap_or((path, ""));
                return self.page(slug, anchor);
            }
            Some((scheme, _)) if !scheme.contains(['/', '.']) => return self.entry(link, scheme),
            _ => {}
        }
        let (path, anchor) = link.split_once('#').unwrap_or((link, ""));
        let file = below(&page.source, path).ok_or_else(|| format!("`{link}` leads outside"))?;
        if let Some(slug) = self.files.get(&file) {
            return self.page(slug, anchor);
        }
        if !self.root.join(&file).exists() {
            return Err(format!("`{link}`: there is no {file}"));
        }
        Ok(self.source(&file).map_or(Target::Nowhere, Target::Outside))
    }

    /// Where a file of the repository can be read.
    pub(crate) fn source(&self, file: &str) -> Option<String> {
        self.repository.as_ref().map(|it| format!("{it}/blob/main/{file}"))
    }

    fn page(&self, slug: &str, anchor: &str) -> Result<Target, String> {
        let anchors = self.pages.get(slug).ok_or_else(|| format!("there is no page `{slug}`"))?;
        if !anchor.is_empty() && !anchors.contains(anchor) {
            return Err(format!("the page `{slug}` has no anchor `#{anchor}`"));
        }
        Ok(Target::Page { slug: slug.to_owned(), anchor: anchor.to_owned() })
    }

    fn entry(&self, link: &str, scheme: &str) -> Result<Target, String> {
        if let Some((slug, anchor)) = self.entries.get(link) {
            return Ok(Target::Page { slug: slug.clone(), anchor: anchor.clone() });
        }
        let prefix = format!("{scheme}:");
        let known: Vec<_> = self.entries().filter(|it| it.starts_with(&prefix)).collect();
        Err(match known.as_slice() {
            [] => format!("`{link}`: there is no kind of entry `{scheme}`"),
            some if some.len() <= 12 => format!("there is no `{link}`, but {}", some.join(", ")),
            some => format!("there is no `{link}` among {} of its kind", some.len()),
        })
    }
}

impl Target {
    /// How a page writes the link; nothing when there is none to write.
    pub(crate) fn href(&self, from: &str, kind: Kind) -> Option<String> {
        let ending = match kind {
            Kind::Html => "html",
            Kind::Markdown => "md",
        };
        match self {
            Self::Outside(link) => Some(link.clone()),
            Self::Planner => Some(relative(from, "planner/index.html")),
            Self::Page { slug, anchor } if slug == from && !anchor.is_empty() => {
                Some(format!("#{anchor}"))
            }
            Self::Page { slug, anchor } => {
                let hash = if anchor.is_empty() { "" } else { "#" };
                Some(format!("{}{hash}{anchor}", relative(from, &format!("{slug}.{ending}"))))
            }
            Self::Nowhere => None,
        }
    }
}

/// The way from one page to another file of the site, whatever path the site lies below.
pub(crate) fn relative(from: &str, to: &str) -> String {
    let folders: Vec<&str> = from.split('/').collect();
    let folders = &folders[..folders.len() - 1];
    let parts: Vec<&str> = to.split('/').collect();
    let n_common =
        folders.iter().zip(&parts[..parts.len() - 1]).take_while(|(a, b)| a == b).count();
    format!("{}{}", "../".repeat(folders.len() - n_common), parts[n_common..].join("/"))
}

/// The file that a relative path names, seen from another file.
fn below(from: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for it in path.split('/') {
        match it {
            "." | "" => {}
            ".." => drop(parts.pop()?),
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::Body;

    fn targets() -> (Page, Targets) {
        let mut body = Body::new("One.");
        body.entry(2, "parameter", "m", "`m`");
        let one = Page::new("reference", "reference/one", "One", body, "one.rs");
        let mut two = Page::new("guides", "guides/two", "Two", Body::new(""), "docs/guides/two.md");
        two.entries.clear();
        let mut targets = Targets::new(None, &crate::site::repository());
        assert!(targets.add(&one, BTreeSet::from(["m".to_owned()])).is_empty());
        assert!(targets.add(&two, BTreeSet::from(["why".to_owned()])).is_empty());
        (two, targets)
    }

    #[test]
    fn links_lead_to_pages_entries_and_hosts() {
        let (page, targets) = targets();
        let href = |link| targets.resolve(&page, link).unwrap().href(&page.slug, Kind::Html);
        assert_eq!(href("#why").unwrap(), "#why");
        assert_eq!(href("two.md#why").unwrap(), "#why");
        assert_eq!(href("parameter:m").unwrap(), "../reference/one.html#m");
        assert_eq!(href("page:reference/one").unwrap(), "../reference/one.html");
        assert_eq!(href("planner:").unwrap(), "../planner/index.html");
        assert_eq!(href("https://example.com/").unwrap(), "https://example.com/");
        assert_eq!(href("../../examples/task-tracker.toml"), None);
        let twin = targets.resolve(&page, "parameter:m").unwrap();
        assert_eq!(twin.href("guides/two", Kind::Markdown).unwrap(), "../reference/one.md#m");
    }

    #[test]
    fn a_dead_link_says_what_is_there() {
        let (page, targets) = targets();
        let dead = |link| targets.resolve(&page, link).unwrap_err();
        assert_eq!(dead("parameter:n"), "there is no `parameter:n`, but parameter:m");
        assert_eq!(dead("parametre:m"), "`parametre:m`: there is no kind of entry `parametre`");
        assert_eq!(dead("#how"), "the page `guides/two` has no anchor `#how`");
        assert_eq!(dead("three.md"), "`three.md`: there is no docs/guides/three.md");
        assert_eq!(dead("../../../x"), "`../../../x` leads outside");
    }

    #[test]
    fn ways_are_relative() {
        assert_eq!(relative("index", "guides/a.html"), "guides/a.html");
        assert_eq!(relative("guides/a", "guides/b.html"), "b.html");
        assert_eq!(relative("guides/a", "index.html"), "../index.html");
        assert_eq!(relative("rules/x/y", "rules/z.html"), "../z.html");
    }
}
