//! A partial index for each large tenant, and one for all others.

use hnswkit_tests::{Version, operation};

use super::case::{Case, HNSW_INDEXES};

pub(super) static CASES: &[Case] = &[Case {
    example: operation!("tenants", Version::OLDEST),
    state: HNSW_INDEXES,
    before: &[],
    after: &[
        "idx_documents_embedding_hnsw_18 (m=16, ef_construction=64) valid",
        "idx_documents_embedding_hnsw_acme's (m=16, ef_construction=64) valid",
        "idx_documents_embedding_hnsw_others (m=16, ef_construction=64) valid",
    ],
    data: "SELECT md5(string_agg(id || tenant || embedding::text, ',' ORDER BY id)) FROM documents WHERE id <= 240",
    write: "INSERT INTO documents SELECT 1000 + {n}, 't1', false, embedding FROM documents WHERE id = 1;
        DELETE FROM documents WHERE id = 1000 + {n}",
    ..Case::BASE
}];
