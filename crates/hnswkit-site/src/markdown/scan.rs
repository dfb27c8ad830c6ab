//! The first reading of a page: its headings with their anchors, and its description.

use pulldown_cmark::{Event, Tag, TagEnd};

use super::parser;
use crate::slug::Slugs;

/// A heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Heading {
    /// 1 for the title of the page.
    pub(crate) level: u8,
    /// Its anchor.
    pub(crate) id: String,
    /// What it says, as plain text.
    pub(crate) text: String,
}

/// What is known of a page before links are resolved.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Scan {
    /// All headings, the title first.
    pub(crate) headings: Vec<Heading>,
    /// The first paragraph, as plain text.
    pub(crate) description: String,
}

/// Reads headings and description.
pub(crate) fn scan(markdown: &str) -> Scan {
    let mut scan = Scan::default();
    let mut slugs = Slugs::default();
    let mut heading: Option<(u8, Option<String>, String)> = None;
    let mut paragraph: Option<String> = None;
    let mut described = false;
    for event in parser(markdown) {
        match event {
            Event::Start(Tag::Heading { level, id, .. }) => {
                heading = Some((level as u8, id.map(String::from), String::new()));
            }
            Event::End(TagEnd::Heading(_)) => {
                if let Some((level, id, text)) = heading.take() {
                    let id = id.unwrap_or_else(|| slugs.of(&text));
                    scan.headings.push(Heading { level, id, text });
                }
            }
            Event::Start(Tag::Paragraph) if !described => paragraph = Some(String::new()),
            Event::End(TagEnd::Paragraph) if !described => {
                scan.description = paragraph.take().unwrap_or_default();
                described = true;
            }
            Event::Text(it) | Event::Code(it) => push(&mut heading, &mut paragraph, &it),
            Event::SoftBreak | Event::HardBreak => push(&mut heading, &mut paragraph, " "),
            _ => {}
        }
    }
    scan
}

fn push(
    heading: &mut Option<(u8, Option<String>, String)>,
    paragraph: &mut Option<String>,
    text: &str,
) {
    if let Some((_, _, it)) = heading {
        it.push_str(text);
    } else if let Some(it) = paragraph {
        it.push_str(text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_have_anchors_and_the_first_paragraph_describes() {
        let scan = scan("# A `b`\n\nOne *two*\nthree.\n\nFour.\n\n## C d\n\n### E {#f.g}\n");
        assert_eq!(scan.description, "One two three.");
        let found: Vec<_> = scan.headings.iter().map(|it| (it.level, &*it.id, &*it.text)).collect();
        assert_eq!(found, [(1, "a-b", "A b"), (2, "c-d", "C d"), (3, "f.g", "E")]);
    }
}
