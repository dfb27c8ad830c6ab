//! What servers say to single statements in some releases only.

use hnswkit_tests::Version;

use super::{case::On, statements::Said};

/// The statements, by the servers that answer so.
pub(super) const SAID: &[(On, &[Said])] = &[
    // pgvector before 0.7.0.
    (
        On::before(Version::new(0, 7, 0)),
        &[
            ("SELECT '{1,2}'::vector", &["malformed vector literal: \"{value}\""]),
            ("SELECT ''::vector", &["malformed vector literal: \"{value}\""]),
            ("SELECT '[1e40]'::vector", &["infinite value not allowed in {type}"]),
            (
                "CREATE INDEX ON t USING hnsw (v vector_l1_ops)",
                &["operator class \"{class}\" does not exist for access method \"{method}\""],
            ),
            // A deleted element is taken for a new one, however large.
            (
                "CREATE TABLE f (v vector(3)); INSERT INTO f SELECT v FROM t LIMIT 2000; CREATE INDEX ON f USING hnsw (v vector_l2_ops);; DELETE FROM f;; VACUUM f;; UPDATE pg_attribute SET atttypmod = 60 WHERE attrelid IN ('f'::regclass, 'f_v_idx'::regclass) AND attname = 'v';; INSERT INTO f SELECT array_fill(1, ARRAY[60])::vector;; INSERT INTO f SELECT array_fill(2, ARRAY[60])::vector",
                &["failed to add index item to \"{index}\""],
            ),
        ],
    ),
    // pgvector since 0.6.0.
    (
        On::since(Version::new(0, 6, 0)),
        &[
            // Before the library is loaded, any name is taken.
            (
                "SET hnsw.nothing = 1; SELECT '[1]'::vector",
                &["invalid configuration parameter name \"{parameter}\", removing it"],
            ),
            (
                "SELECT '[1]'::vector; SET hnsw.nothing = 1",
                &["invalid configuration parameter name \"{parameter}\""],
            ),
        ],
    ),
    // pgvector since 0.7.0.
    (
        On::since(Version::new(0, 7, 0)),
        &[
            (
                "ALTER TABLE t ALTER v TYPE halfvec(3)",
                &["operator class \"{class}\" does not accept data type {type}"],
            ),
            (
                "CREATE TABLE x (v varbit); CREATE INDEX ON x USING hnsw (v bit_hamming_ops)",
                &["type not supported for {method} index"],
            ),
            (
                "CREATE TABLE x (v sparsevec(2000)); INSERT INTO x SELECT array_fill(1, ARRAY[2000])::vector::sparsevec; CREATE INDEX ON x USING hnsw (v sparsevec_l2_ops)",
                &["sparsevec cannot have more than {limit#} non-zero elements for hnsw index"],
            ),
            ("SELECT '{1,2}'::vector", &["invalid input syntax for type vector: \"{value}\""]),
            ("SELECT ''::vector", &["invalid input syntax for type vector: \"{value}\""]),
            ("SELECT '1,2'::halfvec", &["invalid input syntax for type halfvec: \"{value}\""]),
            ("SELECT '1,2'::sparsevec", &["invalid input syntax for type sparsevec: \"{value}\""]),
            ("SELECT '[1e40]'::vector", &["\"{value}\" is out of range for type vector"]),
            ("SELECT '[70000]'::halfvec", &["\"{value}\" is out of range for type halfvec"]),
            ("SELECT '{1:1e40}/2'::sparsevec", &["\"{value}\" is out of range for type sparsevec"]),
            ("SELECT binary_quantize('[1]')", &["function binary_quantize(unknown) is not unique"]),
            (
                "SELECT cosine_distance('[1]', '[1]')",
                &["function {function}(unknown, unknown) is not unique"],
            ),
            (
                "SELECT '[1,2]'::halfvec <-> '[1]'::halfvec",
                &["different halfvec dimensions {left#} and {right#}"],
            ),
            (
                "SELECT '{1:1}/2'::sparsevec <-> '{1:1}/3'::sparsevec",
                &["different sparsevec dimensions {left#} and {right#}"],
            ),
            ("SELECT B'101' <~> B'1'", &["different bit lengths {left#} and {right#}"]),
            (
                "SELECT array_fill(1, ARRAY[16001])::halfvec",
                &["halfvec cannot have more than {limit#} dimensions"],
            ),
            ("SELECT '[]'::halfvec", &["halfvec must have at least 1 dimension"]),
            (
                "SELECT '{}/1000000001'::sparsevec",
                &["sparsevec cannot have more than {limit#} dimensions"],
            ),
            (
                "SELECT ('{' || string_agg(i || ':1', ',') || '}/20000')::sparsevec FROM generate_series(1, 16001) AS i",
                &["sparsevec cannot have more than {limit#} non-zero elements"],
            ),
            ("SELECT '{}/0'::sparsevec", &["sparsevec must have at least 1 dimension"]),
            ("SELECT '{3:1}/2'::sparsevec", &["sparsevec index out of bounds"]),
            ("SELECT '{1:1,1:2}/2'::sparsevec", &["sparsevec indices must not contain duplicates"]),
            (
                "CREATE TABLE x (v halfvec(3)); INSERT INTO x VALUES (jsonb '[1,2,3]')",
                &["column \"{column}\" is of type halfvec but expression is of type {given}"],
            ),
            (
                "CREATE TABLE x (v sparsevec(3)); INSERT INTO x VALUES (text '1')",
                &["column \"{column}\" is of type sparsevec but expression is of type {given}"],
            ),
        ],
    ),
    // pgvector since 0.8.0.
    (
        On::since(Version::new(0, 8, 0)),
        &[
            (
                "SELECT '[1]'::vector; SET hnsw.iterative_scan = 'on'",
                &["invalid value for parameter \"{parameter}\": \"{value}\""],
            ),
            (
                "SET hnsw.iterative_scan = 'on'; SELECT '[1]'::vector",
                &["invalid value for parameter \"{parameter}\": \"{value}\""],
            ),
        ],
    ),
    // PostgreSQL before 17.
    (
        On::before_postgres(17),
        &[(
            "CREATE TABLE r (v vector(3)); CREATE INDEX r_idx ON r USING hnsw (v vector_l2_ops); UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'r_idx'::regclass;; REINDEX TABLE CONCURRENTLY r",
            &["cannot reindex invalid index \"{index}\" concurrently, skipping"],
        )],
    ),
    // PostgreSQL since 18.
    (
        On::since_postgres(18),
        &[(
            "CREATE TABLE r (v vector(3)); CREATE INDEX r_idx ON r USING hnsw (v vector_l2_ops); UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'r_idx'::regclass;; REINDEX TABLE CONCURRENTLY r",
            &["skipping reindex of invalid index \"{index}\""],
        )],
    ),
];
