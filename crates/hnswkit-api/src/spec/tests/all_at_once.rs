//! Bad files get all their problems at once, each once, in the order of the file.

use crate::spec::Spec;

#[track_caller]
fn check(text: &str, expected: &str) {
    let (spec, reading) = Spec::read_toml(text, "f");
    let problems = spec.to_request_after(reading).unwrap_err().to_string();
    assert_eq!(problems, expected.trim_start_matches('\n'));
}

#[test]
fn reading_and_checking_report_together() {
    check(
        r#"
[target]
postgres = "9.6"
pgvektor = "0.6.2"
ram = "lots"

[migration]
mode = "fast"
name = "Has Capitals"

[[index]]
tabel = "messages"
column = "embedding"
type = "halfvec(1536)"
metric = "hamming"
rows = -1
m = 101

[[index]]
table = "atoms"
column = "embedding"
type = "vector(1536)"
metric = "cosine"
m = 40
ef_construction = "64"
partitions = 3
"#,
        r#"
f:3:12: `postgres` must be 13 or later, but is 9.6
f:4:1: `pgvektor` is not a key of `[target]`
f:5:7: `ram` must be a size such as 16GiB, but is `lots`
f:8:8: `mode` must be `online` or `transactional`, but is `fast`
f:9:8: `name` must be 1 to 50 of the characters a to z, 0 to 9 and _, but is `Has Capitals`
f:12:1: `tabel` is not a key of `[[index]]`
f:14:8: HNSW on `halfvec` needs pgvector 0.7.0, but the target has 0.6.2
f:15:10: `halfvec` has no operator class for the metric `hamming`
f:16:8: `rows` must be between 0 and 270,582,939,522, but is -1
f:17:5: `m` must be between 2 and 100, but is 101
f:19:1: `rows` is missing
f:25:19: `ef_construction` must be a whole number between 4 and 1000, but is the text `64`
f:26:14: `partitions` must be a list of texts, or names with their rows, but is `3`"#,
    );
}

#[test]
fn two_indexes_of_one_name_are_named_both() {
    let index = "[[index]]\ntable = \"messages\"\ncolumn = \"embedding\"\ntype = \"vector(3)\"\nmetric = \"l2\"\nrows = 1\n";
    check(
        &format!("{index}{index}"),
        "f:7:1: the name `idx_messages_embedding_hnsw` is already that of `index[0]` (f:1)",
    );
    check(
        &format!("{index}name = \"a\"\n{}name = \"a\"", index.replace("messages", "public.atoms")),
        "f:14:8: the name `a` is already that of `index[0]` (f:7)",
    );
    let elsewhere = format!("{index}{}", index.replace("messages", "archive.messages"));
    assert!(Spec::from_toml(&elsewhere, "f").unwrap().to_request().is_ok());
}

/// One section, with lines of its own.
fn index(lines: &str) -> String {
    format!(
        "[[index]]\ntable = \"t\"\ncolumn = \"c\"\ntype = \"vector(3)\"\nmetric = \"l2\"\nrows = 1\n{lines}\n"
    )
}

#[test]
#[cfg(feature = "every-operation")]
fn operations_that_contradict_each_other_are_named_both() {
    let all = [
        "name = \"a\"\noperation = \"drop\"",
        "name = \"a\"",
        "name = \"b\"\noperation = \"replace\"",
        "name = \"b\"\noperation = \"replace\"",
        "name = \"c\"\noperation = \"reindex\"",
        "name = \"c\"\noperation = \"drop\"",
        "name = \"d\"\noperation = \"replace\"",
        "name = \"d_new\"",
        "name = \"e_leftover\"",
        "name = \"e\"\noperation = \"drop\"",
    ];
    check(
        &all.map(index).concat(),
        r#"
f:15:8: `create` of `a` contradicts `drop` of the same index in `index[0]` (f:7)
f:31:13: `replace` of `b` contradicts `replace` of the same index in `index[2]` (f:22)
f:47:13: `drop` of `c` contradicts `reindex` of the same index in `index[4]` (f:38)
f:62:8: the name `d_new` is one that `replace` of `index[6]` (f:54) works with
f:76:8: `drop` works with the name `e_leftover`, which `index[8]` (f:69) has or works with too"#,
    );
    let apart = ["name = \"d\"\noperation = \"reindex\"", "name = \"d_new\"", "name = \"e\""];
    assert!(Spec::from_toml(&apart.map(index).concat(), "f").unwrap().to_request().is_ok());
}

#[test]
#[cfg(feature = "every-operation")]
fn keys_of_other_operations_are_refused() {
    check(&index("previous_m = 8"), "f:7:14: `previous_m` is for `operation = \"replace\"`");
}

#[test]
fn sections_have_to_be_sections() {
    check(
        "target = 1\n[[indexes]]\ntable = \"t\"\ncolumn = \"c\"\ntype = \"vector(3)\"\nmetric = \"l2\"\nrows = 1",
        "f:1:10: `target` must be a section, but is `1`\nf:2:3: `indexes` is not a section",
    );
    check(
        "[index]\ntable = \"t\"\ncolumn = \"c\"\ntype = \"vector(3)\"\nmetric = \"l2\"\nrows = 1",
        "f:1:2: `index` is a list of sections, but here is a single one",
    );
    check(
        "table = \"t\"\nindex = [1]",
        "f:1:1: `table` is not a section\nf:2:10: `index` must be a section, but is `1`",
    );
}

#[test]
fn an_empty_file_says_what_is_missing() {
    let problems = Spec::from_toml("", "f").unwrap_err();
    assert_eq!(problems.to_string(), "index: there is no index to plan");
    assert_eq!(
        problems.iter().next().unwrap().help,
        "write an `[[index]]` section with `table`, `column`, `type`, `metric` and `rows`"
    );
}

#[test]
fn what_is_not_toml_is_one_problem() {
    check(
        "table = \"messages",
        "f:1:18: the file is not TOML: invalid basic string, expected `\"`",
    );
    check("[target]\nram = \"1GB\"\nram = \"2GB\"", "f:3:1: the file is not TOML: duplicate key");
}

#[test]
fn json_shows_fields_values_and_places() {
    let text = super::file(&["index.m = 101"]);
    let problems = Spec::from_toml(&text, "f").unwrap().to_request().unwrap_err();
    assert_eq!(
        serde_json::to_value(&problems).unwrap(),
        serde_json::json!([{
            "field": "index[0].m",
            "value": "101",
            "message": "`m` must be between 2 and 100, but is 101",
            "help": "write a number from 2 to 100",
            "place": {
                "file": "f",
                "start": { "line": 9, "column": 5, "byte": 128 },
                "end": { "line": 9, "column": 8, "byte": 131 },
            },
        }])
    );
}
