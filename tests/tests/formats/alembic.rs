//! Alembic; `servers/alembic.rs` asks more of it.

use anyhow::Result;
use hnswkit_tests::{Migrator, Project};

pub(crate) static MIGRATOR: Migrator =
    Migrator { format: "alembic", install: "alembic", setup, up, down, applied };

const ENV: &str = r#"import os

from alembic import context
from sqlalchemy import create_engine

url = os.environ["DATABASE_URL"].replace("postgresql://", "postgresql+psycopg://", 1)
with create_engine(url).connect() as connection:
    context.configure(connection=connection, transaction_per_migration=True)
    with context.begin_transaction():
        context.run_migrations()
"#;

fn setup(project: &Project) -> Result<()> {
    project.write("alembic.ini", "[alembic]\nscript_location = alembic\n")?;
    project.write("alembic/env.py", ENV)
}

fn up(project: &Project) -> Result<()> {
    project.run("alembic", &["upgrade", "head"]).map(drop)
}

fn down(project: &Project) -> Result<()> {
    project.run("alembic", &["downgrade", "base"]).map(drop)
}

fn applied(project: &Project) -> Result<bool> {
    Ok(project.run("alembic", &["current"])?.contains("(head)"))
}
