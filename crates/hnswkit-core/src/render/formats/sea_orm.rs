//! SeaORM: a migration of a migrator crate (2.0 and later).

use std::fmt::Write as _;

use crate::plan::{Plan, Step};
use crate::render::{
    Class, Family, File, Format, Manifest, Marker, Numbering, Options, Proof, Role, Snippet,
    comment,
    format::{beside, page},
    host, preface, rust,
};
use crate::sql::Transaction;

pub(in crate::render) static SEA_ORM: Format = Format {
    id: "sea-orm",
    title: "SeaORM",
    family: Family::Rust,
    class: Class::Program,
    about: "One migration that holds on to one connection of the pool; SeaORM 2.0 and later.",
    source: "https://www.sea-ql.org/SeaORM/docs/migration/writing-migration/",
    folder: "migration/src",
    numbering: Numbering::Time { pattern: "%Y%m%d_%H%M%S" },
    markers: &[Marker::Package { manifest: Manifest::Cargo, name: "sea-orm-migration" }],
    proof: Proof::Executed { version: "SeaORM 2.0.4", date: "2026-11-23" },
    page: page!("sea_orm.md"),
    snippets: beside!(snippets),
    render,
};

fn render(plan: &Plan, options: &Options) -> Vec<File> {
    let folder = options.folder_or(SEA_ORM.folder);
    vec![File {
        path: format!("{folder}/{}.rs", module(plan, options)),
        role: Role::Migration,
        content: content(plan),
    }]
}

/// The file's name, which is the name of the migration, too.
fn module(plan: &Plan, options: &Options) -> String {
    format!("m{}_{}", SEA_ORM.numbering.numbers(options, 1).concat(), plan.request.name)
}

fn content(plan: &Plan) -> String {
    let concurrent = plan.transaction() == Transaction::Forbidden;
    let mut out = String::new();
    preface::push(&mut out, plan, "", "//!");
    out.push_str("\nuse sea_orm_migration::prelude::*;\n");
    if concurrent {
        out.push_str("use sea_orm_migration::sea_orm::sqlx;\n");
    }
    for (name, steps) in [("UP", &plan.up), ("DOWN", &plan.down)] {
        out.push('\n');
        statements(&mut out, name, steps);
    }
    out.push_str(
        "
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
",
    );
    if concurrent {
        out.push_str(
            "    // No transaction may hold a concurrent build or drop.
    fn use_transaction(&self) -> Option<bool> {
        Some(false)
    }

",
        );
    }
    out.push_str(
        "    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, DOWN).await
    }
}

",
    );
    out.push_str(if concurrent { ON_ONE_CONNECTION } else { IN_THE_TRANSACTION });
    out
}

/// Outside of a transaction each `execute_unprepared` takes any connection of the pool.
const ON_ONE_CONNECTION: &str =
    "// The settings have to reach the session that builds: one connection of the pool for all.
async fn run(manager: &SchemaManager<'_>, statements: &[&'static str]) -> Result<(), DbErr> {
    let SchemaManagerConnection::Connection(database) = manager.get_connection() else {
        return Err(DbErr::Custom(\"no transaction may hold a concurrent build\".to_owned()));
    };
    let pool = database.get_postgres_connection_pool();
    let mut connection = pool.acquire().await.map_err(failed)?;
    for statement in statements {
        sqlx::raw_sql(*statement).execute(&mut *connection).await.map_err(failed)?;
    }
    Ok(())
}

fn failed(error: sqlx::Error) -> DbErr {
    DbErr::Custom(error.to_string())
}
";

const IN_THE_TRANSACTION: &str = "// SeaORM begins and commits the transaction.
async fn run(manager: &SchemaManager<'_>, statements: &[&'static str]) -> Result<(), DbErr> {
    for statement in statements {
        manager.get_connection().execute_unprepared(statement).await?;
    }
    Ok(())
}
";

fn statements(out: &mut String, name: &str, steps: &[Step]) {
    let _ = writeln!(out, "const {name}: &[&str] = &[");
    host::calls(out, steps, "    ", "//", |sql, indent| rust::string(sql, indent) + ",");
    out.push_str("];\n");
}

fn snippets(plan: &Plan, options: &Options) -> Vec<Snippet> {
    let module = module(plan, options);
    let folder = options.folder_or(SEA_ORM.folder);
    let mut content = String::new();
    comment::push(&mut content, "", "//", "At the top, and at the end of migrations():");
    let _ = write!(content, "mod {module};\n\nBox::new({module}::Migration),\n");
    vec![Snippet {
        title: "Add it to the migrator".into(),
        path: format!("{folder}/lib.rs"),
        language: "rust",
        why: "A migrator runs the migrations that it lists.".into(),
        content,
    }]
}
