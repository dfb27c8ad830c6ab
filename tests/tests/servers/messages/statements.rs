//! What servers say to single statements.

use super::{case::On, releases};

/// Statements and the patterns of what is said to them; `;;` separates messages to the server.
pub(super) type Said = (&'static str, &'static [&'static str]);

/// The tables that the statements work on.
pub(super) const SCHEMA: &str = "CREATE TABLE t (
        id int PRIMARY KEY, v vector(3), bare vector, large vector(2001), word text
    );
    INSERT INTO t (id, v, word)
    SELECT i, ARRAY[i, random(), random()]::vector(3), 'a' FROM generate_series(1, 4000) AS i;
    CREATE TABLE empty (v vector(3));
    CREATE TABLE words (word text);
    CREATE TABLE parts (id int, v vector(3)) PARTITION BY RANGE (id);
    CREATE TABLE parts_1 PARTITION OF parts FOR VALUES FROM (0) TO (10);
    CREATE INDEX parts_idx ON parts USING hnsw (v vector_l2_ops);
    CREATE INDEX t_idx ON t USING hnsw (v vector_l2_ops);
    CREATE VIEW shown AS SELECT id FROM t;
    CREATE TABLE seen (v vector(3));
    CREATE VIEW sees AS SELECT v FROM seen;
    CREATE TABLE parent (id int PRIMARY KEY);
    CREATE TABLE child (id int REFERENCES parent DEFERRABLE INITIALLY DEFERRED)";

/// What every server says.
const EVERYWHERE: &[Said] = &[
    // Build and memory.
    (
        "SET maintenance_work_mem = '1MB'; CREATE INDEX ON t USING hnsw (v vector_l2_ops)",
        &["hnsw graph no longer fits into maintenance_work_mem after {tuples#} tuples"],
    ),
    (
        "SET maintenance_work_mem = '1MB'; CREATE INDEX ON t USING ivfflat (v vector_l2_ops) WITH (lists = 3000)",
        &["memory required is {needed}, maintenance_work_mem is {given#} MB"],
    ),
    (
        "CREATE INDEX ON empty USING ivfflat (v vector_l2_ops) WITH (lists = 10)",
        &["ivfflat index created with little data"],
    ),
    ("SELECT repeat('a', 268435456) ~ 'b'", &["invalid memory alloc request size {bytes#}"]),
    // What an index can be.
    (
        "CREATE INDEX ON t USING hnsw (large vector_l2_ops)",
        &["column cannot have more than {limit#} dimensions for {method} index"],
    ),
    (
        "CREATE INDEX ON t USING ivfflat (large vector_l2_ops)",
        &["column cannot have more than {limit#} dimensions for {method} index"],
    ),
    ("CREATE INDEX ON t USING hnsw (bare vector_l2_ops)", &["column does not have dimensions"]),
    (
        "CREATE INDEX ON t USING hnsw (v)",
        &["data type {type} has no default operator class for access method \"{method}\""],
    ),
    (
        "CREATE INDEX ON t USING hnsw (v vector_l3_ops)",
        &["operator class \"{class}\" does not exist for access method \"{method}\""],
    ),
    (
        "CREATE INDEX ON t USING hnsw (word vector_l2_ops)",
        &["operator class \"{class}\" does not accept data type {type}"],
    ),
    (
        "CREATE INDEX ON t USING hnws (v vector_l2_ops)",
        &["access method \"{method}\" does not exist"],
    ),
    (
        "SET client_min_messages = error; DROP EXTENSION vector CASCADE; CREATE INDEX ON t USING hnsw (id vector_l2_ops)",
        &["access method \"{method}\" does not exist"],
    ),
    (
        "CREATE INDEX ON t USING hnsw (v vector_l2_ops) WITH (m = 101)",
        &["value {value} out of bounds for option \"{option}\""],
    ),
    (
        "CREATE INDEX ON t USING hnsw (v vector_l2_ops) WITH (m = 33)",
        &["ef_construction must be greater than or equal to 2 * m"],
    ),
    (
        "CREATE INDEX ON t USING hnsw (v vector_l2_ops) WITH (lists = 1)",
        &["unrecognized parameter \"{parameter}\""],
    ),
    (
        "CREATE INDEX ON t USING hnsw (v vector_l2_ops, v vector_ip_ops)",
        &["access method \"{method}\" does not support multicolumn indexes"],
    ),
    (
        "CREATE INDEX ON t USING hnsw (v vector_l2_ops) INCLUDE (id)",
        &["access method \"{method}\" does not support included columns"],
    ),
    (
        "CREATE UNIQUE INDEX ON t USING hnsw (v vector_l2_ops)",
        &["access method \"{method}\" does not support unique indexes"],
    ),
    (
        "CREATE INDEX ON t USING hnsw (v vector_l2_ops DESC)",
        &["access method \"{method}\" does not support ASC/DESC options"],
    ),
    (
        "CREATE INDEX ON t USING hnsw (v vector_l2_ops NULLS FIRST)",
        &["access method \"{method}\" does not support NULLS FIRST/LAST options"],
    ),
    ("CREATE TABLE x (v vector(16001))", &["dimensions for type {type} cannot exceed {limit#}"]),
    ("CREATE TABLE x (v vector(0))", &["dimensions for type {type} must be at least 1"]),
    ("CREATE TABLE x (v vector(3, 4))", &["invalid type modifier"]),
    (
        "CREATE TABLE x (v vector(1)); CREATE INDEX ON x USING ivfflat (v vector_cosine_ops)",
        &["dimensions must be greater than one for this opclass"],
    ),
    (
        "CREATE TABLE x (v vector(3000)); CREATE INDEX ON x (v); INSERT INTO x SELECT array_agg(random()) FROM generate_series(1, 3000)",
        &["index row requires {size#} bytes, maximum size is {maximum#}"],
    ),
    (
        "CREATE TABLE x (v vector(3000)); ALTER TABLE x ALTER v SET STORAGE plain; INSERT INTO x SELECT array_agg(random()) FROM generate_series(1, 3000)",
        &["row is too big: size {size#}, maximum size {maximum#}"],
    ),
    (
        "CREATE TABLE x (v vector(700)); ALTER TABLE x ALTER v SET STORAGE plain; CREATE INDEX ON x (v); INSERT INTO x SELECT array_agg(random()) FROM generate_series(1, 700)",
        &[
            "index row size {size#} exceeds btree version {version#} maximum {maximum#} for index \"{index}\"",
        ],
    ),
    (
        "CREATE INDEX ON t USING hnsw (v vector_l2_ops) WHERE now() > '2020-01-01'",
        &["functions in index {part} must be marked IMMUTABLE"],
    ),
    (
        "ALTER TABLE seen ALTER v TYPE vector",
        &["cannot alter type of a column used by a view or rule"],
    ),
    (
        "CREATE TABLE x (v vector(3), f text GENERATED ALWAYS AS (v::text) STORED); ALTER TABLE x ALTER v TYPE vector",
        &["cannot alter type of a column used by a generated column"],
    ),
    // Transactions.
    (
        "BEGIN; CREATE INDEX CONCURRENTLY ON t USING hnsw (v vector_l2_ops)",
        &["CREATE INDEX CONCURRENTLY cannot run inside a transaction block"],
    ),
    (
        "BEGIN; DROP INDEX CONCURRENTLY t_idx",
        &["DROP INDEX CONCURRENTLY cannot run inside a transaction block"],
    ),
    (
        "BEGIN; REINDEX INDEX CONCURRENTLY t_idx",
        &["REINDEX CONCURRENTLY cannot run inside a transaction block"],
    ),
    ("SELECT 1; VACUUM t", &["VACUUM cannot run inside a transaction block"]),
    (
        "DO $$ BEGIN EXECUTE 'CREATE INDEX CONCURRENTLY ON t (id)'; END $$",
        &["CREATE INDEX CONCURRENTLY cannot be executed from a function"],
    ),
    (
        "DO $$ BEGIN EXECUTE 'DROP INDEX CONCURRENTLY t_idx'; END $$",
        &["DROP INDEX CONCURRENTLY cannot be executed from a function"],
    ),
    (
        "DO $$ BEGIN EXECUTE 'REINDEX INDEX CONCURRENTLY t_idx'; END $$",
        &["REINDEX CONCURRENTLY cannot be executed from a function"],
    ),
    ("DO $$ BEGIN EXECUTE 'VACUUM t'; END $$", &["VACUUM cannot be executed from a function"]),
    (
        "SET LOCAL maintenance_work_mem = '1GB'",
        &["SET LOCAL can only be used in transaction blocks"],
    ),
    (
        "BEGIN READ ONLY; CREATE INDEX ON t (id)",
        &["cannot execute {statement} in a read-only transaction"],
    ),
    ("COMMIT", &["there is no transaction in progress"]),
    ("BEGIN; BEGIN", &["there is already a transaction in progress"]),
    ("BEGIN; DO $$ BEGIN COMMIT; END $$", &["invalid transaction termination"]),
    (
        "INSERT INTO parent VALUES (1); INSERT INTO child VALUES (1); CREATE INDEX ON child (id)",
        &["cannot {statement} \"{table}\" because it has pending trigger events"],
    ),
    ("EXECUTE s1", &["prepared statement \"{name}\" does not exist"]),
    (
        "PREPARE s1 AS SELECT 1; PREPARE s1 AS SELECT 1",
        &["prepared statement \"{name}\" already exists"],
    ),
    // Locks.
    (
        "SET statement_timeout = 10; SELECT pg_sleep(60)",
        &["canceling statement due to statement timeout"],
    ),
    (
        "SELECT pg_cancel_backend(pg_backend_pid()), pg_sleep(60)",
        &["canceling statement due to user request"],
    ),
    // Names.
    (
        "CREATE INDEX IF NOT EXISTS t_idx ON t USING hnsw (v vector_l2_ops)",
        &["relation \"{name}\" already exists, skipping"],
    ),
    (
        "CREATE INDEX CONCURRENTLY IF NOT EXISTS t_idx ON t USING hnsw (v vector_l2_ops)",
        &["relation \"{name}\" already exists, skipping"],
    ),
    (
        "CREATE INDEX t_idx ON t USING hnsw (v vector_l2_ops)",
        &["relation \"{name}\" already exists"],
    ),
    (
        "CREATE INDEX ON missing USING hnsw (v vector_l2_ops)",
        &["relation \"{name}\" does not exist"],
    ),
    (
        "CREATE INDEX ON t USING hnsw (missing vector_l2_ops)",
        &["column \"{column}\" does not exist"],
    ),
    (
        "ALTER TABLE t ALTER missing SET STORAGE plain",
        &["column \"{column}\" of relation \"{table}\" does not exist"],
    ),
    (
        "ALTER TABLE t ADD v vector(3)",
        &["column \"{column}\" of relation \"{table}\" already exists"],
    ),
    ("CREATE TABLE x (v extensions.vector(3))", &["schema \"{schema}\" does not exist"]),
    ("DROP INDEX missing", &["index \"{name}\" does not exist"]),
    ("DROP INDEX IF EXISTS missing", &["index \"{name}\" does not exist, skipping"]),
    (
        "ALTER INDEX IF EXISTS missing RENAME TO other",
        &["relation \"{name}\" does not exist, skipping"],
    ),
    ("DROP TABLE IF EXISTS missing", &["table \"{name}\" does not exist, skipping"]),
    (
        "CREATE INDEX ON shown USING hnsw (v vector_l2_ops)",
        &["cannot create index on relation \"{name}\""],
    ),
    // Partitions.
    (
        "CREATE INDEX CONCURRENTLY ON parts USING hnsw (v vector_l2_ops)",
        &["cannot create index on partitioned table \"{table}\" concurrently"],
    ),
    (
        "DROP INDEX CONCURRENTLY parts_idx",
        &["cannot drop partitioned index \"{index}\" concurrently"],
    ),
    ("DROP INDEX parts_1_v_idx", &["cannot drop index {index} because index {parent} requires it"]),
    (
        "CREATE INDEX other ON parts_1 USING hnsw (v vector_ip_ops); ALTER INDEX parts_idx ATTACH PARTITION other",
        &["cannot attach index \"{index}\" as a partition of index \"{parent}\""],
    ),
    // The extension.
    ("CREATE EXTENSION vector", &["extension \"{extension}\" already exists"]),
    (
        "CREATE EXTENSION IF NOT EXISTS vector",
        &["extension \"{extension}\" already exists, skipping"],
    ),
    ("ALTER EXTENSION vectors UPDATE", &["extension \"{extension}\" does not exist"]),
    (
        "DROP EXTENSION vector",
        &["cannot drop extension {extension} because other objects depend on it"],
    ),
    (
        "ALTER EXTENSION vector UPDATE TO '99'",
        &[
            "extension \"{extension}\" has no update path from version \"{from}\" to version \"{to}\"",
        ],
    ),
    (
        "ALTER EXTENSION vector UPDATE",
        &["version \"{version}\" of extension \"{extension}\" is already installed"],
    ),
    (
        "SET search_path = pg_catalog; CREATE TABLE public.x (v vector(3))",
        &["type \"vector\" does not exist"],
    ),
    (
        "SET client_min_messages = error; DROP EXTENSION vector CASCADE; CREATE TABLE x (v public.vector(3))",
        &["type \"public.vector\" does not exist"],
    ),
    (
        "CREATE SCHEMA extensions; CREATE TABLE x (v extensions.vector(3))",
        &["type \"extensions.vector\" does not exist"],
    ),
    (
        "SET search_path = pg_catalog; CREATE TABLE public.x (v halfvec(3))",
        &["type \"halfvec\" does not exist"],
    ),
    (
        "SET search_path = pg_catalog; CREATE TABLE public.x (v sparsevec(3))",
        &["type \"sparsevec\" does not exist"],
    ),
    (
        "CREATE FUNCTION f() RETURNS int AS '$libdir/vector', 'of_a_newer_release' LANGUAGE C",
        &["could not find function \"{function}\" in file \"{file}\""],
    ),
    // Settings.
    (
        "SELECT '[1]'::vector; SET hnsw.ef_search = 1001",
        &["{value} is outside the valid range for parameter \"{parameter}\" ({least} .. {most})"],
    ),
    (
        "SET hnsw.ef_search = 5000; SELECT '[1]'::vector",
        &["{value} is outside the valid range for parameter \"{parameter}\" ({least} .. {most})"],
    ),
    (
        "SET maintenance_work_mem = 1",
        &["{value} is outside the valid range for parameter \"{parameter}\" ({least} .. {most})"],
    ),
    (
        "SET max_parallel_maintenance_workers = 2000",
        &["{value} is outside the valid range for parameter \"{parameter}\" ({least} .. {most})"],
    ),
    (
        "SET maintenance_work_mem = '1 gigabyte'",
        &["invalid value for parameter \"{parameter}\": \"{value}\""],
    ),
    (
        "SET maintenance_work_mem = '1gb'",
        &["invalid value for parameter \"{parameter}\": \"{value}\""],
    ),
    ("SHOW hnsw.nothing", &["unrecognized configuration parameter \"{parameter}\""]),
    (
        "SET shared_buffers = '1GB'",
        &["parameter \"{parameter}\" cannot be changed without restarting the server"],
    ),
    ("SET hnsw.ef_search = $1", &["syntax error at or near \"$1\""]),
    // Vectors.
    (
        "INSERT INTO t (id, v) VALUES (0, '[1,2]')",
        &["expected {expected#} dimensions, not {given#}"],
    ),
    (
        "SELECT '[1,2]'::vector <-> '[1,2,3]'::vector",
        &["different vector dimensions {left#} and {right#}"],
    ),
    ("SELECT '[nan]'::vector", &["NaN not allowed in {type}"]),
    ("SELECT '[inf]'::vector", &["infinite value not allowed in {type}"]),
    ("SELECT v <=> id FROM t", &["operator does not exist: {left} <=> "]),
    (
        "SET search_path = pg_catalog; SELECT '[1]'::public.vector <=> '[1]'::public.vector",
        &["operator does not exist: {left} <=> "],
    ),
    ("SELECT v <-> ARRAY[1.0] FROM t", &["operator does not exist: {left} <-> "]),
    ("SELECT v <#> id FROM t", &["operator does not exist: {left} <#> "]),
    ("SELECT v <+> id FROM t", &["operator does not exist: {left} <+> "]),
    ("SELECT v <~> id FROM t", &["operator does not exist: {left} <~> "]),
    ("SELECT v <%> id FROM t", &["operator does not exist: {left} <%> "]),
    (
        "SELECT array_fill(1, ARRAY[16001])::vector",
        &["vector cannot have more than {limit#} dimensions"],
    ),
    ("SELECT '[]'::vector", &["vector must have at least 1 dimension"]),
    ("SELECT '{{1},{2}}'::real[]::vector", &["array must be 1-D"]),
    ("SELECT '{1,NULL}'::real[]::vector", &["array must not contain nulls"]),
    (
        "ALTER TABLE words ALTER word TYPE vector(3)",
        &["column \"{column}\" cannot be cast automatically to type {type}"],
    ),
    (
        "INSERT INTO t (id, v) VALUES (0, ARRAY['1'])",
        &["column \"{column}\" is of type vector but expression is of type {given}"],
    ),
    ("SELECT subvector('1')", &["function subvector({arguments}) does not exist"]),
    ("SELECT l2_normalize(1)", &["function l2_normalize({arguments}) does not exist"]),
    ("SELECT binary_quantize(1)", &["function binary_quantize({arguments}) does not exist"]),
];

/// The statements, by the servers that answer so.
pub(super) fn said() -> impl Iterator<Item = (On, &'static [Said])> {
    [(On::ALL, EVERYWHERE)].into_iter().chain(releases::SAID.iter().copied())
}
