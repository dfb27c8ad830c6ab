//! One operation of each kind in one plan, with hostile names.

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
    data: "SELECT md5(string_agg(id || body || embedding::text, ',' ORDER BY id)) FROM messages WHERE id <= 2000",
    write: "INSERT INTO messages SELECT 10000 + {n}, 'new', embedding FROM messages WHERE id = 1;
        DELETE FROM atoms WHERE id = {n}; INSERT INTO atoms VALUES ({n}, NULL)",
    search: Some(
        "SELECT id FROM messages ORDER BY embedding <=> '[1,2,3,4,5,6,7,8,9,1,2,3,4,5,6,7]' LIMIT 5",
    ),
    builds_again: true,
    ..Case::BASE
};

pub(super) static CASES: &[Case] = &[
    Case { example: operation!("operations", Version::OLDEST), ..CASE },
    Case { example: operation!("operations-transactional", Version::OLDEST), ..CASE },
];
