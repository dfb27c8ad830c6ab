//! Indexes of a partitioned table, with a partition that is partitioned itself.

use hnswkit_tests::{Version, operation};

use super::case::Case;

/// Name, parameters, state and place of every HNSW index.
const STATE: &str = "SELECT format('%s (%s) %s%s', c.relname, array_to_string(c.reloptions, ', '),
        CASE WHEN i.indisvalid AND i.indisready THEN 'valid' ELSE 'INVALID' END,
        ' in ' || h.inhparent::regclass)
    FROM pg_index AS i
    JOIN pg_class AS c ON c.oid = i.indexrelid
    JOIN pg_am AS a ON a.oid = c.relam
    LEFT JOIN pg_inherits AS h ON h.inhrelid = c.oid
    WHERE a.amname = 'hnsw'
    ORDER BY c.relname COLLATE \"C\"";

const INDEXED: &[&str] = &[
    "idx_Events, 2/b=_embedding_hnsw (m=8, ef_construction=32) valid in idx_events_2_embedding_hnsw",
    "idx_events_1_embedding_hnsw (m=8, ef_construction=32) valid in idx_events_embedding_hnsw",
    "idx_events_2_embedding_hnsw (m=8, ef_construction=32) valid in idx_events_embedding_hnsw",
    "idx_events_2a_embedding_hnsw (m=8, ef_construction=32) valid in idx_events_2_embedding_hnsw",
    "idx_events_embedding_hnsw (m=8, ef_construction=32) valid",
];

const CASE: Case = Case {
    state: STATE,
    data: "SELECT md5(string_agg(concat(id, kind, embedding), ',' ORDER BY id)) FROM events WHERE id <= 199",
    write: "INSERT INTO events SELECT 200 + {n}, {n} % 2, embedding FROM events WHERE id = 1;
        DELETE FROM events WHERE id = 200 + {n}",
    ..Case::BASE
};

pub(super) static CASES: &[Case] = &[
    Case {
        example: operation!("partitions", Version::OLDEST),
        before: &[],
        after: INDEXED,
        ..CASE
    },
    Case {
        example: operation!("partitions-transactional", Version::OLDEST),
        before: &[],
        after: INDEXED,
        ..CASE
    },
    Case {
        example: operation!("partitions-reindex", Version::OLDEST),
        before: INDEXED,
        after: INDEXED,
        search: Some("SELECT id FROM events ORDER BY embedding <-> '[1,2,3,4,5,6,7,8]' LIMIT 5"),
        builds_again: true,
        ..CASE
    },
    Case {
        example: operation!("partitions-drop", Version::OLDEST),
        before: INDEXED,
        after: &[],
        ..CASE
    },
];
