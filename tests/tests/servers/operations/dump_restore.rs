//! The HNSW indexes of a dump that was restored without them.

use hnswkit_tests::{Version, operation};

use super::case::Case;

pub(super) static CASES: &[Case] = &[Case {
    example: operation!("dump-restore", Version::OLDEST),
    after: &[
        "It's cosine (m=8, ef_construction=32) valid",
        "idx_items_embedding_hnsw (m=16, ef_construction=64) valid",
    ],
    data: "SELECT md5(string_agg(id || embedding::text, ',' ORDER BY id)) FROM items WHERE id <= 300",
    write: "INSERT INTO items VALUES (1000 + {n}, '[1,2,3]')",
    ..Case::BASE
}];
