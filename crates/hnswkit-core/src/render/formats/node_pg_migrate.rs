//! node-pg-migrate: a migration in JavaScript, one `pgm.sql` a statement.

use std::fmt::Write as _;

use crate::{
    plan::{Mode, Plan},
    render::{
        Class, Family, File, Format, Manifest, Marker, Numbering, Options, Proof, Role,
        format::{no_snippets, page},
        host, javascript,
    },
};

pub(in crate::render) static NODE_PG_MIGRATE: Format = Format {
    id: "node-pg-migrate",
    title: "node-pg-migrate",
    family: Family::JavaScript,
    class: Class::Program,
    about: "One migration in JavaScript; `pgm.noTransaction()` turns its transaction off.",
    source: "https://salsita.github.io/node-pg-migrate/migrations/misc",
    folder: "migrations",
    numbering: Numbering::Milliseconds,
    markers: &[Marker::Package { manifest: Manifest::Node, name: "node-pg-migrate" }],
    proof: Proof::Executed { version: "node-pg-migrate 9.0.0", date: "2026-11-23" },
    page: page!("node_pg_migrate.md"),
    snippets: no_snippets,
    render,
};

fn render(plan: &Plan, options: &Options) -> Vec<File> {
    let folder = options.folder_or(NODE_PG_MIGRATE.folder);
    let number = NODE_PG_MIGRATE.numbering.numbers(options, 1).concat();
    let path = format!("{folder}/{number}_{}.js", javascript::dashes(&plan.request.name));
    vec![File { path, role: Role::Migration, content: content(plan) }]
}

fn content(plan: &Plan) -> String {
    let how = match plan.request.mode {
        Mode::Online => {
            "Run: npx node-pg-migrate up\nBack: npx node-pg-migrate down\nPending migrations \
             before this one are committed when it begins. Safe to run again."
        }
        Mode::Transactional => {
            "Run: npx node-pg-migrate up\nBack: npx node-pg-migrate down\nnode-pg-migrate opens \
             the transaction."
        }
    };
    let mut out = javascript::head(plan, how);
    for (name, steps) in [("up", &plan.up), ("down", &plan.down)] {
        if name == "down" {
            out.push('\n');
        }
        out.push_str("/** @param pgm {import('node-pg-migrate').MigrationBuilder} */\n");
        let _ = writeln!(out, "export const {name} = (pgm) => {{");
        if plan.request.mode == Mode::Online {
            javascript::note(&mut out, "  ", "No transaction may hold this.");
            out.push_str("  pgm.noTransaction();\n\n");
        }
        host::calls(&mut out, steps, "  ", "//", call);
        out.push_str("};\n");
    }
    out
}

fn call(sql: &str, indent: &str) -> String {
    javascript::call("pgm.sql", sql, None, indent)
}
