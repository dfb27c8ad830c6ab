//! The table of messages.

pub use not_reproduced::NOT_REPRODUCED;
pub use seen_on::SEEN_ON;

use super::Explanation;

mod build;
mod columns;
mod data;
mod definition;
mod extension;
mod guards;
mod locks;
mod memory;
mod names;
mod not_reproduced;
mod operations;
mod partitions;
mod seen_on;
mod server;
mod settings;
mod transactions;

/// A part of the table.
#[derive(Debug, PartialEq, Eq)]
pub struct Section {
    /// What its messages are about.
    pub title: &'static str,
    /// The messages.
    pub explanations: &'static [Explanation],
}

/// The whole table, in the order of the documentation.
pub static EXPLANATIONS: &[Section] = &[
    Section { title: "Memory, disk and crashes", explanations: memory::TABLE },
    Section { title: "The server, its replicas and connections", explanations: server::TABLE },
    Section { title: "What an index can be", explanations: definition::TABLE },
    Section { title: "Transactions and drivers", explanations: transactions::TABLE },
    Section { title: "Locks, timeouts and cancellation", explanations: locks::TABLE },
    Section { title: "Names and owners", explanations: names::TABLE },
    Section { title: "Partitions", explanations: partitions::TABLE },
    Section { title: "The extension", explanations: extension::TABLE },
    Section { title: "Settings", explanations: settings::TABLE },
    Section { title: "Vectors and queries", explanations: data::TABLE },
    Section { title: "Broken and unfinished indexes", explanations: build::TABLE },
    Section { title: "hnswkit's own checks", explanations: guards::TABLE },
    Section { title: "hnswkit's other operations", explanations: operations::TABLE },
    Section { title: "hnswkit's changes of columns", explanations: columns::TABLE },
];

/// Every explanation, in the order of the table.
pub fn explanations() -> impl Iterator<Item = &'static Explanation> {
    EXPLANATIONS.iter().flat_map(|it| it.explanations)
}

// Documentation that many entries point to.
const PGVECTOR: &str = "https://github.com/pgvector/pgvector#readme";
const PGVECTOR_HNSW: &str = "https://github.com/pgvector/pgvector#hnsw";
const PGVECTOR_BUILD: &str = "https://github.com/pgvector/pgvector#index-build-time";
const PGVECTOR_FAQ: &str = "https://github.com/pgvector/pgvector#frequently-asked-questions";
const PGVECTOR_CHANGES: &str = "https://github.com/pgvector/pgvector/blob/master/CHANGELOG.md";
const CREATE_INDEX: &str = "https://www.postgresql.org/docs/current/sql-createindex.html";
const CONCURRENTLY: &str =
    "https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY";
const CLIENT_SETTINGS: &str = "https://www.postgresql.org/docs/current/runtime-config-client.html";
const RESOURCE_SETTINGS: &str =
    "https://www.postgresql.org/docs/current/runtime-config-resource.html";
const LOCKING: &str = "https://www.postgresql.org/docs/current/explicit-locking.html";
const PRIVILEGES: &str = "https://www.postgresql.org/docs/current/ddl-priv.html";

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::explain::{
        explain,
        pattern::{self, Part},
    };

    fn holes(text: &'static str) -> BTreeSet<&'static str> {
        let holes = pattern::parts(text).filter_map(|it| match it {
            // Arrays are written in braces, too.
            Part::Hole { name, .. } if !name.contains(',') => Some(name),
            Part::Hole { .. } | Part::Text(_) => None,
        });
        holes.collect()
    }

    #[test]
    fn every_example_is_explained_by_its_own_entry_alone() {
        for entry in explanations() {
            assert_eq!(entry.patterns.len(), entry.examples.len(), "{}", entry.id);
            for (pattern, example) in entry.patterns.iter().zip(entry.examples) {
                assert!(pattern::find(pattern, example, Some(0)).is_some(), "{pattern}: {example}");
                let found = explain(&format!("ERROR:  {example}")).found;
                let ids: Vec<_> = found.iter().map(|it| it.explanation.id).collect();
                assert_eq!(ids, [entry.id], "{example}");
                assert_eq!(found[0].message, *example, "the pattern covers the whole message");
            }
        }
    }

    #[test]
    fn ids_are_unique_and_in_kebab_case() {
        let mut ids = BTreeSet::new();
        for it in explanations() {
            let plain = |it: char| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '-';
            assert!(it.id.chars().all(plain), "{}", it.id);
            assert!(ids.insert(it.id), "{}", it.id);
        }
    }

    #[test]
    fn patterns_have_text_between_holes() {
        for entry in explanations() {
            for pattern in entry.patterns {
                let parts: Vec<_> = pattern::parts(pattern).collect();
                for pair in parts.windows(2) {
                    assert!(!matches!(pair, [Part::Hole { .. }, Part::Hole { .. }]), "{pattern}");
                }
                assert!(pattern.is_ascii(), "{pattern}");
            }
        }
    }

    #[test]
    fn texts_have_only_holes_that_every_pattern_fills() {
        for entry in explanations() {
            let mut filled = entry.patterns.iter().map(|it| holes(it));
            let first = filled.next().unwrap();
            let common = filled.fold(first, |all, it| all.intersection(&it).copied().collect());
            let checks = entry.checks.iter().map(|it| it.sql);
            let texts = [entry.title, entry.meaning].into_iter();
            for text in texts.chain(entry.actions.iter().copied()).chain(checks) {
                assert!(holes(text).is_subset(&common), "{}: {text}", entry.id);
            }
        }
    }

    #[test]
    fn every_entry_says_what_to_do_and_where_it_is_from() {
        for it in explanations() {
            assert!(!it.actions.is_empty() && !it.sources.is_empty(), "{}", it.id);
            assert!(it.meaning.ends_with('.'), "{}", it.id);
            for text in it.actions.iter().chain([&it.title]) {
                assert!(!text.ends_with('.'), "{}: {text}", it.id);
            }
            for it in it.checks {
                assert!(it.sql.ends_with(';') && it.sql.starts_with(['S', 'W']), "{}", it.sql);
            }
        }
    }
}
