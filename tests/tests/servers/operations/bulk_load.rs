//! A load that an index makes way for: the plan before it, the plan after it.

use hnswkit_tests::{Version, operation};

use super::case::Case;

const INDEX: &[&str] = &["idx_items_v_hnsw (m=8, ef_construction=32) valid"];

const BEFORE: Case = Case {
    before: INDEX,
    after: &[],
    data: "SELECT md5(string_agg(id || v::text, ',' ORDER BY id)) FROM items WHERE id <= 200",
    write: "INSERT INTO items SELECT 1000 + {n}, v FROM items WHERE id = 1",
    ..Case::BASE
};

const AFTER: Case = Case { before: &[], after: INDEX, ..BEFORE };

pub(super) static CASES: &[Case] = &[
    Case { example: operation!("bulk-load-before", Version::OLDEST), ..BEFORE },
    Case { example: operation!("bulk-load-before-transactional", Version::OLDEST), ..BEFORE },
    Case {
        example: operation!("bulk-load-after", Version::OLDEST),
        first: &[operation!("bulk-load-before", Version::OLDEST)],
        ..AFTER
    },
];
