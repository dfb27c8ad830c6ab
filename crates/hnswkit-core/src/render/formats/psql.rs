//! One psql script each way, which says what it does while it does it.

use std::fmt::Write as _;

use crate::plan::{Mode, Phase, Plan, Step};
use crate::render::{
    Class, Family, File, Format, Numbering, Options, Proof, Role, comment,
    format::{no_snippets, page},
    script,
};

pub(in crate::render) static PSQL: Format = Format {
    id: "psql",
    title: "psql",
    family: Family::Sql,
    class: Class::Splits,
    about: "One script each way: settings, guards, build and proof; it stops at the first error.",
    source: "https://www.postgresql.org/docs/current/app-psql.html",
    folder: "migrations",
    numbering: Numbering::None,
    markers: &[],
    proof: Proof::Executed { version: "psql 18.6", date: "2026-11-23" },
    page: page!("psql.md"),
    snippets: no_snippets,
    render,
};

fn render(plan: &Plan, options: &Options) -> Vec<File> {
    let folder = options.folder_or(PSQL.folder);
    let name = &plan.request.name;
    [(Role::Up, &plan.up), (Role::Down, &plan.down)]
        .into_iter()
        .map(|(role, steps)| {
            let path = format!("{folder}/{name}.{}.sql", role.id());
            let content = content(plan, steps, &path, role);
            File { path, role, content }
        })
        .collect()
}

/// The script of that path, for the change or the way back.
pub(in crate::render) fn script(plan: &Plan, path: &str, role: Role) -> String {
    let steps = if role == Role::Down { &plan.down } else { &plan.up };
    content(plan, steps, path, role)
}

fn content(plan: &Plan, steps: &[Step], path: &str, role: Role) -> String {
    let how = format!(
        "Run: psql \"$DATABASE_URL\" --no-psqlrc --file {path} (never with --single-transaction). \
         Safe to run again."
    );
    let mut out = script::head(plan, role, &how);
    out.push_str("\\set ON_ERROR_STOP on\n\\timing on\n");
    if role == Role::Up {
        out.push('\n');
        preflight(&mut out, plan);
    }
    if plan.request.mode == Mode::Transactional {
        out.push_str("\nBEGIN;\n");
    }
    for (n, step) in steps.iter().enumerate() {
        out.push('\n');
        comment::push(&mut out, "", "--", &step.why);
        let _ = writeln!(out, "\\echo {}", quote(&progress(step, n + 1, steps.len())));
        script::statement(&mut out, &step.statement);
    }
    if plan.request.mode == Mode::Transactional {
        out.push_str("\nCOMMIT;\n");
    }
    let _ = writeln!(out, "\n\\echo {}", quote("done"));
    out
}

/// The questions for before, shown and not judged: a person watches.
fn preflight(out: &mut String, plan: &Plan) {
    comment::push(out, "", "--", "Questions for before; ok = f needs a cure, no rows are fine.");
    for check in plan.preflight() {
        let title = format!("{}: {}", check.index.name, check.kind.question());
        let _ = writeln!(out, "\\echo {}", quote(&title));
        script::query(out, &check);
    }
}

/// `[ 3/18] guard   idx_messages_embedding_hnsw`
fn progress(step: &Step, n: usize, total: usize) -> String {
    let width = total.to_string().len();
    let what = match (&step.index, step.phase) {
        (Some(index), _) => index.qualified_name().to_string(),
        (None, Phase::Restore) => "settings as before".to_owned(),
        (None, _) if step.statement.is_setting() => "settings".to_owned(),
        (None, _) => step.statement.title(),
    };
    format!("[{n:width$}/{total}] {:<7} {what}", step.phase.id())
}

/// An argument of a psql command: in single quotes, where `'` is doubled and `\` escapes.
fn quote(text: &str) -> String {
    format!("'{}'", text.replace('\\', "\\\\").replace('\'', "''"))
}
