//! diesel: a folder a migration, whose `metadata.toml` takes it out of a transaction.

use crate::plan::Plan;
use crate::render::{
    Class, Family, File, Format, Manifest, Marker, Numbering, Options, Proof, Role,
    connection::Channel,
    format::{no_snippets, page},
    one_statement::{Tool, content},
    parts::{Way, parts},
};

pub(in crate::render) static DIESEL: Format = Format {
    id: "diesel",
    title: "Diesel",
    family: Family::Rust,
    class: Class::OneStatement,
    about: "Folders with both ways; each concurrent statement stands alone, with a `metadata.toml`.",
    source: "https://docs.rs/diesel_migrations/latest/diesel_migrations/struct.TomlMetadata.html",
    folder: "migrations",
    numbering: Numbering::Time { pattern: "%Y-%m-%d-%H%M%S" },
    markers: &[
        Marker::File("diesel.toml"),
        Marker::Package { manifest: Manifest::Cargo, name: "diesel" },
        Marker::Package { manifest: Manifest::Cargo, name: "diesel_migrations" },
    ],
    proof: Proof::Executed {
        version: "diesel_migrations 2.3.2 with diesel 2.3.14",
        date: "2026-11-23",
    },
    page: page!("diesel.md"),
    snippets: no_snippets,
    render,
};

const TOOL: Tool = Tool { name: "diesel", settings: Channel::Environment, also: "" };

fn render(plan: &Plan, options: &Options) -> Vec<File> {
    let folder = options.folder_or(DIESEL.folder);
    let parts = parts(plan);
    let numbers = DIESEL.numbering.numbers(options, parts.len());
    let mut files = vec![];
    for (n, (part, number)) in parts.iter().zip(&numbers).enumerate() {
        let folder = format!("{folder}/{number}_{}", part.stem(plan));
        for (role, way) in [(Role::Up, Way::Up), (Role::Down, Way::Down)] {
            let path = format!("{folder}/{}.sql", role.id());
            files.push(File { path, role, content: content(plan, &parts, n, way, &TOOL) });
        }
        // What a transaction may hold is one there, too: it is sent as one message.
        if part.alone(Way::Up) || part.alone(Way::Down) {
            let path = format!("{folder}/metadata.toml");
            let content = "# No transaction may hold a concurrent build or drop; for both ways.\n\
                           run_in_transaction = false\n"
                .to_owned();
            files.push(File { path, role: Role::Settings, content });
        }
    }
    files
}
