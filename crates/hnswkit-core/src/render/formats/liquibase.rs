//! Liquibase: a change set in formatted SQL, and what its other formats share.

use std::fmt::Write as _;

use crate::plan::{Plan, Step};
use crate::render::{
    Class, Family, File, Format, Manifest, Marker, Numbering, Options, Proof, Role, Snippet,
    comment,
    format::{beside, page},
    script, summary, yaml,
};
use crate::sql::Transaction;

use super::liquibase_xml;

pub(in crate::render) static LIQUIBASE: Format = Format {
    id: "liquibase",
    title: "Liquibase (formatted SQL)",
    family: Family::Jvm,
    class: Class::Splits,
    about: "One change set in formatted SQL, with its rollback.",
    source: "https://docs.liquibase.com/concepts/changelogs/sql-format.html",
    folder: "db/changelog",
    numbering: NUMBERING,
    markers: &[
        Marker::File("liquibase.properties"),
        Marker::Folder("db/changelog"),
        Marker::Folder("src/main/resources/db/changelog"),
        Marker::Package { manifest: Manifest::Jvm, name: "liquibase-core" },
    ],
    proof: PROOF,
    page: page!("liquibase.md"),
    snippets: beside!(snippets),
    render,
};

/// What all its formats have in common.
pub(super) const NUMBERING: Numbering = Numbering::Time { pattern: "%Y%m%d%H%M%S" };
pub(super) const PROOF: Proof = Proof::Executed { version: "Liquibase 4.28.0", date: "2026-11-23" };

/// What ends a statement here: a comment, so that the file stays SQL for everybody else.
const END: &str = "--//";

/// Words that Liquibase reads at the beginning of a comment.
// Liquibase 4.28 AbstractFormattedChangeLogParser.java
const WORDS: &[&str] = &[
    "changeset",
    "comment",
    "comments",
    "ignore",
    "ignorelines",
    "precondition",
    "preconditions",
    "property",
    "rollback",
    "validchecksum",
];

fn render(plan: &Plan, options: &Options) -> Vec<File> {
    if !is_cut_right(plan) {
        let why = "Written as XML, where nothing is split: Liquibase would cut formatted SQL in the \
                   wrong places, as there is a backslash in a name, or the end of a statement.";
        return liquibase_xml::files(plan, options, why);
    }
    vec![file(plan, options, "sql", content(plan))]
}

/// The changelog's file.
pub(super) fn file(plan: &Plan, options: &Options, ending: &str, content: String) -> File {
    let folder = options.folder_or(LIQUIBASE.folder);
    let number = NUMBERING.numbers(options, 1).concat();
    let path = format!("{folder}/{number}-{}.{ending}", plan.request.name);
    File { path, role: Role::Migration, content }
}

/// The sentences for the head of any of its formats.
pub(super) fn how(plan: &Plan) -> String {
    let mut how = if plan.transaction() == Transaction::Forbidden {
        "No transaction may hold this, neither way: runInTransaction is false. Safe to run again."
    } else {
        "Liquibase wraps the change set in a transaction."
    }
    .to_owned();
    let steps = plan.up.iter().chain(&plan.down);
    if steps.map(|it| it.statement.to_string()).any(|it| it.contains("${")) {
        how += " A name below has ${…} in it: Liquibase replaces it if a parameter, an environment \
                variable or a Java property is called that.";
    }
    how
}

/// Whether Liquibase finds the ends of the statements.
///
/// It takes a backslash before a quote for an escape, which PostgreSQL does not.
// Liquibase 4.28 SimpleSqlGrammar.jj
fn is_cut_right(plan: &Plan) -> bool {
    plan.up.iter().chain(&plan.down).map(|it| it.statement.to_string()).all(|sql| {
        !sql.contains('\\')
            && !sql.contains(END)
            && !sql.to_ascii_lowercase().contains("changesetid")
    })
}

fn content(plan: &Plan) -> String {
    let mut out = String::from("--liquibase formatted sql\n\n");
    push_comment(&mut out, &summary::title(plan));
    for line in summary::forecast(plan) {
        push_comment(&mut out, &line);
    }
    out.push_str("--\n");
    let ends = format!("{} Each statement ends at {END}, as DO blocks hold semicolons.", how(plan));
    push_comment(&mut out, &ends);
    let outside = match plan.transaction() {
        Transaction::Forbidden => " runInTransaction:false",
        Transaction::Allowed | Transaction::Required => "",
    };
    let _ = writeln!(
        out,
        "\n--changeset hnswkit:{}{outside} stripComments:false endDelimiter:{END} \
         rollbackEndDelimiter:{END}\n",
        plan.request.name
    );
    out += &statements(&plan.up);
    out.push('\n');
    for line in statements(&plan.down).lines().filter(|it| !it.is_empty()) {
        let _ = writeln!(out, "--rollback {line}");
    }
    out
}

fn statements(steps: &[Step]) -> String {
    let mut out = String::new();
    for (n, step) in steps.iter().enumerate() {
        if 0 < n {
            out.push('\n');
        }
        push_comment(&mut out, &step.why);
        script::statement(&mut out, &step.statement);
        let _ = writeln!(out, "{END}");
    }
    out
}

/// A comment of which no line is an instruction to Liquibase.
fn push_comment(out: &mut String, text: &str) {
    let mut lines = String::new();
    comment::push(&mut lines, "", "--", text);
    for line in lines.lines() {
        let word = line.trim_start_matches(['-', ' ']).split([' ', ':', '.', ',']).next();
        let is_read = word.is_some_and(|it| WORDS.contains(&it.to_ascii_lowercase().as_str()));
        let _ = match line.strip_prefix("-- ") {
            Some(rest) if is_read => writeln!(out, "-- … {rest}"),
            _ => writeln!(out, "{line}"),
        };
    }
}

/// The guard against `diff-changelog` and `generate-changelog`, and the line of the master file.
pub(super) fn snippets(plan: &Plan, options: &Options) -> Vec<Snippet> {
    let names: Vec<_> = plan.kept().map(|it| pattern(it.name.as_str())).collect();
    let exclude = format!("liquibase.command.excludeObjects: index:({})\n", names.join("|"));
    let path = file(plan, options, "sql", String::new()).path;
    let path = if is_cut_right(plan) { path } else { path.replace(".sql", ".xml") };
    let guard = (!names.is_empty()).then(|| guard(exclude));
    [include(&path)].into_iter().chain(guard).collect()
}

/// How the master changelog names the file.
pub(super) fn include(path: &str) -> Snippet {
    Snippet {
        title: "Include the file".to_owned(),
        path: "db/changelog/db.changelog-master.yaml".to_owned(),
        language: "yaml",
        why: "Unless the master changelog has includeAll for the folder; the path counts from the \
              search path (for Spring Boot, src/main/resources)."
            .to_owned(),
        content: format!(
            "databaseChangeLog:\n  # … what is there\n  - include:\n      file: {}\n",
            yaml::quoted(path)
        ),
    }
}

fn guard(content: String) -> Snippet {
    Snippet {
        title: "Keep diffs from writing the indexes anew".to_owned(),
        path: "liquibase.properties".to_owned(),
        language: "properties",
        why: "Liquibase's model of an index has no access method, operator class or parameters: what \
              `generate-changelog` and `diff-changelog` write for an HNSW index is a btree, so never \
              replace this change set by one of theirs."
            .to_owned(),
        content,
    }
}

/// A regular expression for `name`: a dot for whatever could be read otherwise, by the expression,
/// by the list of filters (comma and colon), or by a properties file (all that is not ASCII).
fn pattern(name: &str) -> String {
    let plain = |it: char| it.is_ascii_alphanumeric() || it == '_';
    name.chars().map(|it| if plain(it) { it } else { '.' }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_comment_is_an_instruction() {
        let mut out = String::new();
        push_comment(&mut out, "Rollback is below.");
        push_comment(&mut out, "Rolls back: comment");
        assert_eq!(out, "-- … Rollback is below.\n-- Rolls back: comment\n");
    }

    #[test]
    fn patterns_are_plain() {
        assert_eq!(pattern("idx_messages"), "idx_messages");
        assert_eq!(pattern("we\"ird, :idx\\ы"), "we.ird...idx..");
    }
}
