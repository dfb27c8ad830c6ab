//! Broken and unfinished indexes.

use super::{CONCURRENTLY, PGVECTOR_CHANGES};
use crate::explain::{Check, Explanation, Severity};

const RELEASE: Check = Check {
    why: "the release of pgvector",
    sql: "SELECT extversion\nFROM pg_extension\nWHERE extname = 'vector';",
};

pub(super) static TABLE: &[Explanation] = &[
    Explanation {
        id: "invalid-index-skipped",
        severity: Severity::Warning,
        patterns: &[
            "skipping reindex of invalid index \"{index}\"",
            "cannot reindex invalid index \"{index}\" concurrently, skipping",
        ],
        examples: &[
            "skipping reindex of invalid index \"public.messages_embedding_idx\"",
            "cannot reindex invalid index \"public.messages_embedding_idx\" concurrently, skipping",
        ],
        title: "{index} is INVALID and was left out",
        meaning: "REINDEX of a table, a schema or a database passes INVALID indexes over: most are leftovers of builds that failed. No query uses it, and writes may pay for it.",
        actions: &[
            "drop it if it is a leftover (names that end in _ccnew or _ccold are), with DROP INDEX CONCURRENTLY",
            "or repair it by its name: REINDEX INDEX CONCURRENTLY {index}",
        ],
        checks: &[super::memory::INVALID_INDEXES],
        sources: &["https://www.postgresql.org/docs/current/sql-reindex.html"],
    },
    Explanation {
        id: "graph-not-repaired",
        severity: Severity::Error,
        patterns: &["hnsw graph not repaired"],
        examples: &["hnsw graph not repaired"],
        title: "VACUUM found a graph that it could not repair",
        meaning: "VACUUM checks its own work on the graph. Up to pgvector 0.8.3 it could fail so when rows were inserted meanwhile, and until 0.8.2 such inserts could damage the graph itself.",
        actions: &[
            "update pgvector to 0.8.4 or later",
            "build the index anew: REINDEX INDEX CONCURRENTLY; then VACUUM",
        ],
        checks: &[RELEASE],
        sources: &[PGVECTOR_CHANGES, "https://github.com/pgvector/pgvector/issues/993"],
    },
    Explanation {
        id: "index-not-valid-hnsw",
        severity: Severity::Error,
        patterns: &["hnsw index is not valid"],
        examples: &["hnsw index is not valid"],
        title: "the first page of the index is damaged, or not that of an HNSW index",
        meaning: "Every HNSW index begins with a page that says what it is, and this one does not: the file is damaged, or was emptied, as that of an unlogged table after a crash.",
        actions: &[
            "build the index anew: REINDEX INDEX CONCURRENTLY, or DROP and CREATE",
            "if it comes again, look for faults of the disk, and at data_checksums",
        ],
        checks: &[RELEASE],
        sources: &[PGVECTOR_CHANGES],
    },
    Explanation {
        id: "index-item-not-added",
        severity: Severity::Error,
        patterns: &["failed to add index item to \"{index}\""],
        examples: &["failed to add index item to \"messages_embedding_idx\""],
        title: "an element did not fit where it should in {index}",
        meaning: "pgvector before 0.7.3 fails so with sparse vectors; otherwise the index is damaged.",
        actions: &[
            "update pgvector to 0.7.3 or later",
            "build the index anew: REINDEX INDEX CONCURRENTLY {index}",
        ],
        checks: &[RELEASE],
        sources: &[PGVECTOR_CHANGES],
    },
    Explanation {
        id: "damaged-page",
        severity: Severity::Error,
        patterns: &[
            "invalid page in block {block#} of relation {relation}",
            "invalid page in block {block#} of relation \"{relation}\"",
        ],
        examples: &[
            "invalid page in block 42 of relation base/5/24576",
            "invalid page in block 42 of relation \"base/5/24576\"",
        ],
        title: "a page of the file {relation} is damaged",
        meaning: "The checksum or the form of page {block} is wrong: a fault of disk, memory or file system, not of a statement. When the file is that of an index, nothing is lost, as it can be built from the table.",
        actions: &[
            "find out to what the file belongs",
            "an index: build it anew with REINDEX INDEX CONCURRENTLY; a table: restore from a backup",
            "move to another machine or disk before it happens again",
        ],
        checks: &[Check {
            why: "what the last number of the file name belongs to",
            sql: "SELECT pg_filenode_relation(0, split_part({relation}, '/', 3)::oid);",
        }],
        sources: &["https://www.postgresql.org/docs/current/checksums.html"],
    },
    Explanation {
        id: "checksum-wrong",
        severity: Severity::Warning,
        patterns: &[
            "page verification failed, calculated checksum {calculated#} but expected {expected#}",
            "ignoring checksum failure in block {block#} of relation \"{relation}\"",
        ],
        examples: &[
            "page verification failed, calculated checksum 44890 but expected 30453",
            "ignoring checksum failure in block 0 of relation \"base/5/32773\"",
        ],
        title: "a page is not what was written",
        meaning: "The checksum in a page that was read differs from that of its content: disk, controller, memory or file system changed it. The message that follows names the file. A damaged index can be built anew from its table; a damaged table cannot.",
        actions: &[
            "find the file in the message that follows, \"invalid page in block\", and to what it belongs",
            "an index: build it anew with REINDEX INDEX CONCURRENTLY; a table: restore from a backup",
            "do not set ignore_checksum_failure or zero_damaged_pages but on a copy",
            "move to another machine or disk before it happens again",
        ],
        checks: &[Check {
            why: "failures by database, since the counters were reset",
            sql: "SELECT datname, checksum_failures, checksum_last_failure\nFROM pg_stat_database\nWHERE 0 < checksum_failures;",
        }],
        sources: &["https://www.postgresql.org/docs/current/checksums.html"],
    },
    Explanation {
        id: "waiting-for-snapshots",
        severity: Severity::Log,
        patterns: &["waiting for old snapshots"],
        examples: &["waiting for old snapshots"],
        title: "a concurrent build is done but for waiting",
        meaning: "The index is built. It becomes valid when every transaction of the database that began before has ended, on whatever tables they work.",
        actions: &[
            "do not cancel it: the INVALID index that would be left is of full size, and every write pays for it",
            "find the oldest transaction, and wait for it or end it",
        ],
        checks: &[Check {
            why: "the oldest transactions",
            sql: "SELECT pid, state, xact_start, left(query, 60) AS query\nFROM pg_stat_activity\nWHERE backend_xmin IS NOT NULL\nORDER BY xact_start;",
        }],
        sources: &[CONCURRENTLY, "https://www.postgresql.org/docs/current/progress-reporting.html"],
    },
];
