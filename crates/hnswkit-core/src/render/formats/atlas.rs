//! Atlas: a versioned migration, and the way back as a file to be moved there.

use crate::plan::{Plan, Step};
use crate::render::{
    Class, Family, File, Format, Manifest, Marker, Numbering, Options, Proof, Role, Snippet,
    format::{beside, page},
    schema, script,
};
use crate::sql::Transaction;

pub(in crate::render) static ATLAS: Format = Format {
    id: "atlas",
    title: "Atlas",
    family: Family::Go,
    class: Class::Splits,
    about: "A versioned migration; the way back waits in a folder of its own.",
    source: "https://atlasgo.io/versioned/apply",
    folder: "migrations",
    numbering: Numbering::Time { pattern: "%Y%m%d%H%M%S" },
    markers: &[
        Marker::File("atlas.hcl"),
        Marker::File("migrations/atlas.sum"),
        Marker::Package { manifest: Manifest::Go, name: "ariga.io/atlas" },
    ],
    proof: Proof::Parsed { by: "PostgreSQL's grammar (pg_query 18.1)", date: "2026-11-23" },
    page: page!("atlas.md"),
    snippets: beside!(snippets),
    render,
};

fn render(plan: &Plan, options: &Options) -> Vec<File> {
    let folder = options.folder_or(ATLAS.folder);
    let number = ATLAS.numbering.numbers(options, 1).concat();
    let name = &plan.request.name;
    let up = "Run `atlas migrate hash` when the file is in its place.";
    let down = format!(
        "To take it back, run `atlas migrate new undo_{name}`, put this into the new file, and run \
         `atlas migrate hash`: `atlas migrate down` would compute a plain DROP INDEX, which locks \
         the table."
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

fn content(plan: &Plan, role: Role, steps: &[Step], how: &str) -> String {
    let mut out = String::new();
    let mut how = how.to_owned();
    if plan.transaction() == Transaction::Forbidden {
        // Atlas reads it at the head of the file only, with an empty line behind it.
        out.push_str("-- atlas:txmode none\n\n");
        how += " txmode none: no transaction may hold this. After an error Atlas would go on at the \
                statement that failed, without the settings and guards above it: first run `atlas \
                migrate set` with the version before this one, then apply again.";
    } else {
        how += " Atlas wraps the file in a transaction.";
    }
    out += &script::head(plan, role, &how);
    script::push(&mut out, steps);
    out
}

fn snippets(plan: &Plan, _: &Options) -> Vec<Snippet> {
    if plan.kept().next().is_none() {
        return vec![];
    }
    let patterns = plan.kept().map(|it| {
        let schema = it.table.schema.as_ref().map_or("*".to_owned(), |it| part(it.as_str()));
        let table = part(it.table.name.as_str());
        format!("    {},\n", hcl(&format!("{schema}.{table}.{}", part(it.name.as_str()))))
    });
    let exclude = format!(
        "env \"production\" {{\n  # with a search_path in the URL, leave out the schema: table.index\n  \
         exclude = [\n{}  ]\n}}\n",
        patterns.collect::<String>()
    );
    vec![
        Snippet {
            title: "Keep Atlas from dropping the indexes".to_owned(),
            path: "atlas.hcl".to_owned(),
            language: "hcl",
            why: "`atlas schema apply` and `atlas migrate diff` drop what the desired state does not \
                  declare."
                .to_owned(),
            content: exclude,
        },
        Snippet {
            title: "Or declare them, when the desired state is SQL".to_owned(),
            path: "schema.sql".to_owned(),
            language: "sql",
            why: "The open-source Atlas does not write operator classes and parameters of HNSW from \
                  HCL (ariga/atlas#3338)."
                .to_owned(),
            content: schema::indexes(plan),
        },
    ]
}

/// A part of a pattern: globs as Go's `filepath.Match` has them, in fields as CSV has them, with
/// a dot between the fields.
// ariga/atlas sql/internal/sqlx/exclude.go
fn part(name: &str) -> String {
    let mut glob = String::new();
    for it in name.chars() {
        if matches!(it, '*' | '?' | '[' | '\\') {
            glob.push('\\');
        }
        glob.push(it);
    }
    if glob.contains(['.', '"']) || glob.starts_with(' ') {
        format!("\"{}\"", glob.replace('"', "\"\""))
    } else {
        glob
    }
}

/// A string of HCL, in which `${` and `%{` begin templates.
fn hcl(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{}\"", escaped.replace("${", "$${").replace("%{", "%%{"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_name_one_thing() {
        assert_eq!(part("messages"), "messages");
        assert_eq!(part("App.v1"), "\"App.v1\"");
        assert_eq!(part("we\"ird :idx\\"), "\"we\"\"ird :idx\\\\\"");
        assert_eq!(part("a*[b]?"), "a\\*\\[b]\\?");
        assert_eq!(hcl("\"a\\ ${x} %{y}"), "\"\\\"a\\\\ $${x} %%{y}\"");
    }
}
