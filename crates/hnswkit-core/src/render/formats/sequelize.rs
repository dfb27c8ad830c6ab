//! Sequelize: a migration in JavaScript for sequelize-cli and umzug, one `query` a statement.

use std::fmt::Write as _;

use crate::{
    plan::{Mode, Plan},
    render::{
        Class, Family, File, Format, Manifest, Marker, Numbering, Options, Proof, Role,
        format::{no_snippets, page},
        host, javascript,
    },
};

pub(in crate::render) static SEQUELIZE: Format = Format {
    id: "sequelize",
    title: "Sequelize",
    family: Family::JavaScript,
    class: Class::Program,
    about: "One migration in JavaScript for sequelize-cli or umzug; neither opens a transaction.",
    source: "https://sequelize.org/docs/v6/other-topics/migrations/",
    folder: "migrations",
    numbering: Numbering::Time { pattern: "%Y%m%d%H%M%S" },
    markers: &[
        Marker::File(".sequelizerc"),
        Marker::Package { manifest: Manifest::Node, name: "sequelize-cli" },
        Marker::Package { manifest: Manifest::Node, name: "sequelize" },
        Marker::Package { manifest: Manifest::Node, name: "umzug" },
    ],
    proof: Proof::Executed {
        version: "Sequelize 6.37.8 with sequelize-cli 6.6.5 and umzug 3.8.3",
        date: "2026-11-23",
    },
    page: page!("sequelize.md"),
    snippets: no_snippets,
    render,
};

fn render(plan: &Plan, options: &Options) -> Vec<File> {
    let folder = options.folder_or(SEQUELIZE.folder);
    let number = SEQUELIZE.numbering.numbers(options, 1).concat();
    let path = format!("{folder}/{number}-{}.js", javascript::dashes(&plan.request.name));
    vec![File { path, role: Role::Migration, content: content(plan) }]
}

fn content(plan: &Plan) -> String {
    let online = plan.request.mode == Mode::Online;
    let how = if online {
        "Run: npx sequelize-cli db:migrate, or umzug's up\nBack: npx sequelize-cli \
         db:migrate:undo, or umzug's down\nNeither opens a transaction: do not open one. Give Sequelize `pool: { max: 1 }` for \
         the run: settings belong to one connection. Safe to run again."
    } else {
        "Run: npx sequelize-cli db:migrate, or umzug's up\nBack: npx sequelize-cli \
         db:migrate:undo, or umzug's down\nNeither opens a transaction, so this file does."
    };
    let mut out = String::from("'use strict';\n\n");
    out.push_str(&javascript::head(plan, how));
    javascript::note(
        &mut out,
        "",
        "sequelize-cli gives the query interface; umzug gives an object that has it as `context`.",
    );
    out.push_str("const sequelizeOf = (given) => (given.context ?? given).sequelize;\n\n");
    out.push_str("/** @type {import('sequelize-cli').Migration} */\nmodule.exports = {\n");
    for (name, steps) in [("up", &plan.up), ("down", &plan.down)] {
        if name == "down" {
            out.push('\n');
        }
        let _ = writeln!(out, "  async {name}(given) {{");
        out.push_str("    const sequelize = sequelizeOf(given);\n");
        if online {
            out.push('\n');
            host::calls(&mut out, steps, "    ", "//", call);
        } else {
            out.push_str("    await sequelize.transaction(async (transaction) => {\n");
            host::calls(&mut out, steps, "      ", "//", call_in_transaction);
            out.push_str("    });\n");
        }
        out.push_str("  },\n");
    }
    out.push_str("};\n");
    out
}

fn call(sql: &str, indent: &str) -> String {
    javascript::call("await sequelize.query", sql, None, indent)
}

fn call_in_transaction(sql: &str, indent: &str) -> String {
    javascript::call("await sequelize.query", sql, Some("{ transaction }"), indent)
}
