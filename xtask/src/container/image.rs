//! The image `pgvector/pgvector`: there already, pulled, or made from Debian's packages.

use std::{
    os::unix::fs::PermissionsExt,
    path::Path,
    process::{Command, Stdio},
};

use anyhow::{Context, Result, bail};

use crate::{
    debian,
    paths::{self, Paths},
    process,
};

/// The image that users have, and what we call ours.
pub(crate) const TAG: &str = "pgvector/pgvector:0.8.0-pg17-trixie";

/// What upstream's entry point does, as far as tests need it.
const ENTRYPOINT: &str = include_str!("entrypoint.sh");

/// How `docker import` describes the image.
const CHANGES: &[&str] = &[
    "ENV PATH=/usr/lib/postgresql/17/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    "ENV PGDATA=/var/lib/postgresql/data",
    "EXPOSE 5432",
    "ENTRYPOINT [\"docker-entrypoint.sh\"]",
    "CMD [\"postgres\"]",
];

/// Makes sure that the engine has the image.
///
/// # Errors
/// When it can be neither pulled nor made.
pub(crate) fn ensure(paths: &Paths) -> Result<()> {
    if is_there() {
        return Ok(());
    }
    eprintln!("docker pull {TAG}");
    if process::succeeds(Command::new("timeout").args(["600", "docker", "pull", "--quiet", TAG])) {
        return Ok(());
    }
    eprintln!("no registry gives {TAG}: fall back to making it from Debian trixie's packages");
    make(&paths.container().join("rootfs"))
}

/// Whether an engine runs and has the image.
pub(crate) fn is_there() -> bool {
    process::succeeds(Command::new("docker").args(["image", "inspect", TAG]))
}

fn make(rootfs: &Path) -> Result<()> {
    if !debian::is_root() {
        bail!("only root can make the image; make `docker pull {TAG}` work");
    }
    debian::need(&["debootstrap"], "the container image")?;
    discard(rootfs)?;
    std::fs::create_dir_all(rootfs)?;

    eprintln!("debootstrap trixie with postgresql-17-pgvector");
    let mut debootstrap = Command::new("debootstrap");
    debootstrap.args(["--variant=minbase", "--include=postgresql-17,postgresql-17-pgvector"]);
    debootstrap.arg("trixie").arg(rootfs);
    process::capture(&mut debootstrap)?;

    let entrypoint = rootfs.join("usr/bin/docker-entrypoint.sh");
    std::fs::write(&entrypoint, ENTRYPOINT)?;
    std::fs::set_permissions(&entrypoint, std::fs::Permissions::from_mode(0o755))?;

    eprintln!("docker import {TAG}");
    import(rootfs)?;
    discard(rootfs)
}

/// `tar … | docker import - TAG`.
fn import(rootfs: &Path) -> Result<()> {
    let mut tar = Command::new("tar")
        .args(["-C", paths::text(rootfs)?, "--exclude=./var/cache/apt/*", "-c", "."])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .context("cannot start tar")?;
    let archive = tar.stdout.take().context("tar has no output")?;
    let mut docker = Command::new("docker");
    docker.arg("import");
    for change in CHANGES {
        docker.args(["--change", change]);
    }
    let imported = docker.args(["-", TAG]).stdin(archive).stdout(Stdio::null()).status();
    // It holds the pipe's end, on which tar would wait for ever if docker has failed.
    drop(docker);
    let (packed, imported) = (tar.wait()?, imported.context("cannot start docker")?);
    if !packed.success() || !imported.success() {
        bail!("`tar | docker import` failed ({imported}); is the disk full?");
    }
    Ok(())
}

fn discard(rootfs: &Path) -> Result<()> {
    if rootfs.exists() {
        std::fs::remove_dir_all(rootfs)
            .with_context(|| format!("cannot remove {}; do it by hand", rootfs.display()))?;
    }
    Ok(())
}
