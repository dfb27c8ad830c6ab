//! Shows the site while one writes: serves its folder, and builds again when a file changes.

use std::{
    collections::BTreeMap,
    net::SocketAddr,
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant, SystemTime},
};

use anyhow::{Context, Result};
use axum::{Router, http::HeaderValue, http::header::CACHE_CONTROL};
use tower_http::{
    services::{ServeDir, ServeFile},
    set_header::SetResponseHeaderLayer,
};

use crate::{output, site::Builder};

/// What is read when the site is built; rules, tables and templates are compiled in.
const WATCHED: &[&str] = &["docs", "crates/hnswkit-site/assets", "web/src/style"];

/// How often one looks.
const PAUSE: Duration = Duration::from_millis(100);

/// Serves the folder until it is interrupted.
///
/// # Errors
/// When the port is taken.
pub fn serve(builder: Builder, root: PathBuf, folder: PathBuf, port: u16) -> Result<()> {
    let missing = ServeFile::new(folder.join("404.html"));
    let files = ServeDir::new(&folder).not_found_service(missing);
    let fresh =
        SetResponseHeaderLayer::overriding(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    let app = Router::new().fallback_service(files).layer(fresh);
    let address = SocketAddr::from(([127, 0, 0, 1], port));
    thread::spawn(move || watch(&builder, &root, &folder));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind(address)
            .await
            .with_context(|| format!("cannot listen on {address}"))?;
        eprintln!("http://{}/", listener.local_addr()?);
        Ok(axum::serve(listener, app).await?)
    })
}

fn watch(builder: &Builder, root: &Path, folder: &Path) {
    let mut before = times(root);
    loop {
        thread::sleep(PAUSE);
        let now = times(root);
        if now == before {
            continue;
        }
        before = now;
        let started = Instant::now();
        let built = builder.build().and_then(|it| output::write(folder, &it.files));
        match built {
            Ok(n) => eprintln!("{n} files changed, {:.2} s", started.elapsed().as_secs_f64()),
            Err(error) => eprintln!("error: {error:#}"),
        }
    }
}

/// When each file was changed.
fn times(root: &Path) -> BTreeMap<PathBuf, SystemTime> {
    let mut times = BTreeMap::new();
    let mut folders: Vec<PathBuf> = WATCHED.iter().map(|it| root.join(it)).collect();
    while let Some(folder) = folders.pop() {
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
        for entry in entries {
            match entry.metadata() {
                Ok(it) if it.is_dir() => folders.push(entry.path()),
                Ok(it) => drop(it.modified().map(|time| times.insert(entry.path(), time))),
                // It is being replaced: the next look finds it.
                Err(_) => {}
            }
        }
    }
    times
}
