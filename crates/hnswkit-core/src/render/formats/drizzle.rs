//! Drizzle: all pending migrations in one transaction, so the build happens outside.

use crate::plan::Plan;
use crate::render::{
    Class, Family, File, Format, Manifest, Marker, Numbering, Options, Proof, Role, Snippet,
    drizzle_schema,
    format::{beside, page},
    forward::rollback_folder,
    outside::{content, how, outside},
    parts::Way,
};

pub(in crate::render) static DRIZZLE: Format = Format {
    id: "drizzle",
    title: "Drizzle",
    family: Family::JavaScript,
    class: Class::AlwaysTransaction,
    about: "A psql script that builds before the deploy, and a migration that proves it.",
    source: "https://orm.drizzle.team/docs/kit-custom-migrations",
    folder: "drizzle",
    numbering: Numbering::Sequence { width: 4 },
    markers: &[
        Marker::File("drizzle.config.ts"),
        Marker::File("drizzle.config.js"),
        Marker::Package { manifest: Manifest::Node, name: "drizzle-orm" },
        Marker::Package { manifest: Manifest::Node, name: "drizzle-kit" },
    ],
    proof: Proof::Executed { version: "drizzle-orm 0.45.4", date: "2026-11-23" },
    page: page!("drizzle.md"),
    snippets: beside!(snippets),
    render,
};

/// Between two statements; the migrator sends what lies between as one message.
const BETWEEN: &str = "--> statement-breakpoint\n";

fn render(plan: &Plan, options: &Options) -> Vec<File> {
    let folder = options.folder_or(DRIZZLE.folder);
    let outside = outside(plan, folder);
    let numbers = DRIZZLE.numbering.numbers(options, 2);
    let (first, second) = (&numbers[0], &numbers[1]);
    let name = &plan.request.name;
    let mut files = outside.scripts.clone();
    let text = |way: Way, tag: &str| {
        let edit = edit(plan, way);
        let mut all = vec![format!(
            "Make the file with drizzle-kit, which also writes the journal: {edit} --name {}; then \
             put this text into the file that it made.",
            tag.split_once('_').map_or(tag, |(_, name)| name)
        )];
        all.extend(how(plan, &outside, "Drizzle", way));
        content(plan, &outside, way, &all, BETWEEN)
    };
    let tag = format!("{first}_{name}");
    let path = format!("{folder}/{tag}.sql");
    files.push(File { path, role: Role::Up, content: text(Way::Up, &tag) });
    let tag = format!("{second}_undo_{name}");
    let path = format!("{}/{tag}.sql", rollback_folder(folder));
    files.push(File { path, role: Role::Down, content: text(Way::Down, &tag) });
    files
}

/// What a person does with the schema before drizzle-kit makes the file.
fn edit(plan: &Plan, way: Way) -> &'static str {
    let all = |id: &str| plan.request.indexes.iter().all(|it| it.operation.id == id);
    match way {
        Way::Up if all("create") => "declare the indexes in schema.ts, then drizzle-kit generate",
        Way::Down if all("drop") => "declare the indexes in schema.ts, then drizzle-kit generate",
        Way::Up if all("drop") => "take the indexes out of schema.ts, then drizzle-kit generate",
        Way::Down if all("create") => {
            "take the indexes out of schema.ts, then drizzle-kit generate"
        }
        _ => "change schema.ts where it has to, then drizzle-kit generate --custom",
    }
}

fn snippets(plan: &Plan, _: &Options) -> Vec<Snippet> {
    if plan.kept().next().is_none() {
        return vec![];
    }
    vec![Snippet {
        title: "Declare the indexes".to_owned(),
        path: "schema.ts".to_owned(),
        language: "ts",
        why: "Without it `drizzle-kit push` drops them at once. `m` and `ef_construction` are \
              strings: with numbers `push` builds the index again each time."
            .to_owned(),
        content: drizzle_schema::indexes(plan),
    }]
}
