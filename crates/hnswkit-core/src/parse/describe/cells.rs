//! Rows of a table that psql has drawn.

use std::ops::Range;

use super::DescribedColumn;

/// How the rows are drawn, and which column is where.
#[derive(Debug)]
pub(super) struct Layout {
    /// What stands between cells, if anything does.
    separator: Option<char>,
    /// Whether lines begin and end with one, too.
    framed: bool,
    /// The number of cells.
    cells: usize,
    /// Where the type is.
    data_type: usize,
    /// Where it says `not null`.
    nullable: Option<usize>,
    /// Where the cells are, in columns of the screen, once the line below the header was seen.
    extents: Vec<Range<usize>>,
    /// The header, until then.
    header: String,
}

/// What vertical lines are drawn with.
const SEPARATORS: &[char] = &['|', '│', '║'];
/// What horizontal lines are drawn with.
const DASHES: &[char] = &['-', '─', '═'];

/// What the types that we look for begin with.
const TYPES: &[&str] = &["vector", "halfvec", "sparsevec", "bit("];

impl Layout {
    /// The layout that a header begins; nothing for a line above it.
    pub(super) fn of_header(line: &str) -> Option<Self> {
        let separator = SEPARATORS.iter().copied().find(|it| line.contains(*it));
        let framed = separator.is_some_and(|it| line.trim_start().starts_with(it));
        let names: Vec<&str> = match separator {
            Some(it) => split(line, it, framed),
            None => line.split_whitespace().collect(),
        };
        let find = |name: &str| names.iter().position(|it| it.trim() == name);
        if find("Column") != Some(0) {
            return None;
        }
        Some(Self {
            separator,
            framed,
            cells: names.len(),
            data_type: find("Type")?,
            // PostgreSQL 9.6 and older: one column for all modifiers.
            nullable: find("Nullable").or(find("Modifiers")),
            extents: vec![],
            header: line.to_owned(),
        })
    }

    /// The column that a row describes; nothing for lines, and for what a cell goes on with.
    pub(super) fn column(&mut self, line: &str, span: Range<usize>) -> Option<DescribedColumn> {
        if is_rule(line) {
            if self.extents.is_empty() {
                self.extents = extents(line);
                if self.separator.is_none() {
                    // The names of columns can have blanks in them: only the dashes tell.
                    let header = std::mem::take(&mut self.header);
                    let (names, _) = self.cut(&header);
                    self.cells = names.len();
                    self.data_type = names.iter().position(|it| it == "Type")?;
                    self.nullable =
                        names.iter().position(|it| it == "Nullable" || it == "Modifiers");
                }
            }
            return None;
        }
        let cells = self.cells_of(line)?;
        let name = cells.first().filter(|it| !it.is_empty())?.clone();
        let data_type = cells.get(self.data_type).filter(|it| !it.is_empty())?.clone();
        let nullable = self.nullable.and_then(|it| cells.get(it));
        let not_null = nullable.is_some_and(|it| it.starts_with("not null"));
        Some(DescribedColumn { name, data_type, not_null, span })
    }

    fn cells_of(&self, line: &str) -> Option<Vec<String>> {
        let Some(separator) = self.separator else { return Some(self.cut(line).0) };
        if !self.extents.is_empty()
            && let (cells, true) = self.cut(line)
        {
            return Some(cells);
        }
        // Unaligned, or blanks at the beginning of lines were lost on the way here. A separator in
        // excess stands within the name when a type that we look for comes behind it, else within
        // a default.
        let pieces = split(line, separator, self.framed);
        let extra = pieces.len().checked_sub(self.cells)?;
        let is_ours = |extra: &usize| {
            let data_type = pieces.get(extra + self.data_type).map(|it| it.trim());
            data_type.is_some_and(|it| TYPES.iter().any(|name| it.starts_with(name)))
        };
        let (name, others) = pieces.split_at_checked((0..=extra).find(is_ours).unwrap_or(0) + 1)?;
        let name = name.join(separator.encode_utf8(&mut [0; 4]));
        let others = others.iter().map(|it| it.trim().to_owned());
        Some(std::iter::once(name.trim().to_owned()).chain(others).collect())
    }

    /// Cuts a line where the dashes below the header say; false if no separators stand between.
    fn cut(&self, line: &str) -> (Vec<String>, bool) {
        let mut cells = vec![String::new(); self.extents.len()];
        let mut fits = true;
        let mut column = 0;
        let mut cell = 0;
        for it in line.chars() {
            while self.extents.get(cell).is_some_and(|it| it.end <= column) {
                cell += 1;
            }
            let Some(extent) = self.extents.get(cell) else { break };
            if column < extent.start {
                // Old styles mark a cell that goes on with `:` or `;`.
                fits &= SEPARATORS.contains(&it) || 0 < cell && matches!(it, ':' | ';');
            } else if let Some(text) = cells.get_mut(cell) {
                text.push(it);
            }
            column += width(it);
        }
        (cells.into_iter().map(|it| it.trim().to_owned()).collect(), fits)
    }
}

/// The cells of a line, without the frame around it.
fn split(line: &str, separator: char, framed: bool) -> Vec<&str> {
    let inner = match framed {
        true => {
            let line = line.trim();
            let line = line.strip_prefix(separator).unwrap_or(line);
            line.strip_suffix(separator).unwrap_or(line)
        }
        false => line,
    };
    inner.split(separator).collect()
}

fn is_rule(line: &str) -> bool {
    let dashes = line.chars().filter(|it| DASHES.contains(it)).count();
    let others = |it: char| {
        DASHES.contains(&it) || it == '+' || it == '|' || it == ' ' || ('─'..='╿').contains(&it)
    };
    2 <= dashes && line.chars().all(others)
}

/// Where the runs of dashes are.
fn extents(rule: &str) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = vec![];
    for (column, it) in rule.chars().enumerate() {
        if !DASHES.contains(&it) {
            continue;
        }
        match runs.last_mut() {
            Some(run) if run.end == column => run.end += 1,
            _ => runs.push(column..column + 1),
        }
    }
    runs
}

/// How many columns of the screen a character takes, as psql counts.
// PostgreSQL 18 src/common/wchar.c, ucs_wcwidth, with the ranges that names are written in.
fn width(it: char) -> usize {
    match it {
        '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' | '\u{fe00}'..='\u{fe0f}' => 0,
        '\u{1100}'..='\u{115f}'
        | '\u{2e80}'..='\u{a4cf}'
        | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe6f}'
        | '\u{ff00}'..='\u{ff60}'
        | '\u{ffe0}'..='\u{ffe6}'
        | '\u{1f300}'..='\u{1faff}'
        | '\u{20000}'..='\u{3fffd}' => 2,
        _ => 1,
    }
}
