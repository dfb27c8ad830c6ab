//! Indexes that keep less than the vector.

use hnswkit_tests::{Version, operation};

use super::case::Case;

const AFTER: &[&str] = &[
    "idx_Notes_My Vector_8_binary_hnsw (m=16, ef_construction=64) valid",
    "idx_Notes_My Vector_halfvec_hnsw (m=16, ef_construction=64) valid",
];

const CASE: Case = Case {
    after: AFTER,
    data: "SELECT md5(string_agg(id || \"My Vector\"::text, ',' ORDER BY id)) FROM \"Notes\" WHERE id <= 150",
    write: "INSERT INTO \"Notes\" SELECT 1000 + {n}, \"My Vector\" FROM \"Notes\" WHERE id = 1",
    ..Case::BASE
};

pub(super) static CASES: &[Case] = &[
    Case { example: operation!("reduced", Version::new(0, 7, 0)), ..CASE },
    Case { example: operation!("reduced-transactional", Version::new(0, 7, 0)), ..CASE },
];
