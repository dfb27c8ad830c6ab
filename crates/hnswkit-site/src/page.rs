//! A page before it is rendered: where it lies, what it says, and what it documents.

/// A page in Markdown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The section that it belongs to, by its id.
    pub section: String,
    /// Its path below the site, without an ending: `guides/alembic`.
    pub slug: String,
    /// Its title, which is its first heading too.
    pub title: String,
    /// All of it, from `# Title` on.
    pub markdown: String,
    /// The file of the repository that one would change.
    pub source: String,
    /// Entries of tables that it documents.
    pub entries: Vec<Entry>,
}

/// An entry of a table, and where it is documented.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// How a link names it: `parameter:m`.
    pub key: String,
    /// The anchor on the page; the page as a whole when empty.
    pub anchor: String,
}

/// A part of the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Its folder.
    pub id: String,
    /// Its name.
    pub title: String,
    /// The section that it is shown in.
    pub parent: Option<String>,
    /// Whether the header of every page leads to it.
    pub in_header: bool,
}

impl Page {
    /// A page that is made from a table; `body` is what stands below the title.
    pub fn new(section: &str, slug: &str, title: &str, body: Body, source: &str) -> Self {
        Self {
            section: section.to_owned(),
            slug: slug.to_owned(),
            title: title.to_owned(),
            markdown: format!("# {title}\n\n{}\n", body.text.trim()),
            source: source.to_owned(),
            entries: body.entries,
        }
    }

    /// A page that comes with its title as its first line.
    pub fn of_markdown(section: &str, slug: &str, markdown: String, source: &str) -> Self {
        let title = markdown.lines().next().unwrap_or_default().trim_start_matches('#').trim();
        Self {
            section: section.to_owned(),
            slug: slug.to_owned(),
            title: title.to_owned(),
            markdown,
            source: source.to_owned(),
            entries: vec![],
        }
    }

    /// Says that the page as a whole documents an entry.
    #[must_use]
    pub fn documents(mut self, scheme: &str, id: &str) -> Self {
        self.entries.push(Entry { key: format!("{scheme}:{id}"), anchor: String::new() });
        self
    }

    /// Its name in messages: a file, or what it was made from.
    pub fn name(&self) -> String {
        if self.source == format!("docs/{}.md", self.slug) {
            return self.source.clone();
        }
        format!("{}.md, made from {}", self.slug, self.source)
    }

    /// Whether it lists the pages of its section.
    pub fn is_index(&self) -> bool {
        self.slug == "index" || self.slug.ends_with("/index")
    }
}

/// Markdown that is written piece by piece; a heading of an entry is what links to it find.
#[derive(Debug, Clone, Default)]
pub struct Body {
    text: String,
    entries: Vec<Entry>,
}

impl Body {
    /// Begins with the description of the page.
    pub fn new(description: &str) -> Self {
        Self { text: format!("{description}\n\n"), entries: vec![] }
    }

    /// Adds a heading.
    pub fn heading(&mut self, level: usize, title: &str) {
        self.text.push_str(&format!("{} {title}\n\n", "#".repeat(level)));
    }

    /// Adds a heading that documents `scheme:id`; its anchor is the id.
    pub fn entry(&mut self, level: usize, scheme: &str, id: &str, title: &str) {
        self.heading(level, &format!("{title} {{#{id}}}"));
        self.also(scheme, id, id);
    }

    /// Says that what stands at `anchor` documents `scheme:id`.
    pub fn also(&mut self, scheme: &str, id: &str, anchor: &str) {
        self.entries.push(Entry { key: format!("{scheme}:{id}"), anchor: anchor.to_owned() });
    }

    /// Adds a paragraph, or any Markdown.
    pub fn push(&mut self, markdown: &str) {
        self.text.push_str(markdown.trim_end());
        self.text.push_str("\n\n");
    }

    /// Adds a list.
    pub fn list<T: AsRef<str>>(&mut self, items: impl IntoIterator<Item = T>) {
        for it in items {
            self.text.push_str(&format!("- {}\n", it.as_ref().trim()));
        }
        self.text.push('\n');
    }

    /// Adds a block of code.
    pub fn code(&mut self, language: &str, code: &str) {
        // A longer fence, where the code has fences of its own.
        let fence = if code.contains("```") { "````" } else { "```" };
        self.text.push_str(&format!("{fence}{language}\n{}\n{fence}\n\n", code.trim_end()));
    }

    /// Adds a table.
    pub fn table<const N: usize>(
        &mut self,
        head: [&str; N],
        rows: impl IntoIterator<Item = [String; N]>,
    ) {
        let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
        let head: Vec<String> = head.iter().map(|it| (*it).to_owned()).collect();
        self.text.push_str(&line(&head));
        self.text.push_str(&line(&vec!["---".to_owned(); N]));
        for row in rows {
            let cells: Vec<String> = row.iter().map(|it| cell(it)).collect();
            self.text.push_str(&line(&cells));
        }
        self.text.push('\n');
    }
}

/// One cell: on one line, with no bar of its own.
fn cell(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace('|', "\\|")
}

/// A text as code, whatever stands in it.
pub(crate) fn code(text: &str) -> String {
    match (text.contains('`'), text.is_empty()) {
        (_, true) => String::new(),
        (true, _) => format!("`` {text} ``"),
        (false, _) => format!("`{text}`"),
    }
}

/// A text of ours in Markdown, where none of it is markup but what stands in backticks.
pub(crate) fn prose(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let is_word =
        |n: Option<usize>| n.and_then(|n| letters.get(n)).is_some_and(|it| it.is_alphanumeric());
    let closed = text.matches('`').count().is_multiple_of(2);
    let mut out = String::new();
    let mut in_code = false;
    for (n, it) in letters.iter().enumerate() {
        match it {
            '`' if closed => in_code = !in_code,
            '_' if is_word(n.checked_sub(1)) && is_word(Some(n + 1)) => {}
            '<' | '>' | '*' | '_' | '[' | ']' | '`' | '\\' if !in_code => out.push('\\'),
            _ => {}
        }
        out.push(*it);
    }
    out
}

/// A text that begins with a capital, as a sentence does; names in code stay as they are.
pub(crate) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|it| it.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// A number with commas between thousands.
pub(crate) fn thousands(number: impl Into<u64>) -> String {
    let digits = number.into().to_string();
    let mut out = String::new();
    for (n, it) in digits.chars().enumerate() {
        if n > 0 && (digits.len() - n).is_multiple_of(3) {
            out.push(',');
        }
        out.push(it);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_becomes_a_page_with_its_entries() {
        let mut body = Body::new("What it says.");
        body.entry(2, "parameter", "m", "`m`");
        body.push("Links.");
        body.table(["a", "b"], [["1 | 2".into(), "two\nlines".into()]]);
        let page = Page::new("reference", "reference/x", "X", body, "x.rs").documents("all", "x");
        assert_eq!(
            page.markdown,
            "# X\n\nWhat it says.\n\n## `m` {#m}\n\nLinks.\n\n| a | b |\n| --- | --- |\n| 1 \\| 2 | two lines |\n"
        );
        let keys: Vec<_> = page.entries.iter().map(|it| (&*it.key, &*it.anchor)).collect();
        assert_eq!(keys, [("parameter:m", "m"), ("all:x", "")]);
    }

    #[test]
    fn texts_do_not_become_markup() {
        assert_eq!(prose("a_b _c <x> `c_d`"), "a_b \\_c \\<x\\> `c_d`");
        assert_eq!(prose("a ` b"), "a \\` b");
        assert_eq!(code("a`b"), "`` a`b ``");
        assert_eq!(thousands(2_147_483_647_u32), "2,147,483,647");
    }
}
