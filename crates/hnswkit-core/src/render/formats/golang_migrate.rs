//! golang-migrate: pairs of files, each sent as one message.

use crate::plan::Plan;
use crate::render::{
    Class, Family, File, Format, Manifest, Marker, Numbering, Options, Proof, Role,
    connection::Channel,
    format::{no_snippets, page},
    one_statement::{Tool, content},
    parts::{Way, parts},
};

pub(in crate::render) static GOLANG_MIGRATE: Format = Format {
    id: "golang-migrate",
    title: "golang-migrate",
    family: Family::Go,
    class: Class::OneStatement,
    about: "Pairs of files; each concurrent statement stands alone.",
    source: "https://github.com/golang-migrate/migrate/tree/master/database/postgres#multi-statement-mode",
    folder: "migrations",
    numbering: Numbering::Time { pattern: "%Y%m%d%H%M%S" },
    markers: &[Marker::Package {
        manifest: Manifest::Go,
        name: "github.com/golang-migrate/migrate/v4",
    }],
    proof: Proof::Documented { date: "2026-11-23" },
    page: page!("golang_migrate.md"),
    snippets: no_snippets,
    render,
};

const TOOL: Tool = Tool {
    name: "golang-migrate",
    settings: Channel::Url,
    also: "Each failure also marks the database dirty: before you run it again, force the version \
           before the failed file's.",
};

fn render(plan: &Plan, options: &Options) -> Vec<File> {
    let folder = options.folder_or(GOLANG_MIGRATE.folder);
    let parts = parts(plan);
    let numbers = GOLANG_MIGRATE.numbering.numbers(options, parts.len());
    let mut files = vec![];
    for (n, (part, number)) in parts.iter().zip(&numbers).enumerate() {
        for (role, way) in [(Role::Up, Way::Up), (Role::Down, Way::Down)] {
            let path = format!("{folder}/{number}_{}.{}.sql", part.stem(plan), role.id());
            files.push(File { path, role, content: content(plan, &parts, n, way, &TOOL) });
        }
    }
    files
}
