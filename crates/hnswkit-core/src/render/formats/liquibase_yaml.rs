//! Liquibase: a change set in YAML, one `sql` a statement.

use std::fmt::Write as _;

use crate::plan::{Plan, Step};
use crate::render::{
    Class, Family, File, Format, Marker, Options, Snippet, comment,
    format::{beside, page},
    script, summary, yaml,
};
use crate::sql::Transaction;

use super::liquibase::{self, NUMBERING, PROOF};

pub(in crate::render) static LIQUIBASE_YAML: Format = Format {
    id: "liquibase-yaml",
    title: "Liquibase (YAML)",
    family: Family::Jvm,
    class: Class::Splits,
    about: "One change set in YAML, one sql change a statement, with its rollback.",
    source: "https://docs.liquibase.com/concepts/changelogs/yaml-format.html",
    folder: "db/changelog",
    numbering: NUMBERING,
    markers: &[
        Marker::File("db/changelog/*.yaml"),
        Marker::File("db/changelog/*.yml"),
        Marker::File("src/main/resources/db/changelog/*.yaml"),
        Marker::File("src/main/resources/db/changelog/*.yml"),
    ],
    proof: PROOF,
    page: page!("liquibase_yaml.md"),
    snippets: beside!(snippets),
    render,
};

fn render(plan: &Plan, options: &Options) -> Vec<File> {
    vec![liquibase::file(plan, options, "yaml", content(plan))]
}

fn snippets(plan: &Plan, options: &Options) -> Vec<Snippet> {
    let mut snippets = liquibase::snippets(plan, options);
    snippets[0] = liquibase::include(&liquibase::file(plan, options, "yaml", String::new()).path);
    snippets
}

fn content(plan: &Plan) -> String {
    let mut out = String::new();
    comment::push(&mut out, "", "#", &summary::title(plan));
    for line in summary::forecast(plan) {
        comment::push(&mut out, "", "#", &line);
    }
    out.push_str("#\n");
    let how = format!("{} Each statement goes out as one: nothing is split.", liquibase::how(plan));
    comment::push(&mut out, "", "#", &how);
    let _ = writeln!(
        out,
        "\ndatabaseChangeLog:\n  - changeSet:\n      id: {}\n      author: hnswkit",
        plan.request.name
    );
    if plan.transaction() == Transaction::Forbidden {
        out.push_str("      runInTransaction: false\n");
    }
    for (name, steps) in [("changes", &plan.up), ("rollback", &plan.down)] {
        let _ = writeln!(out, "      {name}:");
        push(&mut out, steps);
    }
    out
}

fn push(out: &mut String, steps: &[Step]) {
    for step in steps {
        comment::push(out, "        ", "#", &step.why);
        if let Some(it) = script::own_ignore(&step.statement) {
            comment::push(out, "        ", "#", it);
        }
        out.push_str("        - sql:\n            splitStatements: false\n");
        out.push_str("            stripComments: false\n            sql: ");
        out.push_str(&yaml::block(&step.statement.to_string(), "              "));
    }
}
