//! Several operations in one plan: one of each kind, with hostile names; one index in place of another.

use hnswkit_tests::{Version, operation};

use super::case::Case;

const BEFORE: &[&str] = &[
    "idx_atoms_embedding_hnsw () valid",
    "idx_messages_embedding_hnsw (m=16, ef_construction=64) valid",
    "we\"ird :idx\\ (m=8, ef_construction=32) valid",
];

const AFTER: &[&str] = &[
    "idx_atoms_embedding_hnsw () valid",
    "idx_messages_embedding_hnsw (m=24, ef_construction=96) valid",
    "notes_cosine (m=16, ef_construction=64) valid",
];

const CASE: Case = Case {
    before: BEFORE,
    after: AFTER,
    data: "SELECT md5(string_agg(id || body || embedding::text, ',' ORDER BY id)) FROM messages WHERE id <= 100",
    write: "INSERT INTO messages SELECT 10000 + {n}, 'new', embedding FROM messages WHERE id = 1;
        DELETE FROM atoms WHERE id = {n}; INSERT INTO atoms VALUES ({n}, NULL)",
    search: Some(
        "SELECT id FROM messages ORDER BY embedding <=> '[1,2,3,4,5,6,7,8,9,1,2,3,4,5,6,7]' LIMIT 5",
    ),
    builds_again: true,
    ..Case::BASE
};

/// Another index takes the place of one that is dropped: the search has one of them at any moment,
/// on the way there and on the way back.
const IN_PLACE_OF: Case = Case {
    example: operation!("in-place-of", Version::OLDEST),
    before: &[
        "atoms_l2 (m=16, ef_construction=64) valid",
        "messages_l2 (m=16, ef_construction=64) valid",
        "notes_ip () valid",
    ],
    after: &[
        "atoms_l2 (m=8, ef_construction=32) valid",
        "messages_small (m=8, ef_construction=32) valid",
        "notes_ip () valid",
    ],
    data: "SELECT md5(string_agg(id || embedding::text, ',' ORDER BY id)) FROM messages WHERE id <= 100",
    write: "INSERT INTO messages SELECT 10000 + {n}, embedding FROM messages WHERE id = 1",
    search: Some("SELECT id FROM messages ORDER BY embedding <-> '[1,2,3,4,5,6,7,8]' LIMIT 5"),
    builds_again: true,
    ..Case::BASE
};

pub(super) static CASES: &[Case] = &[
    IN_PLACE_OF,
    Case { example: operation!("operations", Version::OLDEST), ..CASE },
    Case { example: operation!("operations-transactional", Version::OLDEST), ..CASE },
];
