//! Prisma Migrate: a folder a migration, whose file is sent as one message.

use crate::plan::Plan;
use crate::render::{
    Class, Family, File, Format, Manifest, Marker, Numbering, Options, Proof, Role, Snippet,
    connection::Channel,
    format::{beside, page},
    forward,
    one_statement::{Tool, content},
    parts::Way,
    prisma_schema,
};

pub(in crate::render) static PRISMA: Format = Format {
    id: "prisma",
    title: "Prisma",
    family: Family::JavaScript,
    class: Class::OneStatement,
    about: "Folders with one `migration.sql` each; each concurrent statement stands alone.",
    source: "https://www.prisma.io/docs/orm/prisma-migrate/workflows/customizing-migrations",
    folder: "prisma/migrations",
    numbering: Numbering::Time { pattern: "%Y%m%d%H%M%S" },
    markers: &[
        Marker::File("prisma/schema.prisma"),
        Marker::File("prisma.config.ts"),
        Marker::Package { manifest: Manifest::Node, name: "prisma" },
    ],
    proof: Proof::Parsed {
        by: "PostgreSQL (each file as one message) and prisma-schema-wasm 7.10.0",
        date: "2026-11-23",
    },
    page: page!("prisma.md"),
    snippets: beside!(snippets),
    render,
};

const TOOL: Tool = Tool {
    name: "prisma migrate deploy",
    settings: Channel::Url,
    also: "Each failure is also recorded: before you run it again, prisma migrate resolve \
           --rolled-back with the name of the failed folder.",
};

fn render(plan: &Plan, options: &Options) -> Vec<File> {
    let folder = options.folder_or(PRISMA.folder);
    let parts = forward::parts(plan, Way::Up);
    let undo = forward::back(plan, &TOOL);
    let numbers = PRISMA.numbering.numbers(options, parts.len() + undo.len());
    let (forth, back) = numbers.split_at(parts.len());
    let mut files = vec![];
    for (n, (part, number)) in parts.iter().zip(forth).enumerate() {
        let path = format!("{folder}/{number}_{}/migration.sql", part.stem(plan));
        let content = content(plan, &parts, n, Way::Up, &TOOL);
        files.push(File { path, role: Role::Up, content });
    }
    let rollback = forward::rollback_folder(folder);
    let how =
        format!("-- Prisma has no way back: move this folder into {folder} when you want it.\n");
    for (number, it) in back.iter().zip(undo) {
        let path = format!("{rollback}/{number}_{}/migration.sql", it.stem);
        files.push(File { path, role: Role::Down, content: format!("{how}{}", it.text) });
    }
    files
}

fn snippets(plan: &Plan, _: &Options) -> Vec<Snippet> {
    let content = prisma_schema::models(plan);
    if content.is_empty() {
        return vec![];
    }
    vec![Snippet {
        title: "Let Prisma know the indexes".to_owned(),
        path: "prisma/schema.prisma".to_owned(),
        language: "prisma",
        why: "Without these lines the next `prisma migrate dev` drops the indexes, or wants to \
              reset the database. Prisma leaves out what `Unsupported` indexes are made of; the \
              name is what it compares."
            .to_owned(),
        content,
    }]
}
