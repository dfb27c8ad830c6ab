//! The SQL that collects: a question, and around it a SELECT of labels and numbers.

use super::{Label, Metric, Read, Source};
use crate::domain::Identifier;

/// How an output names the columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Naming {
    /// What stands before the names of labels.
    pub(super) label: &'static str,
    /// A column that comes first.
    pub(super) first: Option<&'static str>,
}

/// The statement, without a semicolon: labels as text, never NULL, then numbers, each under the
/// end of its metric's name.
pub fn query(source: &Source) -> String {
    named(source, Naming::default())
}

pub(super) fn named(source: &Source, naming: Naming) -> String {
    let first = naming.first.map(str::to_owned);
    let labels = source.labels.iter().map(|it| label(it, naming));
    let numbers = source.metrics().map(number);
    let columns: Vec<_> = first.into_iter().chain(labels).chain(numbers).collect();
    let mut out = format!("SELECT\n    {}\nFROM (\n", columns.join(",\n    "));
    let sql = source.question().map_or("", |it| it.sql());
    for line in sql.trim_end().trim_end_matches(';').lines() {
        // A question about all indexes has one such line, which narrows it down to a plan's.
        if line.starts_with("    -- AND ") {
            continue;
        }
        if !line.is_empty() {
            out.push_str("    ");
            out.push_str(line);
        }
        out.push('\n');
    }
    out.push_str(") AS q");
    out
}

fn label(it: &Label, naming: Naming) -> String {
    let value = match it.column {
        Some(column) => format!("coalesce({}::text, '')", column_of(column)),
        None => "current_database()::text".to_owned(),
    };
    format!("{value} AS {}{}", naming.label, it.name)
}

fn number(it: &Metric) -> String {
    let column = column_of(it.column);
    let value = match it.read {
        Read::Number => format!("{column}::float8"),
        Read::Flag => format!("{column}::int::float8"),
        Read::Present => format!("({column} IS NOT NULL)::int::float8"),
        Read::Time | Read::Interval => format!("extract(epoch FROM {column})::float8"),
        Read::Percent => format!("({column} / 100)::float8"),
        Read::Milliseconds => format!("({column} / 1000)::float8"),
        Read::One => "1::float8".to_owned(),
    };
    format!("{value} AS {}", it.suffix())
}

/// A column of the question, quoted where it has to be.
fn column_of(name: &str) -> String {
    match Identifier::new(name) {
        Ok(it) => format!("q.{it}"),
        Err(_) => format!("q.{name}"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::SOURCES;
    use super::*;

    #[test]
    fn a_question_becomes_labels_and_numbers() {
        let it = SOURCES.iter().find(|it| it.monitor == "size").unwrap();
        let sql = query(it);
        let head = "SELECT\n    current_database()::text AS datname,\n    coalesce(q.schema::text, '') AS schemaname,\n    coalesce(q.\"table\"::text, '') AS relname,\n";
        assert!(sql.starts_with(head), "{sql}");
        assert!(sql.contains("    q.index_bytes::float8 AS bytes"), "{sql}");
        assert!(sql.ends_with("c.relname\n) AS q") && !sql.contains(":indexes"), "{sql}");
    }

    #[test]
    fn an_alias_needs_no_quotes() {
        for source in SOURCES {
            let labels = source.labels.iter().map(|it| it.name);
            for name in labels.chain(source.metrics().map(Metric::suffix)) {
                assert!(Identifier::new(name).is_ok_and(|it| it.to_string() == name), "{name}");
            }
        }
    }
}
