//! Flyway: a versioned and an undo migration, each with its script configuration.

use crate::plan::{Plan, Step};
use crate::render::{
    Class, Family, File, Format, Manifest, Marker, Numbering, Options, Proof, Role, Snippet,
    format::{beside, page},
    script,
};
use crate::sql::Transaction;

pub(in crate::render) static FLYWAY: Format = Format {
    id: "flyway",
    title: "Flyway",
    family: Family::Jvm,
    class: Class::Splits,
    about: "A versioned migration, its undo, and a `.conf` beside each; also for Exposed and jOOQ.",
    source: "https://documentation.red-gate.com/fd/script-configuration-files-277578936.html",
    folder: "src/main/resources/db/migration",
    numbering: Numbering::Time { pattern: "%Y%m%d%H%M%S" },
    markers: &[
        Marker::Folder("src/main/resources/db/migration"),
        Marker::File("flyway.toml"),
        Marker::File("flyway.conf"),
        Marker::Package { manifest: Manifest::Jvm, name: "flyway-core" },
        Marker::Package { manifest: Manifest::Jvm, name: "flyway-database-postgresql" },
    ],
    proof: Proof::Parsed { by: "PostgreSQL's grammar (pg_query 18.1)", date: "2026-11-23" },
    page: page!("flyway.md"),
    snippets: beside!(snippets),
    render,
};

fn render(plan: &Plan, options: &Options) -> Vec<File> {
    let folder = options.folder_or(FLYWAY.folder);
    let number = FLYWAY.numbering.numbers(options, 1).concat();
    let name = &plan.request.name;
    let outside = plan.transaction() == Transaction::Forbidden;
    let up = if outside {
        "No transaction may hold this: the .conf beside this file says so. Flyway itself must not \
         hold one either while it builds: set flyway.postgresql.transactional.lock=false. Safe to \
         run again."
    } else {
        "Flyway wraps the file in a transaction."
    };
    let down = "Undo is for Flyway Teams and Enterprise. With Community, run this as a new versioned \
                migration, with a copy of the .conf if there is one.";
    let ways = [('V', Role::Up, &plan.up, up), ('U', Role::Down, &plan.down, down)];
    let mut files = vec![];
    for (prefix, role, steps, how) in ways {
        let path = format!("{folder}/{prefix}{number}__{name}.sql");
        let content = content(plan, role, steps, how);
        let settings = settings(outside, &content);
        files.push(File { path: path.clone(), role, content });
        if !settings.is_empty() {
            files.push(File { path: path + ".conf", role: Role::Settings, content: settings });
        }
    }
    files
}

fn content(plan: &Plan, role: Role, steps: &[Step], how: &str) -> String {
    let mut out = String::new();
    out += &script::head(plan, role, how);
    script::push(&mut out, steps);
    out
}

/// The script configuration; none when Flyway's defaults are right.
fn settings(outside: bool, sql: &str) -> String {
    let mut out = String::new();
    if outside {
        out.push_str("# CONCURRENTLY, and settings in the same file\nexecuteInTransaction=false\n");
    }
    if sql.contains("${") {
        out.push_str("# a name has ${ in it\nplaceholderReplacement=false\n");
    }
    out
}

fn snippets(plan: &Plan, _: &Options) -> Vec<Snippet> {
    if plan.transaction() != Transaction::Forbidden {
        return vec![];
    }
    let snippet = |path: &str, language, content: &str| Snippet {
        title: "Keep Flyway's own lock out of a transaction".to_owned(),
        path: path.to_owned(),
        language,
        why: "Flyway holds its lock in a transaction on a second connection. A concurrent build \
              waits for that transaction, which waits for the build: it hangs for ever."
            .to_owned(),
        content: content.to_owned(),
    };
    vec![
        snippet("flyway.toml", "toml", "[flyway.postgresql]\ntransactional.lock = false\n"),
        snippet("flyway.conf", "properties", "flyway.postgresql.transactional.lock=false\n"),
        snippet(
            "src/main/resources/application.properties",
            "properties",
            "spring.flyway.postgresql.transactional-lock=false\n",
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_left_alone() {
        assert_eq!(settings(false, "SELECT 1;"), "");
        assert!(settings(false, "DROP INDEX \"${a}\";").contains("placeholderReplacement=false"));
        assert!(!settings(true, "SELECT 1;").contains("placeholder"));
    }
}
