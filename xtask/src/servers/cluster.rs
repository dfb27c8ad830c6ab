//! One server's data folder: made, started, looked at, stopped.

use std::{
    net::{SocketAddr, TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use anyhow::{Context, Result};

use super::{install, owner::Owner, table::Server};
use crate::{paths, process};

/// What differs from PostgreSQL's defaults.
///
/// `fsync` is off because a test's data is worth nothing after a crash; `full_page_writes` stays
/// on because it decides how much WAL a build writes, which tests measure.
const SETTINGS: &str = "\
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
fsync = off
max_connections = 100
shared_buffers = 256MB
";

/// For servers that come with it: the monitor of inserts asks it.
const STATEMENTS: &str = "shared_preload_libraries = 'pg_stat_statements'\n";

/// A server with its data folder.
#[derive(Debug)]
pub(crate) struct Cluster {
    /// What it is.
    pub(crate) server: &'static Server,
    owner: Owner,
    bin: PathBuf,
    folder: PathBuf,
}

impl Cluster {
    /// The server's cluster below `home`; nothing is started yet.
    pub(crate) fn new(server: &'static Server, owner: Owner, home: &Path) -> Self {
        let bin = install::bin(home, server);
        Self { server, owner, bin, folder: home.join(server.pgvector).join("cluster") }
    }

    /// The port on 127.0.0.1, if the server runs.
    pub(crate) fn port(&self) -> Option<u16> {
        // PostgreSQL 18 src/include/utils/pidfile.h: LOCK_FILE_LINE_PORT is line 4.
        let pidfile = std::fs::read_to_string(self.data().join("postmaster.pid")).ok()?;
        let port: u16 = pidfile.lines().nth(3)?.trim().parse().ok()?;
        let address = SocketAddr::from(([127, 0, 0, 1], port));
        let answers = || TcpStream::connect_timeout(&address, Duration::from_secs(5)).is_ok();
        (process::succeeds(&mut self.pg_ctl(&["status"])) && answers()).then_some(port)
    }

    /// The URL for a port.
    pub(crate) fn url(port: u16) -> String {
        format!("postgresql://postgres@127.0.0.1:{port}/postgres")
    }

    /// Starts the server unless it runs. A data folder that does not start is made anew.
    ///
    /// # Errors
    /// When a new data folder does not start either; the message holds the end of the log.
    pub(crate) fn start(&self) -> Result<u16> {
        if let Some(port) = self.port() {
            return Ok(port);
        }
        self.owner.make_folder(&self.folder)?;
        if self.data().exists() {
            match self.launch() {
                Ok(port) => return Ok(port),
                Err(_) => self.discard()?,
            }
        }
        self.initdb()?;
        // Between the look for a free port and its use another program may take it: once more then.
        self.launch().or_else(|_| self.launch())
    }

    /// Stops the server if it runs, and says whether it did.
    ///
    /// # Errors
    /// When it does not stop.
    pub(crate) fn stop(&self) -> Result<bool> {
        if self.port().is_none() {
            return Ok(false);
        }
        process::capture(&mut self.pg_ctl(&["stop", "-w", "-m", "fast"]))?;
        Ok(true)
    }

    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    fn log(&self) -> PathBuf {
        self.folder.join("log")
    }

    fn discard(&self) -> Result<()> {
        eprintln!("make {}'s data folder anew: it does not start", self.server.pgvector);
        process::succeeds(&mut self.pg_ctl(&["stop", "-w", "-m", "immediate"]));
        std::fs::remove_dir_all(self.data())
            .with_context(|| format!("cannot remove {}; do it by hand", self.data().display()))
    }

    /// Makes the data folder under another name first, so that a broken-off run leaves none.
    fn initdb(&self) -> Result<()> {
        let fresh = self.folder.join("data.new");
        if fresh.exists() {
            std::fs::remove_dir_all(&fresh)?;
        }
        let mut initdb = Command::new(self.bin.join("initdb"));
        initdb.args(["-A", "trust", "-U", "postgres", "--locale=C", "-E", "UTF8", "--no-sync"]);
        initdb.arg("-D").arg(&fresh);
        self.owner.runs(&mut initdb, &self.folder);
        process::capture(&mut initdb)?;
        let conf = fresh.join("postgresql.conf");
        let defaults = std::fs::read_to_string(&conf)?;
        std::fs::write(&conf, format!("{defaults}\ninclude '../hnswkit.conf'\n"))?;
        std::fs::rename(fresh, self.data())?;
        Ok(())
    }

    /// Whether the extension came with the server, below one of the usual folders.
    fn has_statements(&self) -> bool {
        let shares = ["share", "share/postgresql"];
        let control = "extension/pg_stat_statements.control";
        let home = self.bin.parent().unwrap_or(&self.bin);
        shares.iter().any(|it| home.join(it).join(control).exists())
    }

    fn launch(&self) -> Result<u16> {
        let more = if self.has_statements() { STATEMENTS } else { "" };
        std::fs::write(self.folder.join("hnswkit.conf"), format!("{SETTINGS}{more}"))?;
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let option = format!("-p {port}");
        let log = self.log();
        let mut start = self.pg_ctl(&["start", "-w", "-t", "60", "-o", &option]);
        start.arg("-l").arg(&log);
        match process::capture(&mut start) {
            Ok(_) => {
                let Server { pgvector, postgres, .. } = self.server;
                eprintln!("start pgvector {pgvector} on PostgreSQL {postgres}, port {port}");
                Ok(port)
            }
            Err(error) => {
                let printed = std::fs::read_to_string(&log).unwrap_or_default();
                Err(error.context(format!("{}:\n{}", log.display(), process::tail(&printed, 20))))
            }
        }
    }

    fn pg_ctl(&self, args: &[&str]) -> Command {
        let mut command = Command::new(self.bin.join("pg_ctl"));
        command.args(args).arg("-D").arg(self.data());
        self.owner.runs(&mut command, &self.folder);
        command
    }

    /// The `bin/` folder as text.
    ///
    /// # Errors
    /// When it is not UTF-8.
    pub(crate) fn bin(&self) -> Result<&str> {
        paths::text(&self.bin)
    }
}
