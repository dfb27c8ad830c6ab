//! Plain SQL files, for any tool that sends statements one by one.

use crate::plan::{Mode, Plan, Step};
use crate::render::{
    Class, Family, File, Format, Numbering, Options, Proof, Role, comment,
    format::{no_snippets, page},
    script,
};

pub(in crate::render) static SQL: Format = Format {
    id: "sql",
    title: "Plain SQL",
    family: Family::Sql,
    class: Class::Splits,
    about: "Four files: questions for before, the change, the proof, the way back.",
    source: "https://www.postgresql.org/docs/current/sql-createindex.html",
    folder: "migrations",
    numbering: Numbering::None,
    markers: &[],
    proof: Proof::Executed { version: "PostgreSQL 18.6", date: "2026-11-23" },
    page: page!("sql.md"),
    snippets: no_snippets,
    render,
};

fn render(plan: &Plan, options: &Options) -> Vec<File> {
    let folder = options.folder_or(SQL.folder);
    let name = &plan.request.name;
    let file = |role: Role, content| File {
        path: format!("{folder}/{name}.{}.sql", role.id()),
        role,
        content,
    };
    let gates: Vec<_> = plan.proofs().cloned().collect();
    vec![
        file(Role::Preflight, preflight(plan)),
        file(Role::Up, change(plan, Role::Up, &plan.up)),
        file(Role::Verify, verification(plan, &gates)),
        file(Role::Down, change(plan, Role::Down, &plan.down)),
    ]
}

fn change(plan: &Plan, role: Role, steps: &[Step]) -> String {
    match plan.request.mode {
        Mode::Online => {
            let mut out = script::head(
                plan,
                role,
                "Send the statements one by one, on one connection, outside of a transaction, and \
                 stop at the first error. Safe to run again.",
            );
            script::push(&mut out, steps);
            out
        }
        Mode::Transactional => {
            let mut out =
                script::head(plan, role, "One transaction: it happens as a whole or not at all.");
            out.push_str("BEGIN;\n\n");
            script::push(&mut out, steps);
            out.push_str("\nCOMMIT;\n");
            out
        }
    }
}

fn preflight(plan: &Plan) -> String {
    let mut out = String::new();
    comment::push(&mut out, "", "--", "Questions for before; they change nothing.");
    comment::push(
        &mut out,
        "",
        "--",
        "Each answers with rows of ok and detail: false needs a cure, empty is fine.",
    );
    for check in plan.preflight() {
        out.push('\n');
        let name = &check.index.name;
        comment::push(&mut out, "", "--", &format!("{name}: {}", check.kind.question()));
        comment::push(&mut out, "", "--", &format!("When false: {}", check.kind.cure()));
        script::query(&mut out, &check);
    }
    out
}

/// The gates alone, without the settings around them.
fn verification(plan: &Plan, gates: &[Step]) -> String {
    let mut out = script::head(
        plan,
        Role::Verify,
        "Run it after the change, and whenever in doubt: it changes nothing.",
    );
    script::push(&mut out, gates);
    out
}
