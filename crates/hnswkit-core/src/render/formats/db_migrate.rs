//! db-migrate: a migration in JavaScript, one `runSql` a statement.

use std::fmt::Write as _;

use crate::{
    plan::{Mode, Plan},
    render::{
        Class, Family, File, Format, Manifest, Marker, Numbering, Options, Proof, Role,
        format::{no_snippets, page},
        host, javascript,
    },
};

pub(in crate::render) static DB_MIGRATE: Format = Format {
    id: "db-migrate",
    title: "db-migrate",
    family: Family::JavaScript,
    class: Class::Program,
    about: "One migration in JavaScript, run with `--non-transactional`.",
    source: "https://db-migrate.readthedocs.io/en/latest/Getting%20Started/commands/",
    folder: "migrations",
    numbering: Numbering::Time { pattern: "%Y%m%d%H%M%S" },
    markers: &[Marker::Package { manifest: Manifest::Node, name: "db-migrate" }],
    proof: Proof::Executed {
        version: "db-migrate 0.11.14 with db-migrate-pg 1.5.2",
        date: "2026-11-23",
    },
    page: page!("db_migrate.md"),
    snippets: no_snippets,
    render,
};

fn render(plan: &Plan, options: &Options) -> Vec<File> {
    let folder = options.folder_or(DB_MIGRATE.folder);
    let number = DB_MIGRATE.numbering.numbers(options, 1).concat();
    let path = format!("{folder}/{number}-{}.js", javascript::dashes(&plan.request.name));
    vec![File { path, role: Role::Migration, content: content(plan) }]
}

fn content(plan: &Plan) -> String {
    let how = match plan.request.mode {
        Mode::Online => {
            "Run: npx db-migrate up --non-transactional\nBack: npx db-migrate down \
             --non-transactional\ndb-migrate has no switch in the file: without the one on the \
             command line it sends BEGIN first, and PostgreSQL refuses the first statement with \
             CONCURRENTLY. The switch holds for every migration of the run, so let this one run \
             alone. Safe to run again."
        }
        Mode::Transactional => {
            "Run: npx db-migrate up\nBack: npx db-migrate down\ndb-migrate opens the transaction: \
             never with --non-transactional."
        }
    };
    let mut out = String::from("'use strict';\n\n");
    out.push_str(&javascript::head(plan, how));
    for (name, steps) in [("up", &plan.up), ("down", &plan.down)] {
        let _ = writeln!(out, "exports.{name} = async function (db) {{");
        host::calls(&mut out, steps, "  ", "//", call);
        out.push_str("};\n\n");
    }
    out.push_str("exports._meta = { version: 1 };\n");
    out
}

fn call(sql: &str, indent: &str) -> String {
    javascript::call("await db.runSql", sql, None, indent)
}
