//! Questions to a running server: one `.sql` file each, with a header that documents it.

mod holes;
pub mod pack;
mod question;
mod render;

pub use question::{Header, Monitor, Scope, UnknownMonitor};
pub use render::{Rendered, render};

macro_rules! monitor {
    ($id:literal, $scope:ident) => {
        Monitor::new($id, Scope::$scope, include_str!(concat!("queries/", $id, ".sql")))
    };
}

/// Every question, in the order of the documentation.
pub static MONITORS: &[Monitor] = &[
    monitor!("definitions", Database),
    monitor!("validity", Database),
    monitor!("usage", Database),
    monitor!("size", Database),
    monitor!("bloat", Database),
    monitor!("cache", Database),
    monitor!("inserts", Database),
    monitor!("vacuum", Database),
    monitor!("vacuum-progress", Database),
    monitor!("progress", Database),
    monitor!("waits", Database),
    monitor!("wal", Server),
    monitor!("replicas", Server),
    monitor!("settings", Server),
    monitor!("versions", Server),
    monitor!("query-plan", Index),
    monitor!("query-plan-forced", Index),
    monitor!("recall", Index),
    #[cfg(feature = "every-number")]
    monitor!("recall-by-ef-search", Index),
    #[cfg(feature = "every-number")]
    monitor!("sample-build", Index),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{MONITORS, Scope, holes};

    #[test]
    fn ids_are_unique_and_kebab_case() {
        let mut seen = BTreeSet::new();
        for it in MONITORS {
            assert!(seen.insert(it.id), "two questions are called {}", it.id);
            assert!(it.id.bytes().all(|it| it.is_ascii_lowercase() || it == b'-'), "{}", it.id);
        }
    }

    #[test]
    fn headers_are_whole() {
        for it in MONITORS {
            let header = it.header();
            for field in
                [&header.title, &header.question, &header.healthy, &header.since, &header.rights]
            {
                assert!(!field.is_empty(), "{}: {header:?}", it.id);
            }
            assert!(header.question.ends_with('?'), "{}", it.id);
            assert!(header.since.starts_with("PostgreSQL 15, pgvector 0.5.1"), "{}", it.id);
            assert!(header.rights.contains("pg_monitor"), "{}", it.id);
            // Every line of the header is read: nothing stands before a key, none is unknown.
            let keys = ["title", "question", "healthy", "since", "rights", "note"];
            for line in it.head().lines() {
                let known = keys
                    .iter()
                    .any(|key| line[3..].strip_prefix(key).is_some_and(|it| it.starts_with(": ")));
                assert!(line.starts_with("--     ") || known, "{}: {line}", it.id);
            }
        }
    }

    #[test]
    fn questions_about_the_database_are_one_select_that_runs_as_it_stands() {
        for it in MONITORS.iter().filter(|it| it.scope != Scope::Index) {
            let sql = it.sql();
            assert!(sql.starts_with("SELECT\n"), "{}", it.id);
            assert_eq!(sql.lines().filter(|it| it.ends_with(';')).count(), 1, "{}", it.id);
            assert!(sql.ends_with(";\n"), "{}", it.id);
            let lines: Vec<_> = sql.lines().filter(|it| !holes::of(it).is_empty()).collect();
            let n_expected = usize::from(it.scope == Scope::Database);
            assert_eq!(lines.len(), n_expected, "{}: {lines:?}", it.id);
            assert!(lines.iter().all(|it| it.starts_with("    -- AND ")), "{}: {lines:?}", it.id);
        }
    }

    #[test]
    fn holes_are_known() {
        for it in MONITORS {
            let known: &[&str] = match it.scope {
                Scope::Database => &["indexes", "tables"],
                Scope::Index if it.id == "sample-build" => &[
                    "table",
                    "key",
                    "type",
                    "predicate",
                    "opclass",
                    "m",
                    "ef_construction",
                    "memory",
                    "percent",
                    "large",
                    "small",
                ],
                Scope::Index if it.id == "recall-by-ef-search" => {
                    &["table", "index", "key", "operator", "predicate", "limit", "iterative_scan"]
                }
                Scope::Index => &["table", "index", "key", "operator", "type", "predicate"],
                Scope::Server => &[],
            };
            for hole in it.sql().lines().flat_map(holes::of) {
                assert!(known.contains(&hole), "{}: {hole}", it.id);
            }
        }
    }
}
