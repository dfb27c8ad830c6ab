//! Reads what psql prints for `\d table` and `\d+ table`, in every border and line style.

mod cells;
mod footer;
mod title;

use std::ops::Range;

use cells::Layout;
use footer::Footer;

use super::Span;

/// A table as psql describes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Described {
    /// What the title calls it, such as `public.messages`; psql puts no quotes around the parts.
    pub title: String,
    /// Whether it is a view or a foreign table, which can have no index.
    pub has_no_indexes: bool,
    /// Whether it is partitioned.
    pub partitioned: bool,
    /// The parent, as SQL.
    pub partition_of: Option<String>,
    /// The columns.
    pub columns: Vec<DescribedColumn>,
    /// The HNSW and IVFFlat indexes.
    pub indexes: Vec<DescribedIndex>,
    /// Where the title stands.
    pub title_span: Span,
    /// Where the whole description stands.
    pub span: Span,
}

/// A column as psql describes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DescribedColumn {
    /// The column, as the catalog has it.
    pub name: String,
    /// The type, as in `vector(1536)`.
    pub data_type: String,
    /// Whether it cannot be NULL.
    pub not_null: bool,
    /// Where its line stands.
    pub span: Span,
}

/// An index as psql describes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DescribedIndex {
    /// The index, as the catalog has it.
    pub name: String,
    /// The statement that creates it, without a name, on a table `t`.
    pub sql: String,
    /// Whether it is complete.
    pub valid: bool,
    /// Where its line stands.
    pub span: Span,
}

/// Every table that `text` describes.
///
/// ```
/// # use hnswkit_core::parse::described;
/// let text = "\
///       Table \"public.docs\"
///  Column |   Type    | Nullable
/// --------+-----------+----------
///  e      | vector(3) | not null
/// Indexes:
///     \"docs_e_idx\" hnsw (e vector_l2_ops) INVALID
/// ";
/// let it = &described(text)[0];
/// assert_eq!(it.title, "public.docs");
/// assert_eq!((it.columns[0].data_type.as_str(), it.columns[0].not_null), ("vector(3)", true));
/// assert!(!it.indexes[0].valid);
/// ```
pub fn described(text: &str) -> Vec<Described> {
    let mut tables = vec![];
    let mut lines = Lines { text, at: 0 };
    while let Some((line, span)) = lines.next() {
        if let Some(it) = title::read(line) {
            tables.push(table(&it, span, &mut lines));
        }
    }
    tables
}

/// The lines that are left, each with its place.
#[derive(Clone)]
struct Lines<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Iterator for Lines<'a> {
    type Item = (&'a str, Range<usize>);

    fn next(&mut self) -> Option<Self::Item> {
        let rest = &self.text[self.at..];
        if rest.is_empty() {
            return None;
        }
        let length = rest.find('\n').map_or(rest.len(), |it| it + 1);
        let line = rest[..length].trim_end_matches(['\n', '\r']);
        let span = self.at..self.at + line.len();
        self.at += length;
        Some((line, span))
    }
}

fn table(title: &title::Title<'_>, span: Range<usize>, lines: &mut Lines<'_>) -> Described {
    let mut it = Described {
        title: title.name.to_owned(),
        has_no_indexes: title.has_no_indexes,
        partitioned: title.partitioned,
        partition_of: None,
        columns: vec![],
        indexes: vec![],
        title_span: span.clone(),
        span,
    };
    let mut layout: Option<Layout> = None;
    let mut footer: Option<Footer> = None;
    loop {
        let mut ahead = lines.clone();
        let Some((line, span)) = ahead.next() else { break };
        // A blank line ends the description; the next title does when blank lines are lost.
        if line.trim().is_empty() || title::read(line).is_some() {
            break;
        }
        *lines = ahead;
        it.span.end = span.end;
        if let Some(next) = Footer::begin(line) {
            if let Footer::PartitionOf(parent) = &next {
                it.partition_of = Some(parent.clone());
            }
            footer = Some(next);
        } else if let Some(footer) = &footer {
            if *footer == Footer::Indexes {
                it.indexes.extend(footer::index(line, span));
            }
        } else if let Some(layout) = &mut layout {
            it.columns.extend(layout.column(line, span));
        } else {
            layout = Layout::of_header(line);
        }
    }
    it
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What psql of PostgreSQL 18 prints for the same tables in seven styles.
    const STYLES: &str = include_str!("styles.txt");

    #[test]
    fn every_style_says_the_same() {
        let items: Vec<_> =
            described(STYLES).into_iter().filter(|it| it.title == "app.items").collect();
        assert_eq!(items.len(), 8);
        for it in &items {
            let columns: Vec<_> = it
                .columns
                .iter()
                .map(|it| (it.name.as_str(), it.data_type.as_str(), it.not_null))
                .collect();
            assert_eq!(
                columns,
                [
                    ("id", "bigint", true),
                    ("body", "text", false),
                    ("embedding", "vector(1536)", false),
                    ("small", "halfvec(768)", true),
                    ("flags", "bit(8)", false),
                    ("we\"ird | col", "vector(3)", false),
                    ("имя", "sparsevec(500)", false),
                    ("nodim", "vector", false),
                    ("big", "vector(3072)", false),
                ],
                "{}",
                &STYLES[it.span.clone()]
            );
            let indexes: Vec<_> =
                it.indexes.iter().map(|it| (it.name.as_str(), it.valid)).collect();
            assert_eq!(indexes, [("idx \"q", true), ("items_embedding_idx", false), ("ivf", true)]);
        }
    }

    #[test]
    fn kinds_and_parents_are_told() {
        let tables = described(STYLES);
        let find = |name: &str| tables.iter().find(|it| it.title == name).unwrap();
        assert!(find("public.p").partitioned && !find("public.un").partitioned);
        assert_eq!(find("public.p1").partition_of.as_deref(), Some("p"));
        assert_eq!(find("my.schema.Order").columns.len(), 2);
        assert_eq!(find("public.mv").columns.len(), 2);
        assert!(tables.iter().all(|it| !it.title.ends_with("items_embedding_idx")));
    }

    #[test]
    fn a_table_without_border_and_end_is_read() {
        assert_eq!(described("Table \"a.b\""), described("Table \"a.b\"\n"));
        assert!(described("Table \"a").is_empty());
    }
}
