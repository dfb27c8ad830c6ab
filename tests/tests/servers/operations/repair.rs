//! Repairs, in both modes; the states are provoked for real in `repairs.rs`.

use hnswkit_tests::{Version, operation};

use super::case::Case;

const REPAIRED: &[&str] = &["items_nearest (m=16, ef_construction=64) valid"];

const CASE: Case = Case {
    before: &[
        "items_embedding_idx () valid",
        "items_nearest () INVALID",
        "items_nearest_ccnew () INVALID",
        "items_nearest_ccold3 () INVALID",
    ],
    after: REPAIRED,
    back: Some(REPAIRED),
    data: "SELECT md5(string_agg(i::text, ',' ORDER BY id)) FROM items AS i WHERE id <= 80",
    write: "INSERT INTO items VALUES (1000 + {n}, 'a', ARRAY[{n}, 1, 2]::vector)",
    // The one that is too many serves until the repaired one is proven.
    search: Some("SELECT id FROM items ORDER BY embedding <-> '[1,2,3]' LIMIT 5"),
    ..Case::BASE
};

pub(super) static CASES: &[Case] = &[
    Case { example: operation!("repair", Version::OLDEST), ..CASE },
    Case { example: operation!("repair-transactional", Version::OLDEST), ..CASE },
];
