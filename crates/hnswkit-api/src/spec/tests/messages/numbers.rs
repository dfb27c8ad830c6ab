//! Numbers out of their range.

use super::check;

#[test]
fn numbers() {
    check(
        &["index.m = 101"],
        "index[0].m",
        "`m` must be between 2 and 100, but is 101",
        "write a number from 2 to 100",
    );
    check(
        &["index.ef_construction = 3"],
        "index[0].ef_construction",
        "`ef_construction` must be between 4 and 1000, but is 3",
        "write a number from 4 to 1000",
    );
    check(
        &["index.m = 33"],
        "index[0].ef_construction",
        "`ef_construction` must be at least twice `m` (66 for m = 33), but is 64",
        "write `ef_construction = 67` or more, or `m = 31` or less",
    );
    check(
        &["index.m = 3", "index.ef_construction = 4"],
        "index[0].ef_construction",
        "`ef_construction` must be at least twice `m` (6 for m = 3), but is 4",
        "write `ef_construction = 7` or more, or `m = 2` or less",
    );
    check(
        &["index.rows = 1_000_000_000_000"],
        "index[0].rows",
        "`rows` must be between 0 and 270,582,939,522, but is 1000000000000",
        "no index holds more; split the table into partitions, each with its own index",
    );
    check(
        &["index.rows = -5"],
        "index[0].rows",
        "`rows` must be between 0 and 270,582,939,522, but is -5",
        "count them: SELECT count(embedding) FROM messages",
    );
    check(
        &["index.rows = \"many\""],
        "index[0].rows",
        "`many` is not a number of rows",
        "write a number such as `10_000`, `\"10k\"` or `\"1.2M\"`",
    );
    check(
        &["index.nnz = 5"],
        "index[0].nnz",
        "`nnz` is for sparsevec, but the type is vector(1536)",
        "leave `nnz` out",
    );
    check(
        &["index.type = \"sparsevec(30000)\""],
        "index[0].nnz",
        "`nnz` is missing for sparsevec(30000)",
        "write how many elements of an average row are not zero, as in `nnz = 120`",
    );
    check(
        &["index.type = \"sparsevec(30000)\"", "index.nnz = 1001"],
        "index[0].nnz",
        "`nnz` must be between 1 and 1000, but is 1001",
        "write a number from 1 to 1000",
    );
    check(
        &["index.type = \"sparsevec(10)\"", "index.nnz = 11"],
        "index[0].nnz",
        "`nnz` must be between 1 and 10 for sparsevec(10), but is 11",
        "a row has no more such elements than dimensions",
    );
    for share in ["1.0", "-0.1", "nan", "\"100%\"", "\"a lot\""] {
        check(
            &[&format!("index.duplicates = {share}")],
            "index[0].duplicates",
            &format!(
                "`duplicates` must be at least 0 and below 1, but is {}",
                share.trim_matches('"').replace("1.0", "1").replace("nan", "NaN")
            ),
            "write a share such as `0.25` or `\"25%\"`",
        );
    }
    check(
        &["index.maintenance_work_mem = \"1kB\""],
        "index[0].maintenance_work_mem",
        "`maintenance_work_mem` must be between 1MB and 2147483647kB, but is 1.0 KiB",
        "leave it out for a recommendation, or write what the server can spare",
    );
    check(
        &["index.workers = 1025"],
        "index[0].workers",
        "`workers` must be between 0 and 1024, but is 1025",
        "write a number from 0 to 1024",
    );
}
