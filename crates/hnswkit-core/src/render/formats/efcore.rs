//! Entity Framework Core with Npgsql: a migration class.

use std::fmt::Write as _;

use crate::domain::{IndexDefinition, IndexKey};
use crate::plan::{Plan, Step};
use crate::render::{
    Class, Family, File, Format, Manifest, Marker, Numbering, Options, Proof, Role, Snippet,
    comment, csharp,
    format::{beside, page},
    host, preface, words,
};
use crate::sql::Transaction;

pub(in crate::render) static EFCORE: Format = Format {
    id: "efcore",
    title: "EF Core (Npgsql)",
    family: Family::DotNet,
    class: Class::Program,
    about: "One migration with Up and Down; suppressTransaction for concurrent builds.",
    source: "https://learn.microsoft.com/en-us/ef/core/managing-schemas/migrations/managing",
    folder: "Migrations",
    numbering: Numbering::Time { pattern: "%Y%m%d%H%M%S" },
    markers: &[Marker::Package {
        manifest: Manifest::DotNet,
        name: "Npgsql.EntityFrameworkCore.PostgreSQL",
    }],
    proof: Proof::Parsed { by: "Mono C# 6.8.0", date: "2026-11-23" },
    page: page!("efcore.md"),
    snippets: beside!(snippets),
    render,
};

fn render(plan: &Plan, options: &Options) -> Vec<File> {
    let folder = options.folder_or(EFCORE.folder);
    let class = words::camel(&plan.request.name);
    let id = format!("{}_{class}", EFCORE.numbering.numbers(options, 1).concat());
    vec![File {
        path: format!("{folder}/{id}.cs"),
        role: Role::Migration,
        content: content(plan, &id, &class),
    }]
}

fn content(plan: &Plan, id: &str, class: &str) -> String {
    let mut out = String::from(
        "using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Migrations
{
",
    );
    preface::push(&mut out, plan, "    ", "//");
    out.push_str("    //\n");
    comment::push(
        &mut out,
        "    ",
        "//",
        "AppDbContext stands for your context. A build takes longer than the 30 seconds that Npgsql \
         gives a command: migrate with a CommandTimeout of 0.",
    );
    let _ = write!(
        out,
        "    [DbContext(typeof(AppDbContext))]
    [Migration({})]
    public class {class} : Migration
    {{
",
        csharp::string(id, "")
    );
    function(&mut out, "Up", &plan.up, plan.transaction());
    out.push('\n');
    function(&mut out, "Down", &plan.down, plan.transaction());
    out.push_str("    }\n}\n");
    out
}

fn function(out: &mut String, name: &str, steps: &[Step], transaction: Transaction) {
    let _ = writeln!(
        out,
        "        protected override void {name}(MigrationBuilder migrationBuilder)\n        {{"
    );
    let call: fn(&str, &str) -> String = match transaction {
        Transaction::Forbidden => {
            comment::push(
                out,
                "            ",
                "//",
                "No transaction may hold a concurrent build or drop, and the settings have to reach \
                 the session that builds: all of it is outside of one.",
            );
            out.push('\n');
            |sql, indent| sql_call(sql, indent, ", suppressTransaction: true")
        }
        _ => |sql, indent| sql_call(sql, indent, ""),
    };
    host::calls(out, steps, "            ", "//", call);
    out.push_str("        }\n");
}

fn sql_call(sql: &str, indent: &str, end: &str) -> String {
    let inner = format!("{indent}    ");
    format!("migrationBuilder.Sql({}{end});", csharp::string(sql, &inner))
}

fn snippets(plan: &Plan, _: &Options) -> Vec<Snippet> {
    let mut snippets = vec![Snippet {
        title: "Let a build take its time".into(),
        path: "Program.cs".into(),
        language: "csharp",
        why: "Npgsql cancels a command after 30 seconds; a cancelled concurrent build leaves an \
              INVALID index."
            .into(),
        content: "context.Database.SetCommandTimeout(0);\ncontext.Database.Migrate();\n".into(),
    }];
    let declared: Vec<_> = plan
        .kept()
        .filter(|it| it.predicate.is_none())
        .filter_map(|it| match &it.key {
            IndexKey::Column(column) => Some(has_index(it, column.as_str())),
            IndexKey::Expression(_) => None,
        })
        .collect();
    if !declared.is_empty() {
        snippets.push(Snippet {
            title: "Declare the indexes in the model".into(),
            path: "AppDbContext.cs".into(),
            language: "csharp",
            why: "EF Core compares the model with its snapshot, never with the database. The next \
                  `migrations add` writes CreateIndex for what is declared here: take that out of \
                  it, as the index is there."
                .into(),
            content: declared.join("\n"),
        });
    }
    snippets
}

fn has_index(it: &IndexDefinition, column: &str) -> String {
    format!(
        "// {}
modelBuilder.Entity<{}>()
    .HasIndex({})
    .HasDatabaseName({})
    .HasMethod(\"hnsw\")
    .HasOperators({})
    .HasStorageParameter(\"m\", {})
    .HasStorageParameter(\"ef_construction\", {});
",
        it.table,
        words::camel(it.table.name.as_str()),
        csharp::string(&words::camel(column), ""),
        csharp::string(it.name.as_str(), ""),
        csharp::string(it.operator_class.name, ""),
        it.hnsw.m(),
        it.hnsw.ef_construction(),
    )
}
