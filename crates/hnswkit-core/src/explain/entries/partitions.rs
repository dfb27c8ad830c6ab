//! Partitions.

use super::CREATE_INDEX;
use crate::explain::{Check, Explanation, Severity};

const PARTITIONS: &str = "https://www.postgresql.org/docs/current/ddl-partitioning.html#DDL-PARTITIONING-DECLARATIVE-MAINTENANCE";

pub(super) static TABLE: &[Explanation] = &[
    Explanation {
        id: "partitioned-concurrently",
        severity: Severity::Error,
        patterns: &["cannot create index on partitioned table \"{table}\" concurrently"],
        examples: &["cannot create index on partitioned table \"messages\" concurrently"],
        title: "CONCURRENTLY does not work on the partitioned table {table}, only on its partitions",
        meaning: "A partitioned table has no rows; its index is the sum of those of its partitions. PostgreSQL builds those concurrently one at a time only.",
        actions: &[
            "create the index on the parent alone: CREATE INDEX … ON ONLY, which takes a moment and leaves it INVALID",
            "build the same index on each partition with CREATE INDEX CONCURRENTLY",
            "attach each: ALTER INDEX … ATTACH PARTITION; with the last one the index of the parent becomes valid",
        ],
        checks: &[Check {
            why: "the partitions",
            sql: "SELECT relid::regclass AS partition, isleaf\nFROM pg_partition_tree({table}::regclass);",
        }],
        sources: &[PARTITIONS, CREATE_INDEX],
    },
    Explanation {
        id: "partitioned-drop-concurrently",
        severity: Severity::Error,
        patterns: &["cannot drop partitioned index \"{index}\" concurrently"],
        examples: &["cannot drop partitioned index \"messages_embedding_idx\" concurrently"],
        title: "the partitioned index {index} can only be dropped at once",
        meaning: "It is dropped with all of its parts, under an exclusive lock on the table and its partitions. That takes a moment, but it waits for every open query, and all others queue behind it.",
        actions: &[
            "SET lock_timeout to a few seconds and try until it gets through: DROP INDEX without CONCURRENTLY",
        ],
        checks: &[],
        sources: &["https://www.postgresql.org/docs/current/sql-dropindex.html"],
    },
    Explanation {
        id: "partition-index-needed",
        severity: Severity::Error,
        patterns: &["cannot drop index {index} because index {parent} requires it"],
        examples: &[
            "cannot drop index m1_embedding_idx because index messages_embedding_idx requires it",
        ],
        title: "{index} is a part of {parent}",
        meaning: "An index of a partition that belongs to the index of the parent goes only with it, or with the partition.",
        actions: &[
            "drop {parent}, which drops all of its parts",
            "to build this part anew, use REINDEX INDEX CONCURRENTLY {index}",
        ],
        checks: &[],
        sources: &[PARTITIONS],
    },
    Explanation {
        id: "partition-index-differs",
        severity: Severity::Error,
        patterns: &["cannot attach index \"{index}\" as a partition of index \"{parent}\""],
        examples: &[
            "cannot attach index \"m1_embedding_idx\" as a partition of index \"messages_embedding_idx\"",
        ],
        title: "{index} does not fit {parent}",
        meaning: "Column or expression, operator class and predicate have to be the same, and the partition must not be attached to another index already. m and ef_construction are not compared.",
        actions: &[
            "read the DETAIL below the message; compare both definitions",
            "build the index of the partition anew as the parent's says",
        ],
        checks: &[Check {
            why: "both definitions",
            sql: "SELECT indexname, indexdef\nFROM pg_indexes\nWHERE indexname IN ({index}, {parent});",
        }],
        sources: &["https://www.postgresql.org/docs/current/sql-alterindex.html"],
    },
];
