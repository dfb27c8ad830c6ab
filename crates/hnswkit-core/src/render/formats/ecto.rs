//! Ecto: a migration module.

use std::fmt::Write as _;

use crate::plan::Plan;
use crate::render::{
    Class, Family, File, Format, Manifest, Marker, Numbering, Options, Proof, Role, Snippet,
    comment, elixir,
    format::{beside, page},
    host, preface, words,
};
use crate::sql::Transaction;

pub(in crate::render) static ECTO: Format = Format {
    id: "ecto",
    title: "Ecto",
    family: Family::Elixir,
    class: Class::Program,
    about: "One module with up and down, which holds on to one connection of the pool.",
    source: "https://hexdocs.pm/ecto_sql/Ecto.Migration.html",
    folder: "priv/repo/migrations",
    numbering: Numbering::Time { pattern: "%Y%m%d%H%M%S" },
    markers: &[Marker::Package { manifest: Manifest::Mix, name: "ecto_sql" }],
    proof: Proof::Parsed { by: "Elixir 1.14.0", date: "2026-11-23" },
    page: page!("ecto.md"),
    snippets: beside!(snippets),
    render,
};

fn render(plan: &Plan, options: &Options) -> Vec<File> {
    let folder = options.folder_or(ECTO.folder);
    let number = ECTO.numbering.numbers(options, 1).concat();
    vec![File {
        path: format!("{folder}/{number}_{}.exs", plan.request.name),
        role: Role::Migration,
        content: content(plan),
    }]
}

fn content(plan: &Plan) -> String {
    let class = words::camel(&plan.request.name);
    let mut out = format!("defmodule Repo.Migrations.{class} do\n");
    preface::push(&mut out, plan, "  ", "#");
    out.push_str("\n  use Ecto.Migration\n");
    let concurrent = plan.transaction() == Transaction::Forbidden;
    if concurrent {
        out.push_str("\n  # No transaction may hold a concurrent build or drop.\n");
        out.push_str("  @disable_ddl_transaction true\n\n");
        comment::push(
            &mut out,
            "  ",
            "#",
            "Nor may the lock of the migrator be a transaction, as it is by default. Leave this line \
             out when the repository has migration_lock: :pg_advisory_lock.",
        );
        out.push_str("  @disable_migration_lock true\n");
    }
    for (name, steps) in [("up", &plan.up), ("down", &plan.down)] {
        let _ = writeln!(out, "\n  def {name} do");
        let indent = if concurrent { "      " } else { "    " };
        if concurrent {
            out.push_str("    on_one_connection(fn ->\n");
        }
        host::calls(&mut out, steps, indent, "#", |sql, indent| {
            format!("execute({})", elixir::string(sql, indent))
        });
        if concurrent {
            out.push_str("    end)\n");
        }
        out.push_str("  end\n");
    }
    if concurrent {
        out.push('\n');
        comment::push(
            &mut out,
            "  ",
            "#",
            "The settings have to reach the session that builds: without a transaction each statement \
             could go to another connection of the pool.",
        );
        out.push_str(
            "  defp on_one_connection(statements) do
    repo().checkout(
      fn ->
        statements.()
        flush()
      end,
      timeout: :infinity
    )
  end
",
        );
    }
    out.push_str("end\n");
    out
}

fn snippets(plan: &Plan, _: &Options) -> Vec<Snippet> {
    if plan.transaction() != Transaction::Forbidden {
        return vec![];
    }
    vec![Snippet {
        title: "Let the migrator lock without a transaction".into(),
        path: "config/config.exs".into(),
        language: "elixir",
        why:
            "With an advisory lock (ecto_sql 3.9 and later) several nodes may start at once; then \
              leave @disable_migration_lock out of the migration."
                .into(),
        content: "config :my_app, MyApp.Repo, migration_lock: :pg_advisory_lock\n".into(),
    }]
}
