//! Without the switch that each tool has, its transaction is in the way.

use std::fs;

use anyhow::{Context, Result, ensure};
use hnswkit_tests::{Database, Example, Migrator, OwnTest, Project, Server, hnsw_indexes};

use super::{aerich, alembic, django, laravel, rails, tortoise};

pub(crate) const OWN: &[OwnTest] = &[
    OwnTest {
        name: "alembic_needs_the_block",
        install: "alembic",
        run: |it| {
            refused(
                it,
                &alembic::MIGRATOR,
                "op.get_context().autocommit_block",
                "__import__(\"contextlib\").nullcontext",
            )
        },
    },
    OwnTest {
        name: "django_needs_the_switch",
        install: "django",
        run: |it| refused(it, &django::MIGRATOR, "atomic = False", "atomic = True"),
    },
    OwnTest {
        name: "tortoise_needs_the_switch",
        install: "tortoise",
        run: |it| refused(it, &tortoise::MIGRATOR, "atomic = False", "atomic = True"),
    },
    OwnTest {
        name: "aerich_needs_the_switch",
        install: "tortoise",
        run: |it| refused(it, &aerich::MIGRATOR, "TRANSACTION = False", "TRANSACTION = True"),
    },
    OwnTest {
        name: "rails_needs_the_switch",
        install: "rails",
        run: |it| refused(it, &rails::MIGRATOR, "disable_ddl_transaction!", ""),
    },
    OwnTest {
        name: "laravel_needs_the_switch",
        install: "laravel",
        run: |it| refused(it, &laravel::MIGRATOR, "Transaction = false", "Transaction = true"),
    },
];

/// With `switch` replaced the server refuses, nothing is built, and the tool records nothing.
pub(crate) fn refused(
    server: &Server,
    migrator: &Migrator,
    switch: &str,
    replaced: &str,
) -> Result<()> {
    let example = Example::named("task-tracker")?;
    let database = Database::create(server, &format!("{}_switch", migrator.format))?;
    let mut session = database.connect()?;
    session.batch_execute(example.schema)?;
    let project = Project::create(migrator.install, migrator.format, example.plan()?, &database)?;
    (migrator.setup)(&project)?;
    project.write_files()?;
    let file = project.files.first().context("no file")?;
    ensure!(file.content.contains(switch), "there is no `{switch}`");
    let path = project.folder().join(&file.path);
    fs::write(path, file.content.replace(switch, replaced))?;

    let error = (migrator.up)(&project).err().context("it went through")?;
    let said = format!("{error:#}");
    ensure!(said.contains("CONCURRENTLY cannot run inside a transaction block"), "{said}");
    ensure!(hnsw_indexes(&mut session)?.is_empty(), "something is built");
    ensure!(!(migrator.applied)(&project)?, "the tool says that it is applied");
    Ok(())
}
