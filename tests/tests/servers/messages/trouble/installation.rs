//! Files of the extension that are gone, or of another release.

use std::fs;

use anyhow::{Context, Result, ensure};
use hnswkit_tests::{Programs, Server, Session};

use super::{Place, said};

impl Place {
    /// What is said to a vector when the library is another, or is not there.
    pub(super) fn with_library(&mut self, content: Option<&[u8]>) -> Result<String> {
        let library = self.own.programs.file("vector.so")?;
        // It may be a link to the one that other servers use: never written to, only moved away.
        let away = library.with_extension("away");
        fs::rename(&library, &away)?;
        let said = match content {
            Some(it) => fs::write(&library, it).map_err(Into::into),
            None => Ok(()),
        };
        let said = said.and_then(|()| self.said("SELECT '[1]'::vector"));
        fs::rename(&away, &library)?;
        said
    }
}

/// The library is one that was made for another PostgreSQL.
pub(super) fn library_of_another_postgresql(it: &mut Place, name: &str) -> Result<String> {
    let servers = Server::from_env()?;
    let other = servers.iter().find(|other| other.postgres_major != it.own.server.postgres_major);
    let other = Programs::of(other.context("there is one server only")?)?;
    let other = fs::read(other.context("the other server is not ours")?.file(name)?)?;
    it.with_library(Some(&other))
}

pub(super) fn extension_not_installed(it: &mut Place) -> Result<String> {
    it.connect()?.batch_execute("CREATE DATABASE bare TEMPLATE template0")?;
    let control = it.own.programs.file("vector.control")?;
    let away = control.with_extension("away");
    fs::rename(&control, &away)?;
    let url = it.own.server.url.replace("/postgres", "/bare").replace("//bare@", "//postgres@");
    let said = Session::connect(&url).map(|mut it| said(&mut it, "CREATE EXTENSION vector"));
    fs::rename(&away, &control)?;
    Ok(said?.join("\n"))
}

/// The scripts of the newest release, without its library: a package that was half installed.
pub(super) fn scripts_without_their_library(it: &mut Place) -> Result<String> {
    let servers = Server::from_env()?;
    let newest = servers.iter().max_by_key(|it| it.pgvector).context("no server")?;
    ensure!(it.own.server.pgvector < newest.pgvector, "there is no newer release");
    let newest = Programs::of(newest)?.context("the newest server is not ours")?;
    let (from, to) = (newest.file("vector.control")?, it.own.programs.file("vector.control")?);
    let (from, to) = (from.parent().context("no folder")?, to.parent().context("no folder")?);
    for entry in fs::read_dir(from)? {
        let name = entry?.file_name();
        if name.to_string_lossy().starts_with("vector") {
            // It may be a link to the one that other servers use: never written to.
            let _ = fs::remove_file(to.join(&name));
            fs::copy(from.join(&name), to.join(&name))?;
        }
    }
    it.said("ALTER EXTENSION vector UPDATE")
}
