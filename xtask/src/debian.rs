//! Debian's packages, for machines where we are root; a list for the user where we are not.

use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::process;

/// Installs what is missing of these packages.
///
/// # Errors
/// When apt-get is missing or fails, or we are not root; the message says what to install.
pub(crate) fn need(packages: &[&str], why: &str) -> Result<()> {
    let missing: Vec<&str> = packages.iter().copied().filter(|it| !installed(it)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let list = missing.join(" ");
    if process::find("apt-get").is_none() || !is_root() {
        bail!("{why} needs what Debian calls {list}; install it and run this again");
    }
    eprintln!("apt-get install {list} ({why})");
    apt_get(&["update"]).context("is the package mirror reachable?")?;
    let mut args = vec!["install", "--yes", "--no-install-recommends"];
    args.extend(missing);
    apt_get(&args)
}

/// Whether this runs as root.
pub(crate) fn is_root() -> bool {
    process::capture(Command::new("id").arg("-u")).is_ok_and(|it| it.trim() == "0")
}

fn installed(package: &str) -> bool {
    let mut query = Command::new("dpkg-query");
    query.args(["--show", "--showformat=${db:Status-Status}", package]);
    process::capture(&mut query).is_ok_and(|it| it == "installed")
}

fn apt_get(args: &[&str]) -> Result<()> {
    let mut command = Command::new("apt-get");
    command.arg("--quiet").args(args).env("DEBIAN_FRONTEND", "noninteractive");
    process::capture(&mut command).map(drop)
}
