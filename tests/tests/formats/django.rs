//! Django.

use anyhow::{Context, Result};
use hnswkit_tests::{Migrator, Project};

pub(crate) static MIGRATOR: Migrator =
    Migrator { format: "django", install: "django", setup, up, down, applied };

pub(crate) const SETTINGS: &str = r#"import os
from urllib.parse import urlparse

url = urlparse(os.environ["DATABASE_URL"])
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": url.hostname,
        "PORT": url.port,
        "USER": url.username,
        "NAME": url.path[1:],
    }
}
INSTALLED_APPS = ["app"]
USE_TZ = True
"#;

fn setup(project: &Project) -> Result<()> {
    project.write("settings.py", SETTINGS)?;
    project.write("app/__init__.py", "")?;
    project.write("app/migrations/__init__.py", "")
}

/// `django-admin` with the settings of the project.
pub(crate) fn django(project: &Project, args: &[&str]) -> Result<String> {
    let mut all = args.to_vec();
    all.extend(["--settings=settings", "--pythonpath=.", "--skip-checks"]);
    project.run("django-admin", &all)
}

fn up(project: &Project) -> Result<()> {
    django(project, &["migrate"]).map(drop)
}

fn down(project: &Project) -> Result<()> {
    django(project, &["migrate", "app", "zero"]).map(drop)
}

fn applied(project: &Project) -> Result<bool> {
    let file = project.files.first().context("no file")?;
    let name = file.path.trim_start_matches("app/migrations/").trim_end_matches(".py");
    Ok(django(project, &["showmigrations", "app"])?.contains(&format!("[X] {name}")))
}
