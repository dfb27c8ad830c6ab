//! Partitions and tenants.

use super::check;
use crate::spec::Spec;

#[test]
fn partitions() {
    check(
        &["index.partitions = 12"],
        "index[0].partitions",
        "`partitions` must be a list of texts, or names with their rows, but is `12`",
        "write `partitions = \"events_2025, events_2026\"`",
    );
    check(
        &["index.partitions = []"],
        "index[0].partitions",
        "`partitions` is empty",
        "ask for them: SELECT relid::regclass FROM pg_partition_tree('…') WHERE isleaf",
    );
    check(
        &["index.partitions = [\"a\", \"s.b\", \"a\"]"],
        "index[0].partitions",
        "`partitions` has `a` twice",
        "write each partition once",
    );
    check(
        &["index.partitions = [\"a\", \"b\", \"b/b1\"]"],
        "index[0].partitions",
        "`partitions` has b, which is partitioned itself",
        "name its partitions only, each behind it and a slash",
    );
    check(
        &["index.partitions = \"a=5k, b\""],
        "index[0].partitions",
        "`partitions` says the rows of some and not of others",
        "say the rows of all, or of none",
    );
    check(
        &["index.partitions = { a = \"many\" }"],
        "index[0].partitions",
        "`partitions` says `many` rows for `a`",
        "write a number such as `10_000`, `10k` or `1.2M`",
    );
    check(
        &["index.partitions = [\"a.b.c\"]"],
        "index[0].partitions",
        "`partitions` has `a.b.c`, which is no name: a name has at most 2 parts here, but this one has 3",
        "write the name as it stands in the database; one with a dot, a comma or a slash in it stands in double quotes",
    );
    check(
        &["index.partitions = [\"a\"]", "index.operation = \"replace\""],
        "index[0].partitions",
        "`partitions` does not go with `operation = \"replace\"`",
        "create the new index under another `name`, then drop this one, in two sections",
    );
}

#[test]
fn partitions_beside_other_problems() {
    let toml = "[[index]]\noperation = \"replace\"\ntable = \"t\"\ncolumn = \"e\"\nrows = 1\n\
                metric = \"l2\"\ntype = \"vector(99999)\"\npartitions = [\"a\"]\n";
    let problems = Spec::from_toml(toml, "f").unwrap().to_request().unwrap_err().to_string();
    assert!(problems.contains("1 to 2000 dimensions"), "{problems}");
    assert!(problems.contains("`partitions` does not go with"), "{problems}");
}

const COLUMN: &str = "index.tenant_column = \"tenant_id\"";

#[test]
fn tenants() {
    check(
        &["index.tenancy = \"one\"", COLUMN],
        "index[0].tenants",
        "`tenants` is missing beside the other keys of tenants",
        "write the largest with their rows, as in `tenants = { \"17\" = \"1.2M\" }`: SELECT tenant_id, count(*) FROM … GROUP BY 1 ORDER BY 2 DESC",
    );
    check(
        &["index.tenants = { 17 = 4000 }"],
        "index[0].tenant_column",
        "`tenant_column` is missing beside the other keys of tenants",
        "write the column that tells tenants apart, as in `tenant_column = \"tenant_id\"`",
    );
    check(
        &["index.tenants = { 17 = \"1M\" }", COLUMN],
        "index[0].tenants",
        "`tenants` have 1000000 rows, but all have 10,000",
        "`rows` counts the rows of all tenants",
    );
    check(
        &["index.tenants = [\"17\"]", COLUMN],
        "index[0].tenants",
        "`tenants` does not say the rows of `17`",
        "write `value=rows`, as in `17=1.2M`",
    );
    check(
        &["index.tenants = { 17 = 40 }", "index.tenancy = \"hash\"", COLUMN],
        "index[0].tenancy",
        "`tenancy = \"hash\"` is for a table that is partitioned so",
        "partition the table first, then name its `partitions`",
    );
    check(
        &[
            "index.tenants = { 17 = 40 }",
            "index.tenancy = \"partial\"",
            "index.partitions = [\"a\"]",
            COLUMN,
        ],
        "index[0].tenancy",
        "`tenancy = \"partial\"` does not go with `partitions`",
        "leave one of them out",
    );
    let many: Vec<_> = (0..101).map(|it| format!("{it}=1")).collect();
    check(
        &[
            &format!("index.tenants = \"{}\"", many.join(",")),
            "index.tenancy = \"partial\"",
            COLUMN,
        ],
        "index[0].tenants",
        "`tenants` names 101, each with an index of its own",
        "name the 100 largest: PostgreSQL does not look into longer lists when it asks which index a query may use; or partition the table",
    );
}
