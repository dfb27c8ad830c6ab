//! Rails: a migration of ActiveRecord.

use std::fmt::Write as _;

use crate::plan::Plan;
use crate::render::{
    Class, Family, File, Format, Manifest, Marker, Numbering, Options, Proof, Role, Snippet,
    format::{beside, page},
    host, preface, ruby, words,
};
use crate::sql::Transaction;

pub(in crate::render) static RAILS: Format = Format {
    id: "rails",
    title: "Rails (ActiveRecord)",
    family: Family::Ruby,
    class: Class::Program,
    about: "One migration with up and down; disable_ddl_transaction! for concurrent builds.",
    source: "https://api.rubyonrails.org/classes/ActiveRecord/Migration.html",
    folder: "db/migrate",
    numbering: Numbering::Time { pattern: "%Y%m%d%H%M%S" },
    markers: &[
        Marker::File("config/application.rb"),
        Marker::Package { manifest: Manifest::Gemfile, name: "rails" },
        Marker::Package { manifest: Manifest::Gemfile, name: "activerecord" },
    ],
    proof: Proof::Executed { version: "ActiveRecord 6.1.7.10", date: "2026-11-23" },
    page: page!("rails.md"),
    snippets: beside!(snippets),
    render,
};

fn render(plan: &Plan, options: &Options) -> Vec<File> {
    let folder = options.folder_or(RAILS.folder);
    let number = RAILS.numbering.numbers(options, 1).concat();
    vec![File {
        path: format!("{folder}/{number}_{}.rb", plan.request.name),
        role: Role::Migration,
        content: content(plan),
    }]
}

fn content(plan: &Plan) -> String {
    // The class comes first: Ruby reads comments at the very beginning for words such as `coding:`.
    // 6.1 is the oldest that gets the same from all releases since.
    let class = words::camel(&plan.request.name);
    let mut out = format!("class {class} < ActiveRecord::Migration[6.1]\n");
    preface::push(&mut out, plan, "  ", "#");
    if plan.transaction() == Transaction::Forbidden {
        out.push_str("\n  # No transaction may hold a concurrent build or drop.\n");
        out.push_str("  disable_ddl_transaction!\n");
    }
    for (name, steps) in [("up", &plan.up), ("down", &plan.down)] {
        let _ = writeln!(out, "\n  def {name}");
        host::calls(&mut out, steps, "    ", "#", |sql, indent| {
            format!("execute {}", ruby::string(sql, indent))
        });
        out.push_str("  end\n");
    }
    out.push_str("end\n");
    out
}

fn snippets(_: &Plan, _: &Options) -> Vec<Snippet> {
    vec![Snippet {
        title: "Keep the indexes in the schema dump".into(),
        path: "config/application.rb".into(),
        language: "ruby",
        why:
            "schema.rb loses m and ef_construction, and without the gem neighbor the whole table; \
              structure.sql is written by pg_dump and keeps all."
                .into(),
        content: "config.active_record.schema_format = :sql\n".into(),
    }]
}
