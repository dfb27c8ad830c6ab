//! A rebuild.

use hnswkit_tests::{Version, operation};

use super::case::Case;

const VALID: &[&str] = &["items_nearest () valid"];

pub(super) static CASES: &[Case] = &[Case {
    example: operation!("reindex", Version::OLDEST),
    before: VALID,
    after: VALID,
    data: "SELECT md5(string_agg(i::text, ',' ORDER BY id)) FROM items AS i WHERE id <= 80",
    write: "INSERT INTO items VALUES (1000 + {n}, 'a', ARRAY[{n}, 1, 2]::vector)",
    search: Some("SELECT id FROM items ORDER BY embedding <-> '[1,2,3]' LIMIT 5"),
    builds_again: true,
    ..Case::BASE
}];
