//! goose: one file with both ways.

use crate::plan::Plan;
use crate::render::{
    Class, Family, File, Format, Manifest, Marker, Numbering, Options, Proof, Role,
    format::{no_snippets, page},
    script::{self, Marks},
};
use crate::sql::Transaction;

pub(in crate::render) static GOOSE: Format = Format {
    id: "goose",
    title: "goose",
    family: Family::Go,
    class: Class::Splits,
    about: "One file with both ways; DO blocks stand between StatementBegin and StatementEnd.",
    source: "https://pressly.github.io/goose/documentation/annotations/",
    folder: "migrations",
    numbering: Numbering::Time { pattern: "%Y%m%d%H%M%S" },
    markers: &[Marker::Package { manifest: Manifest::Go, name: "github.com/pressly/goose" }],
    proof: Proof::Parsed { by: "PostgreSQL's grammar (pg_query 18.1)", date: "2026-11-23" },
    page: page!("goose.md"),
    snippets: no_snippets,
    render,
};

const MARKS: Marks = Marks { begin: "-- +goose StatementBegin", end: "-- +goose StatementEnd" };

fn render(plan: &Plan, options: &Options) -> Vec<File> {
    let folder = options.folder_or(GOOSE.folder);
    let number = GOOSE.numbering.numbers(options, 1).concat();
    let path = format!("{folder}/{number}_{}.sql", plan.request.name);
    vec![File { path, role: Role::Migration, content: content(plan) }]
}

fn content(plan: &Plan) -> String {
    let outside = plan.transaction() == Transaction::Forbidden;
    let how = if outside {
        "NO TRANSACTION, both ways: no transaction may hold this. StatementBegin, because goose \
         ends a statement at a line that ends with a semicolon. Run it from one process, with a \
         pool of one connection if your program opens it (SetMaxOpenConns(1)): the settings below \
         belong to a connection. Safe to run again."
    } else {
        "goose wraps each way in a transaction. StatementBegin, because it ends a statement at a \
         line that ends with a semicolon."
    };
    let mut out = script::head(plan, Role::Migration, how);
    if outside {
        out.push_str("-- +goose NO TRANSACTION\n");
    }
    for (n, (way, steps)) in [("Up", &plan.up), ("Down", &plan.down)].into_iter().enumerate() {
        if 0 < n {
            out.push('\n');
        }
        out += &format!("-- +goose {way}\n\n");
        script::push_marked(&mut out, steps, &MARKS);
    }
    out
}
