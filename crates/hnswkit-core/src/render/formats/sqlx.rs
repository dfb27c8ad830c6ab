//! sqlx: pairs of files; the first bytes of a file take it out of a transaction.

use crate::plan::Plan;
use crate::render::{
    Class, Family, File, Format, Manifest, Marker, Numbering, Options, Proof, Role,
    connection::Channel,
    format::{no_snippets, page},
    one_statement::{Tool, content},
    parts::{Way, parts},
};

pub(in crate::render) static SQLX: Format = Format {
    id: "sqlx",
    title: "sqlx",
    family: Family::Rust,
    class: Class::OneStatement,
    about: "Pairs of files; each concurrent statement stands alone below `-- no-transaction`.",
    source: "https://docs.rs/sqlx/latest/sqlx/migrate/trait.MigrationSource.html",
    folder: "migrations",
    numbering: Numbering::Time { pattern: "%Y%m%d%H%M%S" },
    markers: &[
        Marker::Package { manifest: Manifest::Cargo, name: "sqlx" },
        Marker::File("sqlx.toml"),
    ],
    proof: Proof::Executed { version: "sqlx 0.9.0", date: "2026-11-23" },
    page: page!("sqlx.md"),
    snippets: no_snippets,
    render,
};

const TOOL: Tool = Tool { name: "sqlx", settings: Channel::Url, also: "" };

fn render(plan: &Plan, options: &Options) -> Vec<File> {
    let folder = options.folder_or(SQLX.folder);
    let parts = parts(plan);
    let numbers = SQLX.numbering.numbers(options, parts.len());
    let mut files = vec![];
    for (n, (part, number)) in parts.iter().zip(&numbers).enumerate() {
        for (role, way) in [(Role::Up, Way::Up), (Role::Down, Way::Down)] {
            let path = format!("{folder}/{number}_{}.{}.sql", part.stem(plan), role.id());
            let content = directive(part.alone(way)) + &content(plan, &parts, n, way, &TOOL);
            files.push(File { path, role, content });
        }
    }
    files
}

/// sqlx looks for it in the very first bytes of a file.
// sqlx-core 0.9.0 src/migrate/source.rs.
fn directive(alone: bool) -> String {
    if alone { "-- no-transaction\n".to_owned() } else { String::new() }
}
