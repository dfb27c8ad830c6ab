//! What new sessions search with, changed and put back.

use hnswkit_tests::{Version, operation};

use super::case::Case;

/// What the database has of its own.
const DATABASE_SETTINGS: &str = "SELECT it FROM pg_db_role_setting, unnest(setconfig) AS it
    WHERE setrole = 0
        AND setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database())
    ORDER BY it COLLATE \"C\"";

const CASE: Case = Case {
    state: DATABASE_SETTINGS,
    data: "SELECT md5(string_agg(id || embedding::text, ',' ORDER BY id)) FROM items WHERE id <= 300",
    write: "INSERT INTO items VALUES (1000 + {n}, '[1,2,3]')",
    search: Some("SELECT id FROM items ORDER BY embedding <-> '[1,2,3]' LIMIT 5"),
    ..Case::BASE
};

pub(super) static CASES: &[Case] = &[
    Case {
        example: operation!("search-settings", Version::OLDEST),
        before: &["hnsw.ef_search=60"],
        after: &["hnsw.ef_search=100"],
        ..CASE
    },
    Case {
        example: operation!("iterative-scan", Version::new(0, 8, 0)),
        after: &[
            "hnsw.iterative_scan=relaxed_order",
            "hnsw.max_scan_tuples=50000",
            "hnsw.scan_mem_multiplier=2",
        ],
        ..CASE
    },
];
