//! Unknown keys and values of the wrong sort.

use super::check;

#[test]
fn keys_and_sorts_of_values() {
    check(
        &["index.colour = 1"],
        "index[0].colour",
        "`colour` is not a key of `[[index]]`",
        "did you mean `column`?",
    );
    check(
        &["target.m = 16"],
        "target.m",
        "`m` is not a key of `[target]`",
        "`m` belongs in `[[index]]`",
    );
    check(
        &["target.something = 16"],
        "target.something",
        "`something` is not a key of `[target]`",
        "known are postgres, pgvector, platform, ram, cpus, shared_buffers, max_connections, \
             work_mem, shared_memory, min_dynamic_shared_memory, huge_pages",
    );
    check(
        &["index.m = \"32\""],
        "index[0].m",
        "`m` must be a whole number between 2 and 100, but is the text `32`",
        "write `m = 32`",
    );
    check(
        &["index.m = 16.5"],
        "index[0].m",
        "`m` must be a whole number between 2 and 100, but is `16.5`",
        "write `m = 16`",
    );
    check(
        &["index.m = 99999999999999999999"],
        "index[0].m",
        "`m` must be a whole number between 2 and 100, but is `99999999999999999999`",
        "write `m = 16`",
    );
    check(
        &["index.table = [1]"],
        "index[0].table",
        "`table` must be a text in quotes, but is a list",
        "write `table = \"messages\"`",
    );
    check(
        &["index.column = { a = 1 }"],
        "index[0].column",
        "`column` must be a text in quotes, but is a section",
        "write `column = \"embedding\"`",
    );
    check(
        &["index.rows = 2026-08-01"],
        "index[0].rows",
        "`rows` must be a number of rows, but is the time 2026-08-01",
        "write `rows = \"10k\"`",
    );
    check(
        &["target.postgres = 16.10"],
        "target.postgres",
        "`postgres` must be a version in quotes, but is `16.10`",
        "write `postgres = \"16.10\"`",
    );
    check(
        &["target.ram = 16"],
        "target.ram",
        "`ram` must be a size with its unit, in quotes, but is `16`",
        "write `ram = \"16GiB\"`",
    );
    check(
        &["index.duplicates = true"],
        "index[0].duplicates",
        "`duplicates` must be a number from 0 to below 1, or a percentage in quotes, but is `true`",
        "write `duplicates = \"25%\"`",
    );
}

#[test]
fn what_is_missing() {
    check(
        &["index.table"],
        "index[0].table",
        "`table` is missing",
        "write `table = \"messages\"`, or `\"schema.table\"`",
    );
    check(
        &["index.column"],
        "index[0].column",
        "`column` is missing, and so is `expression`",
        "write `column = \"embedding\"`, or `expression = \"embedding::halfvec(1536)\"`",
    );
    check(
        &["index.type"],
        "index[0].type",
        "`type` is missing",
        "write the type with its dimensions, as in `type = \"vector(1536)\"`",
    );
    check(
        &["index.metric"],
        "index[0].metric",
        "`metric` is missing",
        "write the distance that queries order by, as in `metric = \"cosine\"`",
    );
    check(
        &["index.rows"],
        "index[0].rows",
        "`rows` is missing",
        "count them: SELECT count(embedding) FROM messages",
    );
    check(
        &["index.rows", "index.table = \"App.messages\"", "index.where = \"body <> ''\""],
        "index[0].rows",
        "`rows` is missing",
        "count them: SELECT count(embedding) FROM \"App\".messages WHERE body <> ''",
    );
}
