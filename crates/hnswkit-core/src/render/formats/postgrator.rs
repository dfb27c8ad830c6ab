//! postgrator: pairs of files, each sent as one message, without a transaction of the tool's.

use crate::plan::Plan;
use crate::render::{
    Class, Family, File, Format, Manifest, Marker, Numbering, Options, Proof, Role,
    connection::Channel,
    format::{no_snippets, page},
    one_statement::{Tool, content},
    parts::{Way, parts},
};

pub(in crate::render) static POSTGRATOR: Format = Format {
    id: "postgrator",
    title: "Postgrator",
    family: Family::JavaScript,
    class: Class::OneStatement,
    about: "Pairs of files `do` and `undo`; each concurrent statement stands alone.",
    source: "https://github.com/rickbergfalk/postgrator#usage",
    folder: "migrations",
    numbering: Numbering::Sequence { width: 3 },
    markers: &[
        Marker::Package { manifest: Manifest::Node, name: "postgrator" },
        Marker::Package { manifest: Manifest::Node, name: "postgrator-cli" },
        Marker::File(".postgratorrc.json"),
    ],
    proof: Proof::Executed {
        version: "postgrator 8.0.0 with postgrator-cli 9.1.1",
        date: "2026-11-23",
    },
    page: page!("postgrator.md"),
    snippets: no_snippets,
    render,
};

const TOOL: Tool = Tool { name: "postgrator", settings: Channel::Environment, also: "" };

fn render(plan: &Plan, options: &Options) -> Vec<File> {
    let folder = options.folder_or(POSTGRATOR.folder);
    let parts = parts(plan);
    let numbers = POSTGRATOR.numbering.numbers(options, parts.len());
    let mut files = vec![];
    for (n, (part, number)) in parts.iter().zip(&numbers).enumerate() {
        for (role, word, way) in [(Role::Up, "do", Way::Up), (Role::Down, "undo", Way::Down)] {
            let path = format!("{folder}/{number}.{word}.{}.sql", part.stem(plan));
            files.push(File { path, role, content: content(plan, &parts, n, way, &TOOL) });
        }
    }
    files
}
