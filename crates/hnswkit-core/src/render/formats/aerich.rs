//! aerich, the older migrations of Tortoise ORM.

use crate::domain::Timestamp;
use crate::plan::Plan;
use crate::render::{
    Class, Family, File, Format, Manifest, Marker, Numbering, Options, Proof, Role, comment,
    format::{no_snippets, page},
    python,
};
use crate::sql::Transaction;

pub(in crate::render) static AERICH: Format = Format {
    id: "aerich",
    title: "aerich",
    family: Family::Python,
    class: Class::Program,
    about: "One migration whose statements go over one connection, outside of aerich's transaction.",
    source: "https://github.com/tortoise/aerich",
    folder: "migrations/models",
    numbering: Numbering::Sequence { width: 1 },
    markers: &[Marker::Package { manifest: Manifest::Python, name: "aerich" }],
    proof: Proof::Executed { version: "aerich 0.10.1", date: "2026-11-23" },
    page: page!("aerich.md"),
    snippets: no_snippets,
    render,
};

fn render(plan: &Plan, options: &Options) -> Vec<File> {
    let folder = options.folder_or(AERICH.folder);
    // `1_20260101000000_name.py`: it is the number that orders.
    let number = AERICH.numbering.numbers(options, 1).concat();
    let time = options.now.unwrap_or(Timestamp::PLACEHOLDER).format("%Y%m%d%H%M%S");
    let number = if number.contains('_') { number } else { format!("{number}_{time}") };
    vec![File {
        path: format!("{folder}/{number}_{}.py", plan.request.name),
        role: Role::Migration,
        content: content(plan),
    }]
}

fn content(plan: &Plan) -> String {
    let concurrent = plan.transaction() == Transaction::Forbidden;
    let mut out = python::docstring(plan);
    out.push_str("\nfrom tortoise import BaseDBAsyncClient\n\n");
    if concurrent {
        comment::push(
            &mut out,
            "",
            "#",
            "No transaction may hold a concurrent build. aerich asks this before an upgrade only.",
        );
        out.push_str("RUN_IN_TRANSACTION = False\n");
    } else {
        out.push_str("RUN_IN_TRANSACTION = True\n");
    }
    for (name, steps) in [("UP", &plan.up), ("DOWN", &plan.down)] {
        out.push('\n');
        python::statements(&mut out, name, steps);
    }
    out.push_str(
        "

async def upgrade(db: BaseDBAsyncClient) -> str:
    return await run(db, UP)


async def downgrade(db: BaseDBAsyncClient) -> str:
",
    );
    if concurrent {
        comment::push(
            &mut out,
            "    ",
            "#",
            "aerich has begun a transaction on `db`, and no switch prevents it: this takes another \
             connection of the pool that it came from.",
        );
        out.push_str("    return await run(db._parent, DOWN)\n");
    } else {
        out.push_str("    return await run(db, DOWN)\n");
    }
    out.push_str("\n\nasync def run(db: BaseDBAsyncClient, statements: list[str]) -> str:\n");
    comment::push(
        &mut out,
        "    ",
        "#",
        "One connection of the pool for all, one message for each: the pool resets the settings of a \
         connection that it gets back, and several statements in one message would be one \
         transaction.",
    );
    out.push_str(
        "    async with db.acquire_connection() as connection:
        for statement in statements:
            await connection.execute(statement)
    # aerich wants a statement of its own to send.
    return \"SELECT 1\"


",
    );
    comment::push(
        &mut out,
        "",
        "#",
        "Copy the line MODELS_STATE = … of the migration before this one to here: without it the next \
         `aerich migrate` calls `upgrade` with no database, and fails.",
    );
    out
}
