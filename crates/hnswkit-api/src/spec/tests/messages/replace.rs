//! What is said of an index that is there: `previous_…`, `redundant`.

use super::check;

/// A replacement by another `m`.
const REPLACE: &str = "index.operation = \"replace\"";

#[test]
fn what_the_index_was() {
    check(
        &["index.previous_metric = \"l2\""],
        "index[0].previous_metric",
        "`previous_metric` is for `operation = \"replace\"`",
        "leave `previous_metric` out",
    );
    check(
        &[REPLACE, "index.previous_metric = \"hamming\""],
        "index[0].previous_metric",
        "`vector` has no operator class for the metric `hamming`",
        "for `vector` write `l2`, `ip`, `cosine` or `l1`",
    );
    check(
        &[REPLACE, "index.previous_column = \"a\"", "index.previous_expression = \"b\""],
        "index[0].previous_expression",
        "`previous_column` and `previous_expression` are both given, but an index has one key",
        "leave one of them out",
    );
    check(
        &[REPLACE, "index.previous_where = \"\""],
        "index[0].previous_where",
        "the index that is replaced is what the new one is",
        "leave `previous_where` out, or say what it is: `SELECT pg_get_indexdef('…'::regclass)`",
    );
    check(
        &[REPLACE, "index.previous_m = 40"],
        "index[0].previous_m",
        "`ef_construction` must be at least twice `m` (80 for m = 40), but is 64",
        "no server has built an index with these two",
    );
}

#[test]
fn the_one_that_is_too_many() {
    check(
        &["index.operation = \"repair\"", "index.name = \"a\"", "index.redundant = \"a\""],
        "index[0].redundant",
        "`redundant` is the index that is repaired",
        "write the name of the other one, which is dropped",
    );
}
