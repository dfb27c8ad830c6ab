//! Sqitch: a deploy, a revert and a verify script, which it runs through psql.

use crate::plan::{Plan, Step};
use crate::render::{
    Class, Family, File, Format, Marker, Numbering, Options, Proof, Role,
    format::{no_snippets, page},
    script,
};
use crate::sql::Transaction;

pub(in crate::render) static SQITCH: Format = Format {
    id: "sqitch",
    title: "Sqitch",
    family: Family::Sql,
    class: Class::Splits,
    about: "A deploy, a revert and a verify script; `sqitch add` puts them on the plan.",
    source: "https://sqitch.org/docs/manual/sqitch-deploy/",
    folder: "deploy",
    numbering: Numbering::None,
    markers: &[Marker::File("sqitch.plan"), Marker::File("sqitch.conf")],
    proof: Proof::Executed { version: "Sqitch 1.3.1", date: "2026-11-23" },
    page: page!("sqitch.md"),
    snippets: no_snippets,
    render,
};

fn render(plan: &Plan, options: &Options) -> Vec<File> {
    // Its folders stand side by side in `top_dir`; either may be what was asked for.
    let folder = options.folder_or(SQITCH.folder);
    let top = match folder.strip_suffix("deploy") {
        Some(it) => it.to_owned(),
        None => format!("{}/", folder.trim_end_matches('/')),
    };
    let name = &plan.request.name;
    let gates: Vec<_> = plan.proofs().cloned().collect();
    let files = [
        (Role::Up, "deploy", change(plan, "Deploy", &plan.up)),
        (Role::Down, "revert", change(plan, "Revert", &plan.down)),
        (Role::Verify, "verify", verify(plan, &gates)),
    ];
    files
        .into_iter()
        .map(|(role, folder, content)| File {
            path: format!("{top}{folder}/{name}.sql"),
            role,
            content,
        })
        .collect()
}

fn change(plan: &Plan, what: &str, steps: &[Step]) -> String {
    let name = &plan.request.name;
    let role = if what == "Deploy" { Role::Up } else { Role::Down };
    let to = if what == "Deploy" { "to" } else { "from" };
    let mut out = format!("-- {what} {name} {to} pg\n--\n");
    if plan.transaction() == Transaction::Forbidden {
        out += &script::head(
            plan,
            role,
            &format!(
                "Put it on the plan with: sqitch add {name} --note '…' (it keeps files that are \
                 there). No BEGIN here: no transaction may hold this, and sqitch adds none. Safe \
                 to run again."
            ),
        );
        script::push(&mut out, steps);
    } else {
        out += &script::head(
            plan,
            role,
            &format!(
                "Put it on the plan with: sqitch add {name} --note '…' (it keeps files that are \
                 there). One transaction: it happens as a whole or not at all."
            ),
        );
        out.push_str("BEGIN;\n\n");
        script::push(&mut out, steps);
        out.push_str("\nCOMMIT;\n");
    }
    out
}

fn verify(plan: &Plan, gates: &[Step]) -> String {
    let mut out = format!("-- Verify {} on pg\n--\n", plan.request.name);
    out += &script::head(plan, Role::Verify, "An error is the answer no; it changes nothing.");
    out.push_str("BEGIN;\n\n");
    script::push(&mut out, gates);
    out.push_str("\nROLLBACK;\n");
    out
}
