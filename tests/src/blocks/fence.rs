//! Fenced blocks of a Markdown text.

/// A fenced block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fence {
    /// The line of its opening fence, counted from 1.
    pub(super) line: usize,
    /// What stands behind the opening fence.
    pub(super) info: String,
    /// What stands between the fences, without the indentation of the opening one.
    pub(super) text: String,
}

/// The fenced blocks of a text in order, those in list items too.
pub(super) fn fences(markdown: &str) -> Vec<Fence> {
    let mut found = vec![];
    let mut open: Option<(Fence, &str, usize)> = None;
    for (number, line) in (1..).zip(markdown.lines()) {
        let bare = line.trim_start();
        let indent = line.len() - bare.len();
        match &mut open {
            None => {
                let ticks = bare.len() - bare.trim_start_matches('`').len();
                if 3 <= ticks {
                    let (marks, info) = bare.split_at(ticks);
                    let info = info.trim().to_owned();
                    open = Some((Fence { line: number, info, text: String::new() }, marks, indent));
                }
            }
            Some((fence, marks, depth)) => {
                if bare.starts_with(*marks) && bare.trim_end().trim_matches('`').is_empty() {
                    found.extend(open.take().map(|it| it.0));
                    continue;
                }
                fence.text.push_str(line.get(indent.min(*depth)..).unwrap_or_default());
                fence.text.push('\n');
            }
        }
    }
    found.extend(open.map(|it| it.0));
    found
}

#[cfg(test)]
mod tests {
    use super::{Fence, fences};

    #[test]
    fn fences_are_read_with_line_and_words() {
        let text = "# Page\n\n```sql setup\nSELECT 1;\n```\n\n1. a list\n\n   ```output\n   a\n    b\n   ```\n\n````md\n```sql\n```\n````\n";
        let fence = |line, info: &str, text: &str| Fence {
            line,
            info: info.to_owned(),
            text: text.to_owned(),
        };
        let expected = [
            fence(3, "sql setup", "SELECT 1;\n"),
            fence(9, "output", "a\n b\n"),
            fence(14, "md", "```sql\n```\n"),
        ];
        assert_eq!(fences(text), expected);
    }
}
