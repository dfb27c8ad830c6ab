//! sql-migrate (rubenv): one file with both ways.

use crate::plan::Plan;
use crate::render::{
    Class, Family, File, Format, Manifest, Marker, Numbering, Options, Proof, Role,
    format::{no_snippets, page},
    script::{self, Marks},
};
use crate::sql::Transaction;

pub(in crate::render) static SQL_MIGRATE: Format = Format {
    id: "sql-migrate",
    title: "sql-migrate",
    family: Family::Go,
    class: Class::Splits,
    about: "One file with both ways; DO blocks stand between StatementBegin and StatementEnd.",
    source: "https://github.com/rubenv/sql-migrate",
    folder: "migrations",
    numbering: Numbering::Time { pattern: "%Y%m%d%H%M%S" },
    markers: &[
        Marker::File("dbconfig.yml"),
        Marker::Package { manifest: Manifest::Go, name: "github.com/rubenv/sql-migrate" },
    ],
    proof: Proof::Executed { version: "sql-migrate 0.0~git20191213", date: "2026-11-23" },
    page: page!("sql_migrate.md"),
    snippets: no_snippets,
    render,
};

const MARKS: Marks = Marks { begin: "-- +migrate StatementBegin", end: "-- +migrate StatementEnd" };

fn render(plan: &Plan, options: &Options) -> Vec<File> {
    let folder = options.folder_or(SQL_MIGRATE.folder);
    let number = SQL_MIGRATE.numbering.numbers(options, 1).concat();
    let path = format!("{folder}/{number}-{}.sql", plan.request.name);
    vec![File { path, role: Role::Migration, content: content(plan) }]
}

fn content(plan: &Plan) -> String {
    let (how, word) = if plan.transaction() == Transaction::Forbidden {
        (
            "notransaction, both ways: no transaction may hold this. StatementBegin, because \
             sql-migrate ends a statement at a line that ends with a semicolon. Run it from one \
             process: sql-migrate takes no lock. Safe to run again.",
            " notransaction",
        )
    } else {
        (
            "sql-migrate wraps each way in a transaction. StatementBegin, because it ends a \
             statement at a line that ends with a semicolon.",
            "",
        )
    };
    let mut out = script::head(plan, Role::Migration, how);
    for (n, (way, steps)) in [("Up", &plan.up), ("Down", &plan.down)].into_iter().enumerate() {
        if 0 < n {
            out.push('\n');
        }
        out += &format!("-- +migrate {way}{word}\n\n");
        script::push_marked(&mut out, steps, &MARKS);
    }
    out
}
