//! graphile-migrate: texts for `current.sql`, committed one after the other.

use crate::plan::Plan;
use crate::render::{
    Class, Family, File, Format, Manifest, Marker, Numbering, Options, Proof, Role,
    connection::Channel,
    format::{no_snippets, page},
    forward,
    one_statement::{Tool, content},
    parts::Way,
};

pub(in crate::render) static GRAPHILE_MIGRATE: Format = Format {
    id: "graphile-migrate",
    title: "Graphile Migrate",
    family: Family::JavaScript,
    class: Class::OneStatement,
    about: "Texts for `current.sql`, to be committed one by one; concurrent statements alone.",
    source: "https://github.com/graphile/migrate#running-migrations-without-a-transaction",
    folder: "migrations",
    numbering: Numbering::None,
    markers: &[
        Marker::Package { manifest: Manifest::Node, name: "graphile-migrate" },
        Marker::File(".gmrc"),
        Marker::File(".gmrc.js"),
    ],
    proof: Proof::Executed { version: "graphile-migrate 1.4.1", date: "2026-11-23" },
    page: page!("graphile_migrate.md"),
    snippets: no_snippets,
    render,
};

const TOOL: Tool = Tool { name: "graphile-migrate", settings: Channel::Environment, also: "" };

/// The tool looks for it on the first line.
const ALONE: &str = "--! no-transaction\n";

fn render(plan: &Plan, options: &Options) -> Vec<File> {
    let folder = options.folder_or(GRAPHILE_MIGRATE.folder);
    let parts = forward::parts(plan, Way::Up);
    let back = forward::back(plan, &TOOL);
    let name = &plan.request.name;
    let width = parts.len().max(back.len()).to_string().len().max(2);
    let mut files = vec![];
    let mut add = |role, way: &str, n: usize, stem: &str, alone: bool, text: String| {
        let path = format!("{folder}/{name}/{way}/{:0width$}-{stem}.sql", n + 1);
        let content =
            format!("{}{}{text}", if alone { ALONE } else { "" }, how(folder, &path, stem));
        files.push(File { path, role, content });
    };
    for (n, part) in parts.iter().enumerate() {
        let text = content(plan, &parts, n, Way::Up, &TOOL);
        add(Role::Up, "up", n, &part.stem(plan), part.alone(Way::Up), text);
    }
    for (n, it) in back.into_iter().enumerate() {
        add(Role::Down, "down", n, &it.stem, it.alone, it.text);
    }
    files
}

/// What a person does with the file; the hashes of committed files are the tool's to make.
fn how(folder: &str, path: &str, stem: &str) -> String {
    format!("-- cp {path} {folder}/current.sql\n-- graphile-migrate commit --message {stem}\n--\n")
}
