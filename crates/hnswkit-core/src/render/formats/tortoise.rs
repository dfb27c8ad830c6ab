//! Tortoise ORM: a migration of its own migrations (1.0 and later).

use crate::plan::Plan;
use crate::render::{
    Class, Family, File, Format, Manifest, Marker, Numbering, Options, Proof, Role, comment,
    format::{no_snippets, page},
    python,
};
use crate::sql::Transaction;

pub(in crate::render) static TORTOISE: Format = Format {
    id: "tortoise",
    title: "Tortoise ORM",
    family: Family::Python,
    class: Class::Program,
    about: "One migration that sends its statements over one connection of the pool.",
    source: "https://tortoise.github.io/migration.html",
    folder: "app/migrations",
    numbering: Numbering::Sequence { width: 4 },
    markers: &[Marker::Package { manifest: Manifest::Python, name: "tortoise-orm" }],
    proof: Proof::Executed { version: "Tortoise ORM 1.1.9", date: "2026-11-23" },
    page: page!("tortoise.md"),
    snippets: no_snippets,
    render,
};

fn render(plan: &Plan, options: &Options) -> Vec<File> {
    let folder = options.folder_or(TORTOISE.folder);
    vec![File {
        path: format!("{folder}/{}.py", python::migration_name(plan, options, TORTOISE.numbering)),
        role: Role::Migration,
        content: content(plan, options),
    }]
}

fn content(plan: &Plan, options: &Options) -> String {
    let mut out = python::docstring(plan);
    out.push_str("\nfrom tortoise import migrations\nfrom tortoise.migrations import operations\n");
    for (name, steps) in [("UP", &plan.up), ("DOWN", &plan.down)] {
        out.push('\n');
        python::statements(&mut out, name, steps);
    }
    out.push_str("\n\nasync def run(schema_editor, statements):\n");
    comment::push(
        &mut out,
        "    ",
        "#",
        "One connection of the pool for all, one message for each: the pool resets the settings of a \
         connection that it gets back, and several statements in one message would be one \
         transaction.",
    );
    out.push_str(
        "    async with schema_editor.client.acquire_connection() as connection:
        for statement in statements:
            await connection.execute(statement)


async def up(apps, schema_editor):
    await run(schema_editor, UP)


async def down(apps, schema_editor):
    await run(schema_editor, DOWN)


class Migration(migrations.Migration):
",
    );
    if plan.transaction() == Transaction::Forbidden {
        out.push_str("    # No transaction may hold a concurrent build or drop.\n");
        out.push_str("    atomic = False\n\n");
    }
    python::dependencies(&mut out, options, TORTOISE.folder);
    out.push_str("\n    operations = [operations.RunPython(up, reverse_code=down)]\n");
    out
}
