//! A project that uses Alembic, in a folder of its own.

use std::{
    fs,
    path::PathBuf,
    process::{Command, Output},
};

use anyhow::Result;
use hnswkit_core::{
    plan::Plan,
    render::{Format, Options},
};

use crate::tools::{output_in, run_in, tool};

/// The project; removed at the end.
pub struct Alembic {
    folder: tempfile::TempDir,
    url: String,
}

const INI: &str = "[alembic]\nscript_location = alembic\n";

const ENV: &str = r#"import os

from alembic import context
from sqlalchemy import create_engine

url = os.environ["DATABASE_URL"]

if context.is_offline_mode():
    # As in Alembic's own template; without the paramstyle it prints percent signs twice.
    context.configure(
        url=url,
        literal_binds=True,
        dialect_opts={"paramstyle": "named"},
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()
else:
    with create_engine(url).connect() as connection:
        context.configure(connection=connection, transaction_per_migration=True)
        with context.begin_transaction():
            context.run_migrations()
"#;

const BASE: &str = "\"\"\"first\"\"\"\n\nrevision = \"first\"\ndown_revision = None\n\n\n\
def upgrade() -> None:\n    pass\n\n\ndef downgrade() -> None:\n    pass\n";

impl Alembic {
    /// A project with one empty revision, `first`, that talks to `url` through `driver`
    /// (`psycopg` or `psycopg2`).
    pub fn create(url: &str, driver: &str) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let at = |path: &str| folder.path().join(path);
        fs::create_dir_all(at("alembic/versions"))?;
        fs::write(at("alembic.ini"), INI)?;
        fs::write(at("alembic/env.py"), ENV)?;
        fs::write(at("alembic/versions/first.py"), BASE)?;
        let url = url.replacen("postgresql://", &format!("postgresql+{driver}://"), 1);
        Ok(Self { folder, url })
    }

    /// Where the revisions lie.
    #[must_use]
    pub fn versions(&self) -> PathBuf {
        self.folder.path().join("alembic/versions")
    }

    /// Adds the plan's revision after `first`.
    pub fn add(&self, plan: &Plan) -> Result<()> {
        let format: &Format = "alembic".parse()?;
        let options = Options { down_revision: Some("first".into()), ..Options::default() };
        for file in format.render(plan, &options) {
            fs::write(self.folder.path().join(file.path), file.content)?;
        }
        Ok(())
    }

    /// Runs `alembic …`; gives what it printed.
    pub fn run(&self, args: &[&str]) -> Result<String> {
        let mut command = tool("alembic")?;
        command.args(args).env("DATABASE_URL", &self.url);
        run_in(self.folder.path(), &mut command)
    }

    /// Runs commands of a shell in the project, and stops at the first that fails.
    pub(crate) fn shell(&self, commands: &str, environment: &[(&str, String)]) -> Result<Output> {
        let mut shell = Command::new("bash");
        shell.args(["-eu", "-o", "pipefail", "-c", commands]);
        shell.env("DATABASE_URL", &self.url).envs(environment.iter().cloned());
        output_in(self.folder.path(), &mut shell)
    }
}
