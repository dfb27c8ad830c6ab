//! Liquibase: a change set in XML, one `sql` a statement.

use std::fmt::Write as _;

use crate::plan::{Plan, Step};
use crate::render::{
    Class, Family, File, Format, Marker, Options, Snippet,
    format::{beside, page},
    script, summary, xml,
};
use crate::sql::Transaction;

use super::liquibase::{self, NUMBERING, PROOF};

pub(in crate::render) static LIQUIBASE_XML: Format = Format {
    id: "liquibase-xml",
    title: "Liquibase (XML)",
    family: Family::Jvm,
    class: Class::Splits,
    about: "One change set in XML, one sql element a statement, with its rollback.",
    source: "https://docs.liquibase.com/concepts/changelogs/xml-format.html",
    folder: "db/changelog",
    numbering: NUMBERING,
    markers: &[
        Marker::File("db/changelog/*.xml"),
        Marker::File("src/main/resources/db/changelog/*.xml"),
    ],
    proof: PROOF,
    page: page!("liquibase_xml.md"),
    snippets: beside!(snippets),
    render,
};

fn render(plan: &Plan, options: &Options) -> Vec<File> {
    files(plan, options, "Each statement goes out as one: nothing is split.")
}

fn snippets(plan: &Plan, options: &Options) -> Vec<Snippet> {
    let mut snippets = liquibase::snippets(plan, options);
    snippets[0] = liquibase::include(&liquibase::file(plan, options, "xml", String::new()).path);
    snippets
}

/// The file, with a sentence on why it is XML.
pub(super) fn files(plan: &Plan, options: &Options, why: &str) -> Vec<File> {
    vec![liquibase::file(plan, options, "xml", content(plan, why))]
}

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<databaseChangeLog
    xmlns="http://www.liquibase.org/xml/ns/dbchangelog"
    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
    xsi:schemaLocation="http://www.liquibase.org/xml/ns/dbchangelog
        http://www.liquibase.org/xml/ns/dbchangelog/dbchangelog-latest.xsd">
"#;

fn content(plan: &Plan, why: &str) -> String {
    let mut out = String::from(HEAD);
    push_comment(&mut out, "    ", &summary::title(plan));
    for line in summary::forecast(plan) {
        push_comment(&mut out, "    ", &line);
    }
    push_comment(&mut out, "    ", &format!("{} {why}", liquibase::how(plan)));
    let outside = match plan.transaction() {
        Transaction::Forbidden => " runInTransaction=\"false\"",
        Transaction::Allowed | Transaction::Required => "",
    };
    let _ =
        writeln!(out, "    <changeSet id=\"{}\" author=\"hnswkit\"{outside}>", plan.request.name);
    push(&mut out, &plan.up, "        ");
    out.push_str("        <rollback>\n");
    push(&mut out, &plan.down, "            ");
    out.push_str("        </rollback>\n    </changeSet>\n</databaseChangeLog>\n");
    out
}

fn push(out: &mut String, steps: &[Step], indent: &str) {
    for step in steps {
        push_comment(out, indent, &step.why);
        if let Some(it) = script::own_ignore(&step.statement) {
            push_comment(out, indent, it);
        }
        let sql = xml::cdata(&format!("\n{}\n", step.statement));
        let _ = writeln!(
            out,
            "{indent}<sql splitStatements=\"false\" stripComments=\"false\">{sql}</sql>"
        );
    }
}

fn push_comment(out: &mut String, indent: &str, text: &str) {
    let lines = textwrap::wrap(text, 92 - indent.len());
    let text = lines.join(&format!("\n{indent}     "));
    let _ = writeln!(out, "{indent}<!-- {} -->", xml::in_comment(&text));
}
