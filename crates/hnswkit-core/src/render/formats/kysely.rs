//! Kysely: a migration in TypeScript, one `execute` a statement.

use std::fmt::Write as _;

use crate::{
    plan::{Mode, Plan},
    render::{
        Class, Family, File, Format, Manifest, Marker, Numbering, Options, Proof, Role, Snippet,
        format::{beside, page},
        host, javascript,
    },
};

pub(in crate::render) static KYSELY: Format = Format {
    id: "kysely",
    title: "Kysely",
    family: Family::JavaScript,
    class: Class::Program,
    about: "One migration in TypeScript, run with `--no-transaction`.",
    source: "https://kysely.dev/docs/migrations",
    folder: "migrations",
    numbering: Numbering::Milliseconds,
    markers: &[
        Marker::File("kysely.config.ts"),
        Marker::Package { manifest: Manifest::Node, name: "kysely-ctl" },
        Marker::Package { manifest: Manifest::Node, name: "kysely" },
    ],
    proof: Proof::Executed { version: "Kysely 0.28.18 with kysely-ctl 0.20.0", date: "2026-11-23" },
    page: page!("kysely.md"),
    snippets: beside!(snippets),
    render,
};

fn render(plan: &Plan, options: &Options) -> Vec<File> {
    let folder = options.folder_or(KYSELY.folder);
    let number = KYSELY.numbering.numbers(options, 1).concat();
    let path = format!("{folder}/{number}_{}.ts", plan.request.name);
    vec![File { path, role: Role::Migration, content: content(plan) }]
}

fn content(plan: &Plan) -> String {
    let online = plan.request.mode == Mode::Online;
    let how = if online {
        "Run: npx kysely migrate:latest --no-transaction\nBack: npx kysely migrate:down \
         --no-transaction\nIn a program: new Migrator({ db, provider, disableTransactions: true \
         })\nKysely has no switch in the file, and the one outside holds for every migration of \
         the run, so let this one run alone. With transactions on it stops before its first \
         statement. Safe to run again."
    } else {
        "Run: npx kysely migrate:latest\nBack: npx kysely migrate:down\nKysely opens the \
         transaction, one around all that is pending: never with --no-transaction."
    };
    let mut out = javascript::head(plan, how);
    out.push_str("import { type Kysely, sql } from 'kysely';\n");
    for (name, steps) in [("up", &plan.up), ("down", &plan.down)] {
        let _ = writeln!(out, "\nexport async function {name}(db: Kysely<any>): Promise<void> {{");
        if online {
            javascript::note(&mut out, "  ", "One connection for all: the settings belong to it.");
            out.push_str("  await db.connection().execute(async (connection) => {\n");
            host::calls(&mut out, steps, "    ", "//", call_on_connection);
            out.push_str("  });\n");
        } else {
            host::calls(&mut out, steps, "  ", "//", call_in_transaction);
        }
        out.push_str("}\n");
    }
    out
}

fn call_on_connection(statement: &str, indent: &str) -> String {
    format!("await {}.execute(connection);", tagged(statement, indent))
}

fn call_in_transaction(statement: &str, indent: &str) -> String {
    format!("await {}.execute(db);", tagged(statement, indent))
}

/// The statement behind Kysely's tag, which takes nothing but `${…}` for a parameter.
fn tagged(statement: &str, indent: &str) -> String {
    if statement.contains('\n') {
        return format!("sql{}", javascript::string(statement, indent));
    }
    format!("sql`{}`", javascript::template(statement))
}

fn snippets(plan: &Plan, _: &Options) -> Vec<Snippet> {
    if plan.request.mode != Mode::Online {
        return vec![];
    }
    vec![Snippet {
        title: "Migrate without a transaction from a program".into(),
        path: "migrate.ts".into(),
        language: "typescript",
        why: "Only when you do not use the command `kysely`: the switch belongs to the migrator, \
              and holds for every migration of its run."
            .into(),
        content: "const migrator = new Migrator({ db, provider, disableTransactions: true });\n"
            .into(),
    }]
}
