//! Knex: a migration in JavaScript, one `knex.raw` a statement.

use std::fmt::Write as _;

use crate::{
    plan::{Mode, Plan},
    render::{
        Class, Family, File, Format, Manifest, Marker, Numbering, Options, Proof, Role,
        format::{no_snippets, page},
        host, javascript,
    },
};

pub(in crate::render) static KNEX: Format = Format {
    id: "knex",
    title: "Knex",
    family: Family::JavaScript,
    class: Class::Program,
    about: "One migration in JavaScript; `exports.config` turns its transaction off.",
    source: "https://knexjs.org/guide/migrations.html#transactions-in-migrations",
    folder: "migrations",
    numbering: Numbering::Time { pattern: "%Y%m%d%H%M%S" },
    markers: &[
        Marker::File("knexfile.js"),
        Marker::File("knexfile.ts"),
        Marker::File("knexfile.cjs"),
        Marker::File("knexfile.mjs"),
        Marker::Package { manifest: Manifest::Node, name: "knex" },
    ],
    proof: Proof::Executed { version: "Knex 3.3.0", date: "2026-11-23" },
    page: page!("knex.md"),
    snippets: no_snippets,
    render,
};

fn render(plan: &Plan, options: &Options) -> Vec<File> {
    let folder = options.folder_or(KNEX.folder);
    let number = KNEX.numbering.numbers(options, 1).concat();
    let path = format!("{folder}/{number}_{}.js", plan.request.name);
    vec![File { path, role: Role::Migration, content: content(plan) }]
}

fn content(plan: &Plan) -> String {
    let how = match plan.request.mode {
        Mode::Online => {
            "Run, from one process at a time: npx knex migrate:up\nBack: npx knex migrate:down\n\
             From a program of your own, give Knex `pool: { min: 0, max: 1 }`: settings belong \
             to one connection. Safe to run again."
        }
        Mode::Transactional => {
            "Run: npx knex migrate:up\nBack: npx knex migrate:down\nKnex opens the transaction."
        }
    };
    let mut out = javascript::head(plan, how);
    if plan.request.mode == Mode::Online {
        javascript::note(&mut out, "", "No transaction may hold this.");
        out.push_str("exports.config = { transaction: false };\n\n");
    }
    let body = out.len();
    for (name, steps) in [("up", &plan.up), ("down", &plan.down)] {
        if name == "down" {
            out.push('\n');
        }
        out.push_str("/**\n * @param { import(\"knex\").Knex } knex\n");
        out.push_str(" * @returns { Promise<void> }\n */\n");
        let _ = writeln!(out, "exports.{name} = async function (knex) {{");
        host::calls(&mut out, steps, "  ", "//", call);
        out.push_str("};\n");
    }
    if out[body..].contains("\\\\?") {
        let mut note = String::new();
        javascript::note(&mut note, "", "`\\\\?` is a question mark that Knex leaves alone.");
        out.insert_str(body, &(note + "\n"));
    }
    out
}

/// `knex.raw`, which takes a question mark for a binding unless a backslash stands before it.
fn call(sql: &str, indent: &str) -> String {
    javascript::call("await knex.raw", &sql.replace('?', "\\?"), None, indent)
}
