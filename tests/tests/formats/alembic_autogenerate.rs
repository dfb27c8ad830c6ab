//! Alembic's autogenerate, with and without what we tell people to add.

use std::fs;

use anyhow::{Context, Result, ensure};
use hnswkit_core::render::{Format, Options, Snippet};
use hnswkit_tests::{Database, Direction, Example, OwnTest, Project, Server, run_plan};

pub(crate) const OWN: &[OwnTest] = &[OwnTest {
    name: "autogenerate_drops_the_indexes_unless_told",
    install: "alembic",
    run: autogenerate,
}];

const ENV: &str = r#"import os

from alembic import context
from sqlalchemy import create_engine

from models import Base, include_object

url = os.environ["DATABASE_URL"].replace("postgresql://", "postgresql+psycopg://", 1)
with create_engine(url).connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        include_schemas=True,
        include_object=include_object,
    )
    with context.begin_transaction():
        context.run_migrations()
"#;

/// The tables of the database become those of the models; pgvector's types are none of
/// SQLAlchemy's, so that columns of them are left to themselves.
const MODELS: &str = r#"import os

from sqlalchemy import Index, MetaData, Table, create_engine, text


def include_object(object, name, type_, reflected, compare_to):
    return type_ != "table" or name != "alembic_version"


class Base:
    metadata = MetaData()


url = os.environ["DATABASE_URL"].replace("postgresql://", "postgresql+psycopg://", 1)
with create_engine(url).connect() as connection:
    for schema in ("public", "app", "App.v1"):
        known = None if schema == "public" else schema
        Base.metadata.reflect(connection, schema=known)
for table in Base.metadata.tables.values():
    table.indexes.clear()
"#;

const TEMPLATE: &str = r#"revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}


def upgrade() -> None:
    ${upgrades if upgrades else "pass"}
"#;

/// Autogenerate over the built indexes, as it is, with the guard, and with declared indexes.
fn autogenerate(server: &Server) -> Result<()> {
    for name in ["task-tracker", "partial", "types", "hostile"] {
        let example = Example::named(name)?;
        let plan = example.plan()?;
        let database = Database::create(server, &format!("autogenerate_{name}"))?;
        let mut session = database.connect()?;
        session.batch_execute(example.schema)?;
        run_plan(&mut session, &plan, Direction::Up)?;
        let format: &Format = "alembic".parse()?;
        let snippets = format.snippets(&plan, &Options::default());
        let guard = named(&snippets, "alembic/env.py")?;
        let guard = format!("\n\n{}", before(guard, "\n\ncontext.configure("));
        let declared = as_tables(named(&snippets, "models.py")?);
        let project = Project::create("alembic", "alembic", plan, &database)?;

        let text = written(&project, "alone", "")?;
        let n_dropped = text.matches("op.drop_index(").count();
        ensure!(n_dropped == project.plan.request.indexes.len(), "{name}:\n{text}");
        for (id, more) in [("guarded", &guard), ("declared", &declared)] {
            let text = written(&project, id, more)?;
            ensure!(!text.contains("op."), "{name}: {id}:\n{text}");
        }
    }
    Ok(())
}

/// What autogenerate writes when the models end with `more`.
fn written(project: &Project, id: &str, more: &str) -> Result<String> {
    project.write("models.py", &format!("{MODELS}{more}"))?;
    project.write("alembic.ini", "[alembic]\nscript_location = alembic\nprepend_sys_path = .\n")?;
    project.write("alembic/env.py", ENV)?;
    project.write("alembic/script.py.mako", TEMPLATE)?;
    let folder = project.folder().join("alembic/versions");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    let id = format!("--rev-id={id}");
    project.run("alembic", &["revision", "--autogenerate", &id, "--message=it"])?;
    let file = fs::read_dir(&folder)?.flatten().map(|it| it.path()).find(|it| it.is_file());
    Ok(fs::read_to_string(file.context("no revision was written")?)?)
}

fn named<'a>(snippets: &'a [Snippet], path: &str) -> Result<&'a str> {
    let found = snippets.iter().find(|it| it.path == path).context("no such snippet")?;
    Ok(&found.content)
}

fn before<'a>(text: &'a str, end: &str) -> &'a str {
    text.find(end).map_or(text, |at| &text[..at])
}

/// The classes of the snippet, whose indexes go to the tables that were read.
fn as_tables(models: &str) -> String {
    let glue = r#"

class Declared:
    def __init_subclass__(cls):
        indexes = [it for it in cls.__table_args__ if isinstance(it, Index)]
        options = next((it for it in cls.__table_args__ if isinstance(it, dict)), {})
        Table(cls.__tablename__, Base.metadata, *indexes, extend_existing=True, **options)


"#;
    format!("{glue}{}", models.replace("(Base)", "(Declared)"))
}
