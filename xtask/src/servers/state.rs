//! The state file: which servers run, for people and for programs.

use std::fs::File;

use anyhow::{Context, Result};
use serde_json::json;

use super::cluster::Cluster;
use crate::paths::Paths;

/// Writes `target/servers/state.json` from what really runs.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn write(paths: &Paths, clusters: &[Cluster]) -> Result<()> {
    let running = clusters.iter().filter_map(|it| Some((it, it.port()?)));
    let servers: Vec<_> = running
        .map(|(cluster, port)| {
            json!({
                "pgvector": cluster.server.pgvector,
                "postgres": cluster.server.postgres,
                "url": Cluster::url(port),
                "bin": cluster.bin().ok(),
            })
        })
        .collect();
    let file = paths.servers().join("state.json");
    let text = serde_json::to_string_pretty(&json!({ "servers": servers }))?;
    std::fs::write(&file, text + "\n").with_context(|| format!("cannot write {}", file.display()))
}

/// Waits until no other `cargo xtask servers` is at work; the lock goes with the returned file.
///
/// # Errors
/// When the lock file cannot be made.
pub(crate) fn lock(paths: &Paths) -> Result<File> {
    let folder = paths.servers();
    let make = || -> std::io::Result<File> {
        std::fs::create_dir_all(&folder)?;
        let file = File::create(folder.join("lock"))?;
        file.lock()?;
        Ok(file)
    };
    make().with_context(|| format!("cannot lock {}; may you write there?", folder.display()))
}
