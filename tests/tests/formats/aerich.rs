//! aerich.

use anyhow::Result;
use hnswkit_tests::{Migrator, Project};

pub(crate) static MIGRATOR: Migrator =
    Migrator { format: "aerich", install: "tortoise", setup, up, down, applied };

const SETTINGS: &str = r#"import os
from urllib.parse import urlparse

url = urlparse(os.environ["DATABASE_URL"])
TORTOISE_ORM = {
    "connections": {
        "default": {
            "engine": "tortoise.backends.asyncpg",
            "credentials": {
                "host": url.hostname,
                "port": url.port,
                "user": url.username,
                "password": "",
                "database": url.path[1:],
            },
        }
    },
    "apps": {"models": {"models": ["aerich.models"], "default_connection": "default"}},
}
"#;

const PYPROJECT: &str = "[tool.aerich]
tortoise_orm = \"settings.TORTOISE_ORM\"
location = \"./migrations\"
src_folder = \"./.\"
";

fn setup(project: &Project) -> Result<()> {
    project.write("settings.py", SETTINGS)?;
    project.write("pyproject.toml", PYPROJECT)?;
    project.run("aerich", &["init-db"]).map(drop)
}

fn up(project: &Project) -> Result<()> {
    project.run("aerich", &["upgrade"]).map(drop)
}

fn down(project: &Project) -> Result<()> {
    project.run("aerich", &["downgrade", "--yes"]).map(drop)
}

fn applied(project: &Project) -> Result<bool> {
    Ok(!project.run("aerich", &["heads"])?.contains(&project.plan.request.name))
}
