//! Tests of `[lint]`.

use hnswkit_core::lint::{Severity, Tool};

use super::{LINT_FIELDS, LintField, LintSettings};
use crate::{
    problem::Problems,
    spec::{Spec, schema},
};

fn settings(text: &str) -> Result<LintSettings, Problems> {
    let (spec, problems) = Spec::read_toml(text, "f");
    spec.to_lint_settings_after(problems)
}

/// The text has this one problem.
#[track_caller]
fn check(text: &str, field: &str, place: (u32, u32), message: &str, help: &str) {
    let problems = settings(text).unwrap_err();
    assert_eq!(problems.len(), 1, "{problems}");
    let it = problems.iter().next().unwrap();
    let start = it.place.as_ref().unwrap().start;
    assert_eq!(
        (it.field.as_str(), (start.line, start.column), it.message.as_str(), it.help.as_str()),
        (field, place, message, help)
    );
}

const ALL: &str = r#"
[target]
pgvector = "0.8.0"
ram = "16GiB"

[[index]]
table = "docs"
rows = "2M"

[lint]
tool = "goose"
shared_memory = "64MB"
maintenance_work_mem = "1GB"
schema = ["schema.sql"]
include = ["**/*.sql"]
exclude = ["seeds/**"]
ignore = ["index-blocks-writes"]
fail_on = "error"
baseline = "known.json"

[lint.rows]
items = "10k"
"app.docs" = 5

[lint.severity]
m-out-of-range = "hint"

[[lint.per_path]]
path = "legacy/**"
ignore = ["no-operator-class"]
"#;

#[test]
fn everything_that_is_said_is_kept() {
    let it = settings(ALL).unwrap();
    assert_eq!(it.options.tool, Some(Tool::Goose));
    assert_eq!(it.options.pgvector.unwrap().to_string(), "0.8.0");
    assert_eq!(it.options.platform, None);
    assert_eq!(it.options.shared_memory.unwrap().0, 64 << 20);
    assert_eq!(it.options.maintenance_work_mem.unwrap().to_string(), "1GB");
    let rows: Vec<_> = it.options.rows.iter().map(|it| (it.0.as_str(), it.1.get())).collect();
    assert_eq!(rows, [("app.docs", 5), ("docs", 2_000_000), ("items", 10_000)]);
    assert_eq!(it.options.severities["m-out-of-range"], Severity::Hint);
    assert!(it.options.disabled.contains("index-blocks-writes"));
    assert_eq!(it.fail_on, Some(Severity::Error));
    assert_eq!(it.baseline.as_deref(), Some("known.json"));
    assert_eq!((it.schema.len(), it.include.len(), it.exclude.len()), (1, 1, 1));
    assert_eq!(it.per_path[0].path, "legacy/**");
    assert!(it.per_path[0].ignore.contains("no-operator-class"));
}

#[test]
fn it_is_written_as_it_is_read() {
    let (spec, problems) = Spec::read_toml(ALL, "f");
    assert!(problems.is_empty(), "{problems}");
    let (again, problems) = Spec::read_toml(&spec.to_toml(), "f");
    assert!(problems.is_empty(), "{problems}");
    assert_eq!(spec, again);
    let json = serde_json::to_value(&spec).unwrap();
    assert_eq!(serde_json::from_value::<Spec>(json).unwrap(), spec);
}

#[test]
fn a_file_about_lint_alone_is_a_spec() {
    assert!(Spec::from_toml("[lint]\ntool = \"goose\"", "f").is_ok());
    assert!(Spec::from_toml("", "f").is_err());
    assert_eq!(settings("").unwrap(), LintSettings::default());
}

#[test]
fn only_selected_rules_run() {
    let it = settings("[lint]\nselect = \"m-out-of-range\"").unwrap();
    assert!(!it.options.disabled.contains("m-out-of-range"));
    assert!(it.options.disabled.contains("index-blocks-writes"));
}

#[test]
fn what_is_wrong_is_said_where_it_stands() {
    check(
        "[lint]\nignor = []",
        "lint.ignor",
        (2, 1),
        "`ignor` is not a key of `[lint]`",
        "did you mean `ignore`?",
    );
    check(
        "[lint]\nper-path = []",
        "lint.per-path",
        (2, 1),
        "`per-path` is not a key of `[lint]`",
        "did you mean `per_path`?",
    );
    check(
        "[lint]\npgvector = \"0.8.0\"",
        "lint.pgvector",
        (2, 1),
        "`pgvector` is not a key of `[lint]`",
        "`pgvector` belongs in `[target]`",
    );
    check(
        "[lint]\nignore = [\"m-out-of-rang\"]",
        "lint.ignore",
        (2, 11),
        "no rule is called `m-out-of-rang`",
        "did you mean `m-out-of-range`?",
    );
    check(
        "[lint.severity]\nm-out-of-range = \"warn\"",
        "lint.severity.m-out-of-range",
        (2, 18),
        "`m-out-of-range` must be `hint`, `warning` or `error`, but is `warn`",
        "did you mean `warning`?",
    );
    check(
        "[lint.rows]\nitems = \"many\"",
        "lint.rows.items",
        (2, 9),
        "`items`: `many` is not a number of rows",
        "write a number such as `10_000`, `\"10k\"` or `\"1.2M\"`",
    );
    check(
        "[lint]\nshared_memory = \"64\"",
        "lint.shared_memory",
        (2, 17),
        "`shared_memory` must be a size with its unit, but is `64`",
        "write a number and kB, MB, GB or TB, as in `shared_memory = \"64MB\"`",
    );
    check(
        "[lint]\nexclude = 1",
        "lint.exclude",
        (2, 11),
        "`exclude` must be a list of texts, but is `1`",
        "write `exclude = [\"seeds/**\"]`",
    );
    check(
        "[[lint.per_path]]\nignore = []",
        "lint.per_path[0].path",
        (1, 1),
        "`path` is missing",
        "write a glob, as in `path = \"legacy/**\"`",
    );
    check(
        "[lnt]\ntool = \"goose\"",
        "lnt",
        (1, 2),
        "`lnt` is not a section",
        "did you mean `[lint]`?",
    );
    check(
        "[lint]\ntool = \"goos\"",
        "lint.tool",
        (2, 8),
        &format!("`tool` must be {}, but is `goos`", tools()),
        "did you mean `goose`?",
    );
}

fn tools() -> String {
    crate::spec::nearest::one_of(Tool::ALL.iter().map(|it| it.id()))
}

#[test]
fn all_problems_come_at_once() {
    let text = "[target]\npgvector = \"x\"\n[lint]\nignore = [\"a\"]\nfail_on = \"b\"\n[lint.rows]\nt = true";
    assert_eq!(settings(text).unwrap_err().len(), 4);
}

#[test]
fn every_example_is_accepted_and_described() {
    let schema = schema();
    let properties = &schema["$defs"]["LintSpec"]["properties"];
    for it in LINT_FIELDS {
        let text = format!("[lint]\n{}", it.example_line());
        assert!(settings(&text).is_ok(), "{text}");
        assert_eq!(properties[it.key]["description"], it.doc);
    }
}

#[test]
fn flags_lie_over_the_file() {
    let (mut spec, _) = Spec::read_toml(ALL, "f");
    for (key, texts) in [
        ("rows", &["items=1k"][..]),
        ("ignore", &["no-operator-class"]),
        ("exclude", &["x"]),
        ("fail_on", &["never"]),
    ] {
        let texts: Vec<_> = texts.iter().map(|it| (*it).to_owned()).collect();
        spec.lint.set_flag(LintField::find(key).unwrap(), &texts).unwrap();
    }
    let it = spec.to_lint_settings().unwrap();
    assert_eq!(it.options.rows["items"].get(), 1_000);
    assert_eq!(it.options.rows["docs"].get(), 2_000_000);
    assert_eq!(it.options.disabled.len(), 2);
    assert_eq!(it.exclude, ["x"]);
    assert_eq!(it.fail_on, None);
    let problem =
        spec.lint.set_flag(LintField::find("rows").unwrap(), &["items".to_owned()]).unwrap_err();
    assert_eq!(problem.message, "`--rows` takes a name and a value, but got `items`");
}
