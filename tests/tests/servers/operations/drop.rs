//! A drop, which the way back builds again.

use hnswkit_tests::{Version, operation};

use super::case::Case;

pub(super) static CASES: &[Case] = &[Case {
    example: operation!("drop", Version::OLDEST),
    before: &["items_nearest (m=16, ef_construction=64) valid"],
    after: &[],
    data: "SELECT md5(string_agg(i::text, ',' ORDER BY id)) FROM items AS i WHERE id <= 80",
    write: "INSERT INTO items VALUES (1000 + {n}, 'a', ARRAY[{n}, 1, 2]::vector)",
    ..Case::BASE
}];
