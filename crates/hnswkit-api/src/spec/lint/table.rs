//! Every key of `[lint]`, once.

use hnswkit_core::lint::{RULES, Severity, Tool};

/// What values a key takes.
#[derive(Debug, Clone, Copy)]
pub enum LintKind {
    /// A text.
    Text,
    /// One of these words.
    Choice(fn() -> Vec<&'static str>),
    /// Bytes with their unit.
    Size,
    /// A list of texts.
    Texts,
    /// A list of names of rules.
    Rules,
    /// A number of rows for each table.
    Rows,
    /// A severity for each rule.
    Severities,
    /// A list of sections with `path` and `ignore`.
    Paths,
}

/// A key of `[lint]`.
#[derive(Debug, Clone, Copy)]
pub struct LintField {
    /// Its name in the file.
    pub key: &'static str,
    /// What values it takes.
    pub kind: LintKind,
    /// The flag that says the same; empty when there is none.
    pub flag: &'static str,
    /// A value as the file has it.
    pub example: &'static str,
    /// What it says, in Markdown.
    pub doc: &'static str,
}

/// The words for the level at which a run fails.
pub(super) const NEVER: &str = "never";

fn tools() -> Vec<&'static str> {
    Tool::ALL.iter().map(|it| it.id()).collect()
}

fn levels() -> Vec<&'static str> {
    Severity::ALL.iter().map(|it| it.name()).chain([NEVER]).collect()
}

pub(super) fn severities() -> Vec<&'static str> {
    Severity::ALL.iter().map(|it| it.name()).collect()
}

pub(super) fn rules() -> Vec<&'static str> {
    RULES.iter().map(|it| it.id).collect()
}

const fn field(
    key: &'static str,
    kind: LintKind,
    flag: &'static str,
    example: &'static str,
    doc: &'static str,
) -> LintField {
    LintField { key, kind, flag, example, doc }
}

/// Every key of `[lint]`, in the order of the file.
pub const LINT_FIELDS: &[LintField] = &[
    field(
        "tool",
        LintKind::Choice(tools),
        "--tool",
        "\"goose\"",
        "The tool that runs the files, where neither a file nor its name tells.",
    ),
    field(
        "shared_memory",
        LintKind::Size,
        "--shared-memory",
        "\"64MB\"",
        "The size of `/dev/shm` on the server; Docker gives 64 MB.",
    ),
    field(
        "maintenance_work_mem",
        LintKind::Size,
        "--maintenance-work-mem",
        "\"64MB\"",
        "What `maintenance_work_mem` is on the server where no file sets it.",
    ),
    field(
        "schema",
        LintKind::Texts,
        "--schema",
        "[\"schema.sql\"]",
        "Files that tell what the database looks like before, as `pg_dump --schema-only` writes them: read, not judged.",
    ),
    field(
        "include",
        LintKind::Texts,
        "--include",
        "[\"migrations/**\"]",
        "Which files of a folder are read, as globs; without it, those with an ending that is known.",
    ),
    field(
        "exclude",
        LintKind::Texts,
        "--exclude",
        "[\"seeds/**\"]",
        "Which files and folders are left out, as globs.",
    ),
    field(
        "select",
        LintKind::Rules,
        "--select",
        "[\"m-out-of-range\"]",
        "The rules that run; without it, all of them.",
    ),
    field("ignore", LintKind::Rules, "--ignore", "[\"m-out-of-range\"]", "Rules that do not run."),
    field(
        "fail_on",
        LintKind::Choice(levels),
        "--fail-on",
        "\"warning\"",
        "The lowest severity with which a finding fails the run: `warning`, unless said otherwise.",
    ),
    field(
        "baseline",
        LintKind::Text,
        "--baseline",
        "\"hnswkit-baseline.json\"",
        "The file of findings that are known and do not count; `--write-baseline` writes it.",
    ),
    field(
        "rows",
        LintKind::Rows,
        "--rows",
        "{ messages = \"10k\" }",
        "Rows by table, `table` or `schema.table`.",
    ),
    field(
        "severity",
        LintKind::Severities,
        "--severity",
        "{ m-out-of-range = \"error\" }",
        "Severities by rule, where they should differ from the rule's own.",
    ),
    field(
        "per_path",
        LintKind::Paths,
        "",
        "[{ path = \"legacy/**\", ignore = [\"m-out-of-range\"] }]",
        "What holds for some files only: a glob, and rules that do not look there.",
    ),
];

/// The keys of a section of `per_path`.
pub(super) const PER_PATH_KEYS: &[&str] = &["path", "ignore"];

impl LintField {
    /// The key of that name.
    pub fn find(key: &str) -> Option<&'static Self> {
        LINT_FIELDS.iter().find(|it| it.key == key)
    }

    /// The key and its example as a line of the file.
    pub fn example_line(&self) -> String {
        format!("{} = {}", self.key, self.example)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_and_flags_are_unique_and_described() {
        for (n, one) in LINT_FIELDS.iter().enumerate() {
            assert!(one.doc.ends_with('.'), "{}", one.key);
            for two in &LINT_FIELDS[..n] {
                assert_ne!(one.key, two.key);
                assert_ne!(one.flag, two.flag);
            }
        }
    }
}
