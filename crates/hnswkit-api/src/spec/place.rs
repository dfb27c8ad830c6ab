//! From byte offsets to lines and columns.

use std::{ops::Range, sync::Arc};

use crate::problem::{Place, Position};

/// A file whose offsets can be looked up, each in logarithmic time.
pub(crate) struct Source {
    file: Arc<str>,
    /// Where each line starts.
    lines: Vec<usize>,
    /// For each character of several bytes: where it ends, and how many bytes up to there
    /// begin no character.
    wide: Vec<(usize, usize)>,
}

impl Source {
    pub(crate) fn new(text: &str, file: &str) -> Self {
        let mut lines = vec![0];
        let mut wide = vec![];
        let mut extra = 0;
        for (start, it) in text.char_indices() {
            if it == '\n' {
                lines.push(start + 1);
            } else if 1 < it.len_utf8() {
                extra += it.len_utf8() - 1;
                wide.push((start + it.len_utf8(), extra));
            }
        }
        Self { file: file.into(), lines, wide }
    }

    /// The place of `span`.
    pub(crate) fn place(&self, span: &Range<usize>) -> Place {
        Place {
            file: Arc::clone(&self.file),
            start: self.position(span.start),
            end: self.position(span.end),
        }
    }

    /// The line and column of a byte.
    pub(crate) fn position(&self, byte: usize) -> Position {
        let line = self.lines.partition_point(|it| *it <= byte);
        let start = line.checked_sub(1).and_then(|it| self.lines.get(it)).copied().unwrap_or(0);
        let column = (byte - self.extra(byte)) - (start - self.extra(start)) + 1;
        // A file of 4 GiB is read by nobody.
        let short = |it: usize| u32::try_from(it).unwrap_or(u32::MAX);
        Position { line: short(line), column: short(column), byte: short(byte) }
    }

    /// How many bytes before `byte` begin no character.
    fn extra(&self, byte: usize) -> usize {
        let before = self.wide.partition_point(|(end, _)| *end <= byte);
        before.checked_sub(1).and_then(|it| self.wide.get(it)).map_or(0, |(_, extra)| *extra)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters() {
        let text = "a = 1\nname = \"имя\" # é\nb = 2";
        let source = Source::new(text, "f");
        let at = |needle: &str| {
            let Position { line, column, .. } = source.position(text.find(needle).unwrap());
            (line, column)
        };
        assert_eq!(at("a"), (1, 1));
        assert_eq!(at("имя"), (2, 9));
        assert_eq!(at("#"), (2, 14));
        assert_eq!(at("b = 2"), (3, 1));
        assert_eq!(source.position(text.len()).column, 6);
    }
}
