//! Alembic: a revision in Python.

use std::fmt::Write as _;

use super::alembic_snippets::snippets;
use crate::render::{
    Class, Family, File, Format, Manifest, Marker, Numbering, Options, Proof, Role, comment,
    format::{beside, page},
    host, python, summary,
};
use crate::{
    hash::fnv1a,
    plan::{Operation, Plan, Step},
    sql::{Statement, Transaction},
};

pub(in crate::render) static ALEMBIC: Format = Format {
    id: "alembic",
    title: "Alembic",
    family: Family::Python,
    class: Class::Program,
    about: "One revision; what no transaction may hold stands in an autocommit block.",
    source: "https://alembic.sqlalchemy.org/en/latest/api/runtime.html",
    folder: "alembic/versions",
    numbering: Numbering::Chain,
    markers: &[
        Marker::File("alembic.ini"),
        Marker::Package { manifest: Manifest::Python, name: "alembic" },
    ],
    proof: Proof::Executed { version: "Alembic 1.20.1", date: "2026-11-23" },
    page: page!("alembic.md"),
    snippets: beside!(snippets),
    render,
};

fn render(plan: &Plan, options: &Options) -> Vec<File> {
    let folder = options.folder_or(ALEMBIC.folder);
    let revision = match &options.revision {
        Some(it) => it.clone(),
        None => revision_id(plan, options),
    };
    let path = format!("{folder}/{revision}_{}.py", plan.request.name);
    let content = content(plan, &revision, options.down_revision.as_deref());
    vec![File { path, role: Role::Migration, content }]
}

/// Twelve hexadecimal digits, like Alembic's own, made from what the revision is about.
fn revision_id(plan: &Plan, options: &Options) -> String {
    let mut text = plan.request.name.clone();
    text.push_str(plan.request.mode.id());
    text.push_str(options.down_revision.as_deref().unwrap_or_default());
    for it in plan.definitions() {
        let _ = write!(text, "\n{} {} {} {}", it.name, it.table, it.key, it.operator_class.name);
    }
    if !plan.request.tasks.is_empty() {
        text.push_str(&plan.request.what());
    }
    // An index is created once, and may be changed again and again.
    for it in plan.request.indexes.iter().filter(|it| it.operation != Operation::DEFAULT) {
        let hnsw = it.definition.hnsw;
        let _ = write!(text, "\n{} {} {}", it.operation.id, hnsw.m(), hnsw.ef_construction());
        let about = |step: &&Step| {
            step.index.as_ref() == Some(&it.definition)
                && !matches!(step.statement, Statement::Set(_))
        };
        for step in plan.up.iter().filter(about) {
            text.push_str(&step.statement.title());
        }
    }
    format!("{:012x}", fnv1a(text.as_bytes()) >> 16)
}

fn content(plan: &Plan, revision: &str, down_revision: Option<&str>) -> String {
    let mut out = String::from("\"\"\"");
    out.push_str(&python::escape(&summary::title(plan)));
    out.push_str("\n\n");
    for line in summary::forecast(plan) {
        out.push_str(&python::escape(&line));
        out.push('\n');
    }
    let _ = write!(
        out,
        "
Revision ID: {revision}
Revises:{}
\"\"\"

from alembic import op

revision = {}
down_revision = {}
branch_labels = None
depends_on = None
",
        down_revision.map(|it| format!(" {it}")).unwrap_or_default(),
        python::string(revision, ""),
        down_revision.map_or_else(|| "None".to_owned(), |it| python::string(it, "")),
    );
    let header = out.len();
    let transaction = plan.transaction();
    for (name, steps) in [("upgrade", &plan.up), ("downgrade", &plan.down)] {
        let _ = writeln!(out, "\n\ndef {name}() -> None:");
        function(&mut out, steps, transaction);
    }
    if out[header..].contains("DDL(\n") {
        let after_import = out[..header].find("\nrevision = ").unwrap_or(header);
        out.insert_str(after_import, "from sqlalchemy import DDL\n");
    }
    out
}

fn function(out: &mut String, steps: &[Step], transaction: Transaction) {
    if transaction == Transaction::Forbidden {
        comment::push(
            out,
            "    ",
            "#",
            "No transaction may hold this. The block commits what came before it, so env.py should \
             say transaction_per_migration=True.",
        );
        out.push_str("    with op.get_context().autocommit_block():\n");
        host::calls(out, steps, "        ", "#", call);
    } else {
        host::calls(out, steps, "    ", "#", call);
    }
}

/// `op.execute(…)` with the statement as a string of its own lines.
fn call(sql: &str, indent: &str) -> String {
    if has_bind(sql) {
        // `DDL` reads no parameters, but formats: a percent sign is doubled.
        let inner = format!("{indent}        ");
        let text = python::string(&sql.replace('%', "%%"), &inner);
        return format!("op.execute(\n{indent}    DDL(\n{inner}{text}\n{indent}    )\n{indent})");
    }
    let line = format!("op.execute({})", python::string(sql, ""));
    if !sql.contains('\n') && indent.len() + line.len() <= 88 {
        return line;
    }
    let inner = format!("{indent}    ");
    format!("op.execute(\n{inner}{}\n{indent})", python::string(sql, &inner))
}

/// Whether `op.execute` would take a part of the text, such as `:name`, for a bind parameter,
/// or a backslash before a colon for an escape.
// SQLAlchemy 2.1 lib/sqlalchemy/sql/compiler.py `BIND_PARAMS` and `BIND_PARAMS_ESC`.
pub(super) fn has_bind(sql: &str) -> bool {
    let mut before = ' ';
    let mut chars = sql.chars().peekable();
    while let Some(it) = chars.next() {
        let word_follows = chars.peek().is_some_and(|it| is_word(*it));
        if it == ':' && (before == '\\' || word_follows && before != ':' && !is_word(before)) {
            return true;
        }
        before = it;
    }
    false
}

fn is_word(it: char) -> bool {
    it.is_alphanumeric() || it == '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colons_that_look_like_parameters_are_found() {
        for sql in ["'x'::regclass", "a:b", "planned := it.definition"] {
            assert!(!has_bind(sql), "{sql}");
        }
        for sql in ["\"a :b\"", "':b:'", r"\:b", r"'\:'"] {
            assert!(has_bind(sql), "{sql}");
        }
    }
}
