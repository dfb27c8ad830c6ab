//! The verbs of `cargo xtask servers`.

use std::{path::PathBuf, process::ExitCode, sync::Mutex};

use anyhow::{Result, bail};

use super::{
    cluster::Cluster,
    install,
    owner::Owner,
    state,
    table::{SERVERS, Selection, Server, selection},
};
use crate::paths::Paths;

/// `cargo xtask servers …`.
///
/// # Errors
/// On an unknown verb, and when a server cannot be had.
pub(crate) fn run(paths: &Paths, args: &[&str]) -> Result<ExitCode> {
    match args {
        ["start"] => {
            start(paths, Selection::OldestAndNewest)?;
        }
        ["start", "--all"] => {
            start(paths, Selection::All)?;
        }
        ["stop"] => stop(paths)?,
        ["status"] => status(paths)?,
        ["env"] => println!("export HNSWKIT_TEST_SERVERS='{}'", env_value(paths)?),
        _ => bail!("usage: cargo xtask servers start [--all] | stop | status | env"),
    }
    Ok(ExitCode::SUCCESS)
}

/// Installs and starts servers, two at a time, and says how many were not running before.
///
/// # Errors
/// When any of them does not start; the others are started all the same.
pub(crate) fn start(paths: &Paths, which: Selection) -> Result<usize> {
    let _lock = state::lock(paths)?;
    let owner = Owner::find()?;
    let home = owner.home(paths);
    std::fs::create_dir_all(&home)?;

    let wanted: Mutex<Vec<&'static Server>> = Mutex::new(selection(which));
    let started: Mutex<usize> = Mutex::new(0);
    let failures: Mutex<Vec<String>> = Mutex::new(Vec::new());
    let work = || {
        while let Some(server) = wanted.lock().ok().and_then(|mut it| it.pop()) {
            let cluster = Cluster::new(server, owner, &home);
            if cluster.port().is_some() {
                continue;
            }
            match install::install(&home, server).and_then(|()| cluster.start()) {
                Ok(_) => started.lock().iter_mut().for_each(|it| **it += 1),
                Err(error) => {
                    let message = format!("pgvector {}: {error:#}", server.pgvector);
                    failures.lock().iter_mut().for_each(|it| it.push(message.clone()));
                }
            }
        }
    };
    std::thread::scope(|scope| {
        scope.spawn(work);
        scope.spawn(work);
    });

    state::write(paths, &clusters(owner, paths))?;
    let failures = failures.into_inner().unwrap_or_default();
    if !failures.is_empty() {
        bail!("{}", failures.join("\n"));
    }
    Ok(started.into_inner().unwrap_or_default())
}

/// Stops every server that runs.
///
/// # Errors
/// When one does not stop.
pub(crate) fn stop(paths: &Paths) -> Result<()> {
    let _lock = state::lock(paths)?;
    let clusters = clusters(Owner::find()?, paths);
    for cluster in &clusters {
        if cluster.stop()? {
            eprintln!("stop pgvector {}", cluster.server.pgvector);
        }
    }
    state::write(paths, &clusters)
}

/// The value of `HNSWKIT_TEST_SERVERS`: `0.5.1=postgresql://…;0.8.6=postgresql://…`.
///
/// # Errors
/// When the servers' owner cannot be found.
pub(crate) fn env_value(paths: &Paths) -> Result<String> {
    let clusters = clusters(Owner::find()?, paths);
    let urls = clusters
        .iter()
        .filter_map(|it| Some(format!("{}={}", it.server.pgvector, Cluster::url(it.port()?))));
    Ok(urls.collect::<Vec<_>>().join(";"))
}

/// The `bin/` folder of the newest server: its `psql` talks to all of them.
///
/// # Errors
/// When the servers' owner cannot be found.
pub(crate) fn newest_bin(paths: &Paths) -> Result<Option<PathBuf>> {
    let home = Owner::find()?.home(paths);
    let bin = SERVERS.last().map(|it| install::bin(&home, it));
    Ok(bin.filter(|it| it.join("psql").is_file()))
}

fn status(paths: &Paths) -> Result<()> {
    let owner = Owner::find()?;
    for cluster in clusters(owner, paths) {
        let Server { pgvector, postgres, .. } = cluster.server;
        let what = match cluster.port() {
            Some(port) => Cluster::url(port),
            None if PathBuf::from(cluster.bin()?).exists() => "stopped".to_owned(),
            None => "not installed".to_owned(),
        };
        println!("pgvector {pgvector:<6} PostgreSQL {postgres:<6} {what}");
    }
    Ok(())
}

fn clusters(owner: Owner, paths: &Paths) -> Vec<Cluster> {
    let home = owner.home(paths);
    SERVERS.iter().map(|it| Cluster::new(it, owner, &home)).collect()
}
