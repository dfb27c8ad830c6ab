//! refinery: every migration in a transaction, so the build happens outside.

use crate::plan::Plan;
use crate::render::{
    Class, Family, File, Format, Manifest, Marker, Numbering, Options, Proof, Role,
    format::{no_snippets, page},
    forward::rollback_folder,
    outside::{content, how, outside},
    parts::Way,
};

pub(in crate::render) static REFINERY: Format = Format {
    id: "refinery",
    title: "Refinery",
    family: Family::Rust,
    class: Class::AlwaysTransaction,
    about: "A psql script that builds before the deploy, and a migration that proves it.",
    source: "https://docs.rs/refinery/latest/refinery/",
    folder: "migrations",
    numbering: Numbering::Sequence { width: 1 },
    markers: &[
        Marker::Package { manifest: Manifest::Cargo, name: "refinery" },
        Marker::File("refinery.toml"),
    ],
    proof: Proof::Executed { version: "refinery 0.10.0", date: "2026-11-23" },
    page: page!("refinery.md"),
    snippets: no_snippets,
    render,
};

fn render(plan: &Plan, options: &Options) -> Vec<File> {
    let folder = options.folder_or(REFINERY.folder);
    let outside = outside(plan, folder);
    let numbers = REFINERY.numbering.numbers(options, 2);
    let (first, second) = (&numbers[0], &numbers[1]);
    let name = &plan.request.name;
    let mut files = outside.scripts.clone();
    files.push(File {
        path: format!("{folder}/V{first}__{name}.sql"),
        role: Role::Up,
        content: content(plan, &outside, Way::Up, &how(plan, &outside, "refinery", Way::Up), ""),
    });
    let mut how = how(plan, &outside, "refinery", Way::Down);
    how.insert(
        0,
        format!("refinery has no way back: move this file into {folder} when you want it."),
    );
    files.push(File {
        path: format!("{}/V{second}__undo_{name}.sql", rollback_folder(folder)),
        role: Role::Down,
        content: content(plan, &outside, Way::Down, &how, ""),
    });
    files
}
