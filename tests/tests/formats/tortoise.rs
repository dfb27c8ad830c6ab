//! The migrations of Tortoise ORM itself.

use anyhow::Result;
use hnswkit_tests::{Migrator, Project};

pub(crate) static MIGRATOR: Migrator =
    Migrator { format: "tortoise", install: "tortoise", setup, up, down, applied };

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
    "apps": {
        "app": {
            "models": ["app.models"],
            "default_connection": "default",
            "migrations": "app.migrations",
        }
    },
}
"#;

fn setup(project: &Project) -> Result<()> {
    project.write("settings.py", SETTINGS)?;
    project.write("app/__init__.py", "")?;
    project.write("app/models.py", "")?;
    project.write("app/migrations/__init__.py", "")
}

fn tortoise(project: &Project, args: &[&str]) -> Result<String> {
    let mut all = vec!["-c", "settings.TORTOISE_ORM"];
    all.extend(args);
    project.run("tortoise", &all)
}

fn up(project: &Project) -> Result<()> {
    tortoise(project, &["upgrade"]).map(drop)
}

fn down(project: &Project) -> Result<()> {
    tortoise(project, &["downgrade", "app"]).map(drop)
}

fn applied(project: &Project) -> Result<bool> {
    Ok(tortoise(project, &["history"])?.contains(&project.plan.request.name))
}
