//! Markdown as HTML: links resolved, code colored, headings with anchors.

use std::{iter::Peekable, vec::IntoIter};

use pulldown_cmark::{
    Alignment, CodeBlockKind, CowStr, Event, LinkType, Tag, TagEnd, html::push_html,
};

use super::{
    fence::Fence,
    highlight::{Highlighter, escape},
    parser,
    scan::Heading,
};
use crate::{
    links::{Kind, Target, Targets},
    page::Page,
    problem::Problem,
};

/// What is needed besides the page.
struct Writer<'a> {
    page: &'a Page,
    headings: std::slice::Iter<'a, Heading>,
    targets: &'a Targets,
    highlighter: &'a Highlighter,
    out: Vec<Event<'a>>,
    problems: Vec<Problem>,
    /// Whether each link that is open is written.
    links: Vec<bool>,
    /// How the columns of the table are aligned; the cells of the row that are left.
    columns: Vec<Alignment>,
    cells: std::vec::IntoIter<Alignment>,
    /// `th` or `td`.
    cell: &'static str,
}

type Events<'a> = Peekable<IntoIter<(Event<'a>, usize)>>;

/// The page as HTML, and what is wrong with it.
pub(crate) fn render<'a>(
    page: &'a Page,
    headings: &'a [Heading],
    targets: &'a Targets,
    highlighter: &'a Highlighter,
) -> (String, Vec<Problem>) {
    let events: Vec<_> =
        parser(&page.markdown).into_offset_iter().map(|(it, at)| (it, at.start)).collect();
    let mut writer = Writer {
        page,
        headings: headings.iter(),
        targets,
        highlighter,
        out: Vec::with_capacity(events.len()),
        problems: vec![],
        links: vec![],
        columns: vec![],
        cells: vec![].into_iter(),
        cell: "td",
    };
    let mut events = events.into_iter().peekable();
    while let Some((event, at)) = events.next() {
        writer.event(event, at, &mut events);
    }
    let mut html = String::with_capacity(page.markdown.len() * 2);
    push_html(&mut html, writer.out.into_iter());
    (html, writer.problems)
}

impl<'a> Writer<'a> {
    fn event(&mut self, event: Event<'a>, at: usize, rest: &mut Events<'a>) {
        match event {
            Event::Start(Tag::CodeBlock(kind)) => self.code(&kind, at, rest),
            Event::Start(Tag::Heading { level, .. }) => {
                let id = self.headings.as_slice().first().map(|it| escape(&it.id));
                self.html(format!("<{level} id=\"{}\">", id.unwrap_or_default()));
            }
            Event::End(TagEnd::Heading(level)) => {
                let link = self.headings.next().filter(|it| it.level > 1).map(anchor);
                self.html(format!("{}</{level}>\n", link.unwrap_or_default()));
            }
            Event::Start(Tag::Table(columns)) => {
                self.html("<div class=\"table\">\n".to_owned());
                // A policy forbids styles within the page, so that cells have classes.
                self.out.push(Event::Start(Tag::Table(vec![Alignment::None; columns.len()])));
                self.columns = columns;
            }
            Event::End(TagEnd::Table) => {
                self.out.push(Event::End(TagEnd::Table));
                self.html("</div>\n".to_owned());
            }
            Event::Start(it @ (Tag::TableHead | Tag::TableRow)) => {
                self.cell = if it == Tag::TableHead { "th" } else { "td" };
                self.cells = self.columns.clone().into_iter();
                self.out.push(Event::Start(it));
            }
            Event::Start(Tag::TableCell) => {
                let class = match self.cells.next() {
                    Some(Alignment::Right) => " class=\"right\"",
                    Some(Alignment::Center) => " class=\"center\"",
                    _ => "",
                };
                self.html(format!("<{}{class}>", self.cell));
            }
            Event::End(TagEnd::TableCell) => self.html(format!("</{}>", self.cell)),
            Event::Start(Tag::Link { link_type, dest_url, .. }) => {
                self.link(link_type, &dest_url, at);
            }
            Event::End(TagEnd::Link) => {
                if self.links.pop() == Some(true) {
                    self.html("</a>".to_owned());
                }
            }
            // A box to tick on paper.
            Event::TaskListMarker(done) => {
                self.html(format!("<span class=\"box\">{}</span> ", if done { "☑" } else { "☐" }));
            }
            Event::Html(it) | Event::InlineHtml(it) => {
                if !it.trim_start().starts_with("<!--") {
                    let text = it.trim();
                    self.problem(
                        at,
                        format!("`{text}` is HTML; write `\\<` or put it in backticks"),
                    );
                }
            }
            Event::Start(Tag::HtmlBlock) | Event::End(TagEnd::HtmlBlock) => {}
            Event::Start(Tag::Image { .. }) => {
                self.problem(at, "pages have no images".to_owned());
            }
            it => self.out.push(it),
        }
    }

    fn html(&mut self, html: String) {
        self.out.push(Event::InlineHtml(CowStr::from(html)));
    }

    fn problem(&mut self, at: usize, message: String) {
        self.problems.push(Problem::at(&self.page.name(), &self.page.markdown, at, message));
    }

    fn link(&mut self, kind: LinkType, link: &str, at: usize) {
        let link = match kind {
            LinkType::Email => format!("mailto:{link}"),
            _ => link.to_owned(),
        };
        let target = self.targets.resolve(self.page, &link).unwrap_or_else(|problem| {
            self.problem(at, problem);
            Target::Nowhere
        });
        let href = target.href(&self.page.slug, Kind::Html);
        if let Some(href) = &href {
            let rel = match target {
                Target::Outside(_) => " rel=\"external\"",
                _ => "",
            };
            self.html(format!("<a href=\"{}\"{rel}>", escape(href)));
        }
        self.links.push(href.is_some());
    }

    /// A block of code, with the output that follows it.
    fn code(&mut self, kind: &CodeBlockKind<'a>, at: usize, rest: &mut Events<'a>) {
        let (fence, code) = self.block(kind, at, rest);
        if fence.is_setup {
            return;
        }
        let mut html = format!("<div class=\"code\" data-language=\"{}\">\n", fence.language);
        if !fence.labels.is_empty() {
            let labels = fence.labels.iter().map(|it| format!("<span>{}</span>", escape(it)));
            html.push_str(&format!("<p class=\"labels\">{}</p>\n", labels.collect::<String>()));
        }
        html.push_str(&self.pre(&fence, &code, at));
        let follows = |it: &mut Events<'a>| match it.peek() {
            Some((Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))), at)) => {
                (info.trim() == "output").then_some(*at)
            }
            _ => None,
        };
        while let Some(at) = follows(rest) {
            rest.next();
            let (fence, code) = self.block(&CodeBlockKind::Fenced("output".into()), at, rest);
            html.push_str(&self.pre(&fence, &code, at));
        }
        html.push_str("</div>\n");
        self.out.push(Event::Html(CowStr::from(html)));
    }

    /// The fence and the text of a block whose start was read.
    fn block(
        &mut self,
        kind: &CodeBlockKind<'_>,
        at: usize,
        rest: &mut Events<'a>,
    ) -> (Fence, String) {
        let info = match kind {
            CodeBlockKind::Fenced(info) => info.as_ref(),
            CodeBlockKind::Indented => "",
        };
        let fence = Fence::read(info).unwrap_or_else(|problem| {
            self.problem(at, problem);
            Fence::default()
        });
        let mut code = String::new();
        for (event, _) in rest.by_ref() {
            match event {
                Event::Text(it) => code.push_str(&it),
                Event::End(TagEnd::CodeBlock) => break,
                _ => {}
            }
        }
        (fence, code)
    }

    fn pre(&mut self, fence: &Fence, code: &str, at: usize) -> String {
        let html = self.highlighter.color(&fence.language, code).unwrap_or_else(|problem| {
            self.problem(at, problem);
            escape(code)
        });
        if fence.is_output() {
            return format!("<pre class=\"output\"><samp>{html}</samp></pre>\n");
        }
        format!("<pre><code>{html}</code></pre>\n")
    }
}

/// The link that a heading has to itself.
fn anchor(heading: &Heading) -> String {
    let (id, text) = (escape(&heading.id), escape(&heading.text));
    format!(
        " <a class=\"anchor\" href=\"#{id}\" aria-label=\"Link to: {text}\" data-pagefind-ignore>#</a>"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{markdown::scan, page::Body};

    fn page(markdown: &str) -> (String, Vec<String>) {
        let mut page = Page::new("guides", "guides/a", "A", Body::default(), "docs/guides/a.md");
        page.markdown = markdown.to_owned();
        let scan = scan(markdown);
        let mut targets = Targets::new(None, std::path::Path::new("."));
        targets.add(&page, scan.headings.iter().map(|it| it.id.clone()).collect());
        let highlighter = Highlighter::new().unwrap();
        let (html, problems) = render(&page, &scan.headings, &targets, &highlighter);
        (html, problems.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn what_prepares_is_hidden_and_output_is_attached() {
        let (html, problems) = page(
            "# A\n\n```sql setup\nSELECT 0;\n```\n\n```sql fails\nSELECT x;\n```\n\n```output\nERROR:  no <x>\n```\n",
        );
        assert_eq!(
            html,
            "<h1 id=\"a\">A</h1>\n<div class=\"code\" data-language=\"sql\">\n<p class=\"labels\"><span>fails</span></p>\n<pre><code><span class=\"k\">SELECT</span> x;\n</code></pre>\n<pre class=\"output\"><samp>ERROR:  no &lt;x&gt;\n</samp></pre>\n</div>\n"
        );
        assert_eq!(problems, [""; 0]);
    }

    #[test]
    fn what_is_wrong_is_named_with_its_line() {
        let (_, problems) = page("# A\n\n[b](b.md), [c](#c)\n\n<b>d</b>\n\n```sql soon\n```\n");
        assert_eq!(
            problems,
            [
                "docs/guides/a.md:3: `b.md`: there is no docs/guides/b.md",
                "docs/guides/a.md:3: the page `guides/a` has no anchor `#c`",
                "docs/guides/a.md:5: `<b>` is HTML; write `\\<` or put it in backticks",
                "docs/guides/a.md:5: `</b>` is HTML; write `\\<` or put it in backticks",
                "docs/guides/a.md:7: `soon` behind ``` is not known",
            ]
        );
    }

    #[test]
    fn headings_link_to_themselves_and_tables_can_be_moved() {
        let (html, _) = page("# A\n\n## B `c`\n\n| d | f |\n| - | -: |\n| e | 1 |\n");
        assert!(html.contains(
            "<h2 id=\"b-c\">B <code>c</code> <a class=\"anchor\" href=\"#b-c\" aria-label=\"Link to: B c\" data-pagefind-ignore>#</a></h2>"
        ));
        assert!(html.ends_with(
            "<div class=\"table\">\n<table><thead><tr><th>d</th><th class=\"right\">f</th></tr></thead><tbody>\n<tr><td>e</td><td class=\"right\">1</td></tr>\n</tbody></table>\n</div>\n"
        ), "{html}");
    }
}
