//! yoyo: a migration in Python, as its SQL files cannot hold this safely.

use std::fmt::Write as _;

use crate::plan::{Plan, Step};
use crate::render::{
    Class, Family, File, Format, Manifest, Marker, Numbering, Options, Proof, Role, comment,
    format::{no_snippets, page},
    host, python, summary,
};
use crate::sql::Transaction;

pub(in crate::render) static YOYO: Format = Format {
    id: "yoyo",
    title: "yoyo",
    family: Family::Python,
    class: Class::Program,
    about: "One migration in Python; each statement is a step.",
    source: "https://ollycope.com/software/yoyo/latest/",
    folder: "migrations",
    numbering: Numbering::Time { pattern: "%Y%m%d_%H%M%S" },
    markers: &[
        Marker::File("yoyo.ini"),
        Marker::Package { manifest: Manifest::Python, name: "yoyo-migrations" },
    ],
    proof: Proof::Executed { version: "yoyo 9.0.0", date: "2026-11-23" },
    page: page!("yoyo.md"),
    snippets: no_snippets,
    render,
};

fn render(plan: &Plan, options: &Options) -> Vec<File> {
    let folder = options.folder_or(YOYO.folder);
    let number = YOYO.numbering.numbers(options, 1).concat();
    let path = format!("{folder}/{number}_{}.py", plan.request.name);
    let content = content(plan, options.down_revision.as_deref());
    vec![File { path, role: Role::Migration, content }]
}

fn content(plan: &Plan, depends: Option<&str>) -> String {
    let mut out = String::from("\"\"\"");
    out.push_str(&python::escape(&summary::title(plan)));
    out.push_str("\n\n");
    for line in summary::forecast(plan) {
        out.push_str(&python::escape(&line));
        out.push('\n');
    }
    out.push_str("\"\"\"\n\nfrom yoyo import step\n\n");
    let depends =
        depends.map_or_else(|| "set()".to_owned(), |it| format!("{{{}}}", python::string(it, "")));
    let _ = writeln!(out, "__depends__ = {depends}");
    if plan.transaction() == Transaction::Forbidden {
        comment::push(&mut out, "", "#", "No transaction may hold this, neither way.");
        out.push_str("__transactional__ = False\n");
    }
    out.push_str("\nsteps = [\n");
    host::calls(&mut out, &plan.up, "    ", "#", apply);
    out.push('\n');
    comment::push(
        &mut out,
        "    ",
        "#",
        "The way back, to be read from the end: yoyo rolls back in the opposite order. These steps \
         stand alone, behind the change, because yoyo answers an error with the rollback of the \
         steps that had succeeded: a change that was refused must not drop an index.",
    );
    let back: Vec<Step> = plan.down.iter().rev().cloned().collect();
    host::calls(&mut out, &back, "    ", "#", rollback);
    out.push_str("]\n");
    out
}

/// `step(…)` with the statement as a string of its own lines.
fn apply(sql: &str, indent: &str) -> String {
    let line = format!("step({}),", python::string(sql, ""));
    if !sql.contains('\n') && indent.len() + line.len() <= 88 {
        return line;
    }
    let inner = format!("{indent}    ");
    format!("step(\n{inner}{}\n{indent}),", python::string(sql, &inner))
}

/// `step(None, …)`: nothing on the way up.
fn rollback(sql: &str, indent: &str) -> String {
    let line = format!("step(None, {}),", python::string(sql, ""));
    if !sql.contains('\n') && indent.len() + line.len() <= 88 {
        return line;
    }
    let inner = format!("{indent}    ");
    format!("step(\n{inner}None,\n{inner}{},\n{indent}),", python::string(sql, &inner))
}
