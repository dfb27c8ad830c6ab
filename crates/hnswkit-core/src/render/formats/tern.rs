//! tern: one file with both ways, which is a Go template first.

use crate::plan::Plan;
use crate::render::{
    Class, Family, File, Format, Manifest, Marker, Numbering, Options, Proof, Role,
    format::{no_snippets, page},
    script,
};
use crate::sql::Transaction;

pub(in crate::render) static TERN: Format = Format {
    id: "tern",
    title: "tern",
    family: Family::Go,
    class: Class::Splits,
    about: "One file with both ways; tern 2.2.1 or later, which knows dollar quotes.",
    source: "https://github.com/jackc/tern",
    folder: "migrations",
    numbering: Numbering::Sequence { width: 3 },
    markers: &[
        Marker::File("tern.conf"),
        Marker::File("migrations/tern.conf"),
        Marker::Package { manifest: Manifest::Go, name: "github.com/jackc/tern" },
    ],
    proof: Proof::Parsed { by: "PostgreSQL's grammar (pg_query 18.1)", date: "2026-11-23" },
    page: page!("tern.md"),
    snippets: no_snippets,
    render,
};

fn render(plan: &Plan, options: &Options) -> Vec<File> {
    let folder = options.folder_or(TERN.folder);
    let number = TERN.numbering.numbers(options, 1).concat();
    let path = format!("{folder}/{number}_{}.sql", plan.request.name);
    vec![File { path, role: Role::Migration, content: escape(&content(plan)) }]
}

fn content(plan: &Plan) -> String {
    let outside = plan.transaction() == Transaction::Forbidden;
    let how = if outside {
        "tern 2.2.1 or later: older ones cut DO blocks at their semicolons. disable-tx stands in \
         each half, as tern looks for it there: no transaction may hold this. Run it from one \
         process: a second one that waits for tern's lock is waited for by the build. Safe to run \
         again."
    } else {
        "tern wraps each half in a transaction."
    };
    let mut out = script::head(plan, Role::Migration, how);
    for (n, steps) in [&plan.up, &plan.down].into_iter().enumerate() {
        if 0 < n {
            out.push_str("\n---- create above / drop below ----\n\n");
        }
        if outside {
            out.push_str("---- tern: disable-tx ----\n\n");
        }
        script::push(&mut out, steps);
    }
    out
}

/// Braces that would begin an action of Go's text/template, as an action that prints them.
fn escape(text: &str) -> String {
    text.replace("{{", "{{\"{{\"}}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn braces_of_templates_are_printed() {
        assert_eq!(escape("a {x} {{ b }}"), "a {x} {{\"{{\"}} b }}");
        assert_eq!(escape("{{{"), "{{\"{{\"}}{");
    }
}
