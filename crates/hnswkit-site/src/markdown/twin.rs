//! The twin of a page in Markdown: the same words, with links to other twins.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, LinkType, Tag};

use super::{fence::Fence, parser};
use crate::{
    links::{Kind, Targets},
    page::Page,
};

/// A stretch of the text and what comes into its place.
type Edit = (Range<usize>, String);

/// The page as its readers' programs get it. Links that lead nowhere were reported before.
pub(crate) fn twin(page: &Page, targets: &Targets) -> String {
    let text = page.markdown.as_str();
    let mut edits: Vec<Edit> = vec![];
    let parser = parser(text);
    let definitions = parser.reference_definitions().iter();
    let named: Vec<_> = definitions.map(|(_, it)| (it.span.clone(), it.dest.to_string())).collect();
    for (event, range) in parser.into_offset_iter() {
        match event {
            Event::Start(Tag::Link { link_type: LinkType::Inline, dest_url, .. }) => {
                edits.extend(link(page, targets, range, &dest_url));
            }
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                edits.extend(fence(text, range, &info));
            }
            // `{#anchor}` is for us.
            Event::Start(Tag::Heading { id: Some(id), .. }) => {
                let mark = format!(" {{#{id}}}");
                let at = text[range.clone()].find(&mark).map(|it| range.start + it);
                edits.extend(at.map(|it| (it..it + mark.len(), String::new())));
            }
            _ => {}
        }
    }
    edits.extend(named.into_iter().filter_map(|(range, dest)| link(page, targets, range, &dest)));
    edits.sort_by_key(|(range, _)| range.start);
    apply(text, &edits)
}

/// The destination of a link stands last in it.
fn link(page: &Page, targets: &Targets, range: Range<usize>, dest: &str) -> Option<Edit> {
    let target = targets.resolve(page, dest).ok()?;
    let at = range.start + page.markdown[range.clone()].rfind(dest)?;
    let href = target.href(&page.slug, Kind::Markdown);
    let href = href.unwrap_or_else(|| dest.trim_start_matches("../").to_owned());
    (href != dest).then(|| (at..at + dest.len(), href))
}

/// What prepares a block is left out; other blocks keep their language.
fn fence(text: &str, range: Range<usize>, info: &str) -> Option<Edit> {
    let fence = Fence::read(info).ok()?;
    if fence.is_setup {
        let after = text[range.end..].bytes().take_while(|it| *it == b'\n').count();
        return Some((range.start..range.end + after, String::new()));
    }
    let at = range.start + text[range.clone()].find(info)?;
    (info != fence.language && !info.is_empty()).then(|| (at..at + info.len(), fence.language))
}

fn apply(text: &str, edits: &[Edit]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for (range, new) in edits {
        out.push_str(&text[done..range.start]);
        out.push_str(new);
        done = range.end;
    }
    out.push_str(&text[done..]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::Body;

    #[test]
    fn a_twin_has_links_to_twins_and_nothing_for_tests() {
        let mut body = Body::new("One.");
        body.entry(2, "parameter", "m", "`m`");
        body.push("See [two](page:guides/two) and [itself](parameter:m).");
        let one = Page::new("reference", "reference/one", "One", body, "one.rs");
        let mut two =
            Page::new("guides", "guides/two", "Two", Body::default(), "docs/guides/two.md");
        two.markdown = "# Two\n\n[m](parameter:m), [m][n], [x](https://x.y/)\n\n```sql setup\nA;\n```\n\n```sql fails\nB;\n```\n\n[n]: parameter:m\n".to_owned();
        let mut targets = Targets::new(None, std::path::Path::new("."));
        targets.add(&one, ["m".to_owned()].into());
        targets.add(&two, [].into());
        assert_eq!(
            twin(&two, &targets),
            "# Two\n\n[m](../reference/one.md#m), [m][n], [x](https://x.y/)\n\n```sql\nB;\n```\n\n[n]: ../reference/one.md#m\n"
        );
        assert_eq!(
            twin(&one, &targets),
            "# One\n\nOne.\n\n## `m`\n\nSee [two](../guides/two.md) and [itself](#m).\n"
        );
    }
}
