//! Aligned columns.

use textwrap::core::display_width;

use super::text;

/// Rows of cells; all columns but the last are as wide as their widest cell.
#[derive(Debug, Default)]
pub(crate) struct Table {
    rows: Vec<Vec<String>>,
    /// Columns that are aligned to the right.
    numbers: &'static [usize],
}

impl Table {
    /// A table with columns of numbers, counted from 0.
    pub(crate) fn with_numbers(numbers: &'static [usize]) -> Self {
        Self { rows: vec![], numbers }
    }

    /// Adds a row.
    pub(crate) fn row<S: Into<String>>(&mut self, cells: impl IntoIterator<Item = S>) {
        self.rows.push(cells.into_iter().map(Into::into).collect());
    }

    /// Adds the table after `indent`; the last column is wrapped into what is left of the line.
    pub(crate) fn push(&self, out: &mut String, indent: &str) {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or_default();
        let widths: Vec<usize> = (0..columns)
            .map(|column| {
                let cells = self.rows.iter().filter(|it| column + 1 < it.len());
                cells.map(|it| display_width(&it[column])).max().unwrap_or_default()
            })
            .collect();
        for row in &self.rows {
            let Some((last, cells)) = row.split_last() else { continue };
            let mut first = indent.to_owned();
            for (column, (cell, width)) in cells.iter().zip(&widths).enumerate() {
                let space = " ".repeat(width - display_width(cell));
                let (before, after) = match self.numbers.contains(&column) {
                    true => (space.as_str(), ""),
                    false => ("", space.as_str()),
                };
                first.extend([before, cell, after, "  "]);
            }
            let rest = " ".repeat(display_width(&first));
            text::push(out, &first, &rest, last);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::style::{DIM, paint};

    #[test]
    fn colors_take_no_room() {
        let mut table = Table::default();
        table.row([paint(DIM, "a"), "one".to_owned()]);
        table.row(["long".to_owned(), "two".to_owned()]);
        let mut out = String::new();
        table.push(&mut out, "  ");
        assert_eq!(out, "  \u{1b}[2ma\u{1b}[0m     one\n  long  two\n");
    }
}
