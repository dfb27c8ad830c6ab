//! The releases on which a message was produced.

/// The patterns that were not produced on every supported release, each with those on which they
/// were; a test compares them with the servers that it makes say it.
pub static SEEN_ON: &[(&str, &str)] = &[
    ("\"{value}\" is out of range for type halfvec", "pgvector 0.7.0 and later"),
    ("\"{value}\" is out of range for type sparsevec", "pgvector 0.7.0 and later"),
    ("\"{value}\" is out of range for type vector", "pgvector 0.7.0 and later"),
    ("CREATE INDEX CONCURRENTLY cannot be executed within a pipeline", "PostgreSQL 16 and older"),
    ("DROP INDEX CONCURRENTLY cannot be executed within a pipeline", "PostgreSQL 16 and older"),
    ("REINDEX CONCURRENTLY cannot be executed within a pipeline", "PostgreSQL 16 and older"),
    ("VACUUM cannot be executed within a pipeline", "PostgreSQL 16 and older"),
    ("cannot reindex invalid index \"{index}\" concurrently, skipping", "PostgreSQL 16 and older"),
    (
        "client backend (PID {pid#}) was terminated by signal 11: Segmentation fault",
        "PostgreSQL 18 and later",
    ),
    ("client backend (PID {pid#}) was terminated by signal 6: Aborted", "PostgreSQL 18 and later"),
    ("client backend (PID {pid#}) was terminated by signal 9: Killed", "PostgreSQL 18 and later"),
    (
        "column \"{column}\" is of type halfvec but expression is of type {given}",
        "pgvector 0.7.0 and later",
    ),
    (
        "column \"{column}\" is of type sparsevec but expression is of type {given}",
        "pgvector 0.7.0 and later",
    ),
    (
        "could not extend file \"{file}\" with FileFallocate(): No space left on device",
        "PostgreSQL 16 and later",
    ),
    (
        "could not resize shared memory segment \"{segment}\" to {bytes#} bytes: No space left on device",
        "pgvector 0.6.0 and later",
    ),
    ("different bit lengths {left#} and {right#}", "pgvector 0.7.0 and later"),
    ("different halfvec dimensions {left#} and {right#}", "pgvector 0.7.0 and later"),
    ("different sparsevec dimensions {left#} and {right#}", "pgvector 0.7.0 and later"),
    ("failed to add index item to \"{index}\"", "pgvector before 0.7.0"),
    ("function binary_quantize(unknown) is not unique", "pgvector 0.7.0 and later"),
    ("function {function}(unknown, unknown) is not unique", "pgvector 0.7.0 and later"),
    ("halfvec cannot have more than {limit#} dimensions", "pgvector 0.7.0 and later"),
    ("halfvec must have at least 1 dimension", "pgvector 0.7.0 and later"),
    (
        "ignoring checksum failure in block {block#} of relation \"{relation}\"",
        "PostgreSQL 18 and later",
    ),
    ("invalid configuration parameter name \"{parameter}\"", "pgvector 0.6.0 and later"),
    (
        "invalid configuration parameter name \"{parameter}\", removing it",
        "pgvector 0.6.0 and later",
    ),
    ("invalid input syntax for type halfvec: \"{value}\"", "pgvector 0.7.0 and later"),
    ("invalid input syntax for type sparsevec: \"{value}\"", "pgvector 0.7.0 and later"),
    ("invalid input syntax for type vector: \"{value}\"", "pgvector 0.7.0 and later"),
    ("invalid page in block {block#} of relation \"{relation}\"", "PostgreSQL 18 and later"),
    ("invalid page in block {block#} of relation {relation}", "PostgreSQL 16 and older"),
    ("malformed vector literal: \"{value}\"", "pgvector before 0.7.0"),
    (
        "page verification failed, calculated checksum {calculated#} but expected {expected#}",
        "PostgreSQL 16 and older",
    ),
    (
        "remaining connection slots are reserved for non-replication superuser connections",
        "PostgreSQL 15 and older",
    ),
    (
        "remaining connection slots are reserved for roles with privileges of the \"pg_use_reserved_connections\" role",
        "PostgreSQL 16 and later",
    ),
    (
        "remaining connection slots are reserved for roles with the SUPERUSER attribute",
        "PostgreSQL 16 and later",
    ),
    (
        "server process (PID {pid#}) was terminated by signal 11: Segmentation fault",
        "PostgreSQL 16 and older",
    ),
    ("server process (PID {pid#}) was terminated by signal 6: Aborted", "PostgreSQL 16 and older"),
    ("server process (PID {pid#}) was terminated by signal 9: Killed", "PostgreSQL 16 and older"),
    ("skipping reindex of invalid index \"{index}\"", "PostgreSQL 18 and later"),
    ("sparsevec cannot have more than {limit#} dimensions", "pgvector 0.7.0 and later"),
    ("sparsevec cannot have more than {limit#} non-zero elements", "pgvector 0.7.0 and later"),
    (
        "sparsevec cannot have more than {limit#} non-zero elements for hnsw index",
        "pgvector 0.7.0 and later",
    ),
    ("sparsevec index out of bounds", "pgvector 0.7.0 and later"),
    ("sparsevec indices must not contain duplicates", "pgvector 0.7.0 and later"),
    ("sparsevec must have at least 1 dimension", "pgvector 0.7.0 and later"),
    ("terminating connection due to transaction timeout", "PostgreSQL 17 and later"),
    ("type not supported for {method} index", "pgvector 0.7.0 and later"),
];
