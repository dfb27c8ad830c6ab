//! Supabase: a migration for its command line, and the way back as a file to be moved there.

use crate::plan::{Plan, Step};
use crate::render::{
    Class, Family, File, Format, Manifest, Marker, Numbering, Options, Proof, Role, Snippet,
    format::{beside, page},
    outside::{self, how, outside},
    parts::Way,
    schema, script,
};
use crate::sql::Transaction;

pub(in crate::render) static SUPABASE: Format = Format {
    id: "supabase",
    title: "Supabase",
    family: Family::Sql,
    class: Class::Splits,
    about: "A migration for `supabase db push`; the way back waits in a folder of its own.",
    source: "https://supabase.com/docs/guides/deployment/database-migrations",
    folder: "supabase/migrations",
    numbering: Numbering::Time { pattern: "%Y%m%d%H%M%S" },
    markers: &[
        Marker::File("supabase/config.toml"),
        Marker::Package { manifest: Manifest::Node, name: "supabase" },
    ],
    proof: Proof::Executed { version: "Supabase CLI 3.1.0", date: "2026-11-23" },
    page: page!("supabase.md"),
    snippets: beside!(snippets),
    render,
};

fn render(plan: &Plan, options: &Options) -> Vec<File> {
    let folder = options.folder_or(SUPABASE.folder);
    let number = SUPABASE.numbering.numbers(options, 1).concat();
    let name = &plan.request.name;
    if plan.up.iter().chain(&plan.down).any(is_overlooked) {
        return outside_of_the_tool(plan, folder, &number);
    }
    let outside = plan.transaction() == Transaction::Forbidden;
    let up = if outside {
        "Supabase CLI 2.112 or later: older ones send the file as one pipeline, which no concurrent \
         build or drop may be in. No BEGIN here: no transaction may hold this. Safe to run again."
    } else {
        "The command line wraps the file in a transaction, as nothing in it forbids that."
    };
    let down = format!(
        "Supabase has no way back: `supabase migration down` resets the whole database. To take it \
         back, run `supabase migration new undo_{name}`, put this into the new file, and push it."
    );
    vec![
        File {
            path: format!("{folder}/{number}_{name}.sql"),
            role: Role::Up,
            content: content(plan, Role::Up, &plan.up, up),
        },
        File {
            path: format!("{}/{name}.sql", script::beside(folder, "rollbacks")),
            role: Role::Down,
            content: content(plan, Role::Down, &plan.down, &down),
        },
    ]
}

/// Whether the command line takes a statement for one that a transaction may hold, and is wrong: it
/// looks for `CONCURRENTLY`, and a block that commits has none.
fn is_overlooked(step: &Step) -> bool {
    step.statement.transaction() == Transaction::Forbidden
        && !step.statement.to_string().contains("CONCURRENTLY")
}

fn outside_of_the_tool(plan: &Plan, folder: &str, number: &str) -> Vec<File> {
    let outside = outside(plan, folder);
    let name = &plan.request.name;
    let text =
        |way| outside::content(plan, &outside, way, &how(plan, &outside, "Supabase", way), "");
    let mut files = outside.scripts.clone();
    files.push(File {
        path: format!("{folder}/{number}_{name}.sql"),
        role: Role::Up,
        content: text(Way::Up),
    });
    files.push(File {
        path: format!("{}/{name}.sql", script::beside(folder, "rollbacks")),
        role: Role::Down,
        content: text(Way::Down),
    });
    files
}

fn content(plan: &Plan, role: Role, steps: &[Step], how: &str) -> String {
    let mut out = String::new();
    out += &script::head(plan, role, how);
    script::push(&mut out, steps);
    out
}

fn snippets(plan: &Plan, _: &Options) -> Vec<Snippet> {
    if plan.kept().next().is_none() {
        return vec![];
    }
    vec![Snippet {
        title: "Declare the indexes in the schema files".to_owned(),
        path: format!("supabase/schemas/{}.sql", plan.request.name),
        language: "sql",
        why:
            "If you keep declarative schemas: `supabase db diff` writes a DROP INDEX for what they \
              do not declare. Name it so that it comes after the file of the table."
                .to_owned(),
        content: schema::indexes(plan),
    }]
}
