//! Names, types, metrics, what an index keeps, loads, and what comes later.

use super::{check, file};
use crate::spec::Spec;

#[test]
fn names() {
    check(
        &["index.table = \"a.b.c\""],
        "index[0].table",
        "`table` is no name: a name has at most 2 parts here, but this one has 3",
        "a name with a dot in it stands in double quotes, as in `table = '\"my.name\"'`",
    );
    check(
        &["index.table = \"app.messages\"", "index.schema = \"app\""],
        "index[0].table",
        "`table` must be one name beside `schema`, but is `app.messages`",
        "leave `schema` out, or the schema in `table`; a name with a dot in it stands in double quotes",
    );
    check(
        &["index.column = \"\""],
        "index[0].column",
        "`column` is no name: a name cannot be empty",
        "write the name as it stands in the database, or leave `column` out",
    );
    check(
        &["index.column = \"a\\nb\""],
        "index[0].column",
        "`column` is no name: a name cannot contain the control character '\\n'",
        "write the name without it",
    );
    check(
        &["index.column = '\"a'"],
        "index[0].column",
        "`column` is no name: a double quote in the name is not closed, or text follows it",
        "write a double quote within a quoted name twice, and a dot after its end",
    );
    let long = "x".repeat(64);
    check(
        &[&format!("index.name = \"{long}\"")],
        "index[0].name",
        "`name` is no name: a name has at most 63 bytes, but this one has 64",
        "PostgreSQL cuts longer names; write the name as it stands in the database",
    );
    check(
        &["index.expression = \"embedding::halfvec(1536)\""],
        "index[0].expression",
        "`column` and `expression` are both given, but an index has one key",
        "leave one of them out",
    );
}

#[test]
fn types_and_metrics() {
    check(
        &["index.type = \"text\""],
        "index[0].type",
        "`text` is not a type that HNSW can index",
        "write `vector`, `halfvec`, `bit` or `sparsevec` with the dimensions, as in `type = \"vector(1536)\"`",
    );
    check(
        &["index.type = \"vector\""],
        "index[0].type",
        "`vector` needs its number of dimensions, as in `vector(256)`",
        "write `type = \"vector(1536)\"`; if the column has no dimensions, index a cast: `expression = \"embedding::vector(1536)\"` with `type = \"vector(1536)\"`",
    );
    check(
        &["index.type = \"vector(2001)\""],
        "index[0].type",
        "an HNSW index on `vector` holds 1 to 2000 dimensions, but 2001 are given",
        "index it as halfvec, up to 4,000 dimensions: `quantize = \"halfvec\"`; or the first dimensions only: `subvector = 2000`",
    );
    check(
        &["index.type = \"halfvec(4001)\""],
        "index[0].type",
        "an HNSW index on `halfvec` holds 1 to 4000 dimensions, but 4001 are given",
        "index its signs: `quantize = \"binary\"`; or the first dimensions only: `subvector = 4000`",
    );
    check(
        &["index.type = \"vector(0)\""],
        "index[0].type",
        "an HNSW index on `vector` holds 1 to 2000 dimensions, but 0 are given",
        "write the dimensions of the model",
    );
    check(
        &["index.type = \"bit(64001)\"", "index.metric = \"hamming\""],
        "index[0].type",
        "an HNSW index on `bit` holds 1 to 64000 dimensions, but 64001 are given",
        "an index holds at most 64000",
    );
    check(
        &["index.metric = \"vector_cosine_ops\""],
        "index[0].metric",
        "`metric` must be `l2`, `ip`, `cosine`, `l1`, `hamming` or `jaccard`, but is `vector_cosine_ops`",
        "did you mean `cosine`?",
    );
    check(
        &["index.metric = \"hamming\""],
        "index[0].metric",
        "`vector` has no operator class for the metric `hamming`",
        "for `vector` write `l2`, `ip`, `cosine` or `l1`",
    );
    check(
        &["target.pgvector = \"0.6.2\"", "index.type = \"halfvec(1536)\""],
        "index[0].type",
        "HNSW on `halfvec` needs pgvector 0.7.0, but the target has 0.6.2",
        "upgrade the extension to 0.7.0 or later (`ALTER EXTENSION vector UPDATE`), or index a `vector` of at most 2,000 dimensions",
    );
    check(
        &["target.pgvector = \"0.6.2\"", "index.metric = \"l1\""],
        "index[0].metric",
        "`vector_l1_ops` needs pgvector 0.7.0, but the target has 0.6.2",
        "upgrade the extension to 0.7.0 or later (`ALTER EXTENSION vector UPDATE`), or write `l2`, `ip` or `cosine`",
    );
}

#[test]
fn less_than_the_vector() {
    check(
        &["target.pgvector = \"0.6.2\"", "index.quantize = \"halfvec\""],
        "index[0].quantize",
        "`quantize` needs pgvector 0.7.0, but the target has 0.6.2",
        "upgrade the extension to 0.7.0 or later (`ALTER EXTENSION vector UPDATE`), or leave it out",
    );
    check(
        &["index.quantize = \"fp16\""],
        "index[0].quantize",
        "`quantize` must be `halfvec` or `binary`, but is `fp16`",
        "did you mean `halfvec`?",
    );
    check(
        &["index.subvector = 256", "index.type = \"bit(512)\"", "index.metric = \"hamming\""],
        "index[0].subvector",
        "only a `vector` or a `halfvec` gets smaller, not `bit`",
        "leave it out",
    );
    check(
        &["index.quantize = \"halfvec\"", "index.type = \"halfvec(64)\""],
        "index[0].quantize",
        "the column is a `halfvec` already",
        "leave it out, or write `quantize = \"binary\"`",
    );
    check(
        &["index.subvector = 1536"],
        "index[0].subvector",
        "the first 1536 of 1536 dimensions are not fewer than all",
        "write a number below 1536, one that the model is trained for",
    );
    check(
        &["index.subvector = 16000"],
        "index[0].subvector",
        "`subvector` must be between 1 and 15999, but is 16000",
        "write a number from 1 to 15999",
    );
    check(
        &["index.quantize = \"binary\"", "index.metric = \"hamming\""],
        "index[0].metric",
        "`vector` has no operator class for the metric `hamming`",
        "write the distance between the full vectors: `l2`, `ip`, `cosine` or `l1`; the index has the operator class that goes with it",
    );
    check(
        &["index.quantize = \"binary\"", "index.metric = \"l1\""],
        "index[0].metric",
        "`bit` has no operator class for the metric `l1`",
        "write the distance between the full vectors: `l2`, `ip` or `cosine`; the index has the operator class that goes with it",
    );
    check(
        &["index.quantize = \"halfvec\"", "index.type = \"vector(4001)\""],
        "index[0].quantize",
        "an HNSW index on `halfvec` holds 1 to 4000 dimensions, but 4001 are left",
        "write `quantize = \"binary\"`, which holds 64,000, or `subvector = 4000` or less",
    );
    check(
        &["index.quantize = \"binary\"", "index.type = \"vector(16001)\""],
        "index[0].type",
        "a `vector` has 1 to 16000 dimensions, but 16001 are given",
        "write the type of the column",
    );
    check(
        &["index.quantize = \"binary\"", "index.type = \"vector\""],
        "index[0].type",
        "`vector` needs its number of dimensions, as in `vector(256)`",
        "write the dimensions of its rows, as in `type = \"vector(1536)\"`; they must be the same in all",
    );
    check(
        &["index.column", "index.expression = \"a || b\"", "index.subvector = 256"],
        "index[0].subvector",
        "`subvector` is for a `column`, but an `expression` is given",
        "leave one of them out",
    );
}

#[test]
fn a_bulk_load() {
    let load = "index.operation = \"bulk-load\"";
    check(
        &["index.load_rows = \"2M\""],
        "index[0].load_rows",
        "`load_rows` is for `operation = \"bulk-load\"`",
        "leave `load_rows` out",
    );
    check(
        &["index.stage = \"after\"", "index.operation = \"drop\""],
        "index[0].stage",
        "`stage` is for `operation = \"bulk-load\"`",
        "leave `stage` out",
    );
    check(
        &[load, "index.load_rows = 1000"],
        "index[0].stage",
        "`stage` is missing",
        "write `stage = \"before\"` for the plan that drops the index, and `stage = \"after\"` for the one that builds it",
    );
    check(
        &[load, "index.stage = \"before\""],
        "index[0].load_rows",
        "`load_rows` is missing",
        "write how many rows you load; they decide whether it is worth it",
    );
    check(
        &[load, "index.stage = \"before\"", "index.load_rows = \"11k\""],
        "index[0].load_rows",
        "`load_rows` is 11,000, but the index holds 10,000 after the load",
        "count the rows that are loaded in `rows`, too",
    );
    check(
        &[load, "index.stage = \"before\"", "index.load_rows = \"many\""],
        "index[0].load_rows",
        "`many` is not a number of rows",
        "write a number such as `10_000`, `\"10k\"` or `\"1.2M\"`",
    );
}

#[test]
fn what_comes_later() {
    check(
        &["index.partitions = 12"],
        "index[0].partitions",
        "`partitions` comes with a later version",
        "write an `[[index]]` section for each partition, its name in `table`",
    );
    for operation in ["change-model"] {
        let text = file(&[&format!("index.operation = \"{operation}\"")]);
        let problems = Spec::from_toml(&text, "f").unwrap().to_request().unwrap_err();
        assert!(problems.to_string().ends_with("comes with a later version"), "{problems}");
    }
    check(
        &["index.operation = \"creat\""],
        "index[0].operation",
        "`operation` must be `create`, `replace`, `reindex`, `repair`, `drop`, `change-type` or `bulk-load`, but is `creat`",
        "did you mean `create`?",
    );
}

#[test]
fn expressions() {
    check(
        &["index.where = \"true; DROP TABLE messages\""],
        "index[0].where",
        "`where` cannot be used: a semicolon ends the expression (at character 5)",
        "write one expression, without a semicolon",
    );
    check(
        &["index.column", "index.expression = \"('é' || \""],
        "index[0].expression",
        "`expression` cannot be used: expected an expression, but the text ends (at character 8)",
        "write one expression as PostgreSQL takes it, without anything behind it",
    );
    check(
        &["index.where = \"\""],
        "index[0].where",
        "`where` cannot be used: expected an expression, but the text ends (at character 1)",
        "write a condition, as in `deleted_at IS NULL`",
    );
}
