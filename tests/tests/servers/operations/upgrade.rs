//! pgvector's objects brought to the release of its library.
//!
//! The release itself is no part of the state: nothing takes it back.

use hnswkit_tests::{Version, operation};

use super::case::Case;

const CASE: Case = Case {
    data: "SELECT md5(string_agg(id || embedding::text, ',' ORDER BY id)) FROM items WHERE id <= 300",
    write: "INSERT INTO items VALUES (1000 + {n}, '[1,2,3]')",
    search: Some("SELECT id FROM items ORDER BY embedding <-> '[1,2,3]' LIMIT 5"),
    ..Case::BASE
};

const ALONE: &[&str] = &["idx_items_embedding_hnsw () valid"];
const WITH_REBUILD: &[&str] = &["items_nearest () valid"];

pub(super) static CASES: &[Case] = &[
    Case {
        example: operation!("upgrade", Version::new(0, 8, 6)),
        before: ALONE,
        after: ALONE,
        ..CASE
    },
    Case {
        example: operation!("upgrade-reindex", Version::new(0, 8, 6)),
        before: WITH_REBUILD,
        after: WITH_REBUILD,
        builds_again: true,
        ..CASE
    },
];
