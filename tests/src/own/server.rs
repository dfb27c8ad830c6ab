//! A data folder and a server of a test's own, with as little room as the test wants.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail, ensure};

use super::programs::{Programs, am_root, succeed};
use crate::{monitoring::free_port, server::Server, session::Session, tools};

/// How long a server may take to start or to stop.
const PATIENCE: Duration = Duration::from_secs(10);

/// What differs from the defaults, beside what a test sets.
const SETTINGS: &[&str] = &[
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "fsync=off",
    "shared_buffers=16MB",
    "max_connections=20",
    "autovacuum=off",
];

/// How much room the server has, in MB; with none, that of the machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct Room {
    /// On `/dev/shm`.
    pub shared_memory: Option<u32>,
    /// In [`OwnServer::small`].
    pub disk: Option<u32>,
    /// For the log of changes, `pg_wal`; the data folder cannot be used again then.
    pub log: Option<u32>,
}

/// A server of a test's own; it ends with the value, and its files go.
pub struct OwnServer {
    folder: tempfile::TempDir,
    data: &'static str,
    /// Its programs; they are its own, too, and can be replaced.
    pub programs: Programs,
    /// How tests connect to it.
    pub server: Server,
    port: u16,
    room: Room,
    process: Option<Child>,
}

impl OwnServer {
    /// A server of the same release as `server`, not started; none when `server` is not ours.
    pub fn like(server: &Server) -> Result<Option<Self>> {
        let Some(programs) = Programs::of(server)? else { return Ok(None) };
        let folder = tempfile::Builder::new().prefix("hnswkit-own-").tempdir()?;
        programs.give(folder.path())?;
        let programs = programs.copied(folder.path())?;
        fs::create_dir(folder.path().join("small"))?;
        let mut initdb = programs.program("initdb", folder.path());
        initdb.args(["-A", "trust", "-U", "postgres", "--locale=C", "-E", "UTF8", "--no-sync"]);
        // Since PostgreSQL 18 the default.
        succeed(initdb.args(["--data-checksums", "-D", "data"]))?;
        Self::at(server, folder, "data", programs).map(Some)
    }

    fn at(
        server: &Server,
        folder: tempfile::TempDir,
        data: &'static str,
        programs: Programs,
    ) -> Result<Self> {
        let port = free_port()?;
        let url = format!("postgresql://postgres@127.0.0.1:{port}/postgres");
        let server = Server { url, ..server.clone() };
        let room = Room::default();
        Ok(Self { folder, data, programs, server, port, room, process: None })
    }

    /// A replica of this server, which has to run; not started.
    pub fn replica(&self) -> Result<Self> {
        let folder = tempfile::Builder::new().prefix("hnswkit-own-").tempdir()?;
        self.programs.give(folder.path())?;
        let mut copy = self.programs.program("pg_basebackup", folder.path());
        copy.args(["-h", "127.0.0.1", "-p", &self.port.to_string(), "-U", "postgres"]);
        succeed(copy.args(["-D", "data", "-R", "-c", "fast", "--no-sync"]))?;
        Self::at(&self.server, folder, "data", self.programs.clone())
    }

    /// Starts it with these settings, each as `name=value`, and waits until it answers.
    pub fn start(&mut self, room: Room, settings: &[&str]) -> Result<()> {
        self.launch(room, settings)?;
        self.wait()
    }

    /// Starts it, and does not wait.
    pub fn launch(&mut self, room: Room, settings: &[&str]) -> Result<()> {
        ensure!(self.process.is_none(), "it runs already");
        self.room = room;
        let log = fs::OpenOptions::new().create(true).append(true).open(self.log_file())?;
        let mut command = self.confined();
        command.arg("-D").arg(self.data_folder()).args(["-p", &self.port.to_string()]);
        for it in SETTINGS.iter().chain(settings) {
            command.args(["-c", it]);
        }
        command.stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log);
        self.process = Some(command.spawn().with_context(|| format!("cannot run {command:?}"))?);
        Ok(())
    }

    /// The server in a namespace of its own, in which `/dev/shm` and `small` have little room; it
    /// ends when this thread does.
    fn confined(&self) -> Command {
        let (uid, gid) = self.programs.owner();
        let mut mounts = String::new();
        if let Some(it) = self.room.shared_memory {
            mounts.push_str(&format!("mount -t tmpfs -o size={it}m,mode=1777 shm /dev/shm && "));
        }
        if let Some(it) = self.room.disk {
            let options = format!("size={it}m,mode=700,uid={uid},gid={gid}");
            mounts.push_str(&format!("mount -t tmpfs -o {options} small small && "));
        }
        if let Some(it) = self.room.log {
            let options = format!("size={it}m,mode=700,uid={uid},gid={gid}");
            let data = self.data;
            mounts.push_str(&format!(
                "mount -t tmpfs -o {options} wal small && cp -a {data}/pg_wal/. small && \
                 mount --move small {data}/pg_wal && "
            ));
        }
        let postgres = self.programs.path("postgres");
        let mut command = Command::new("unshare");
        let run = if am_root() {
            command.args(["--mount", "--propagation", "private"]);
            format!(
                "exec setpriv --reuid {uid} --regid {gid} --clear-groups --pdeathsig INT \"$@\""
            )
        } else {
            command.args(["--user", "--map-current-user", "--keep-caps", "--mount"]);
            "exec setpriv --pdeathsig INT \"$@\"".to_owned()
        };
        command.args(["sh", "-c", &format!("{mounts}{run}"), "sh"]).arg(postgres);
        command.current_dir(self.folder.path()).env("HOME", self.folder.path());
        command
    }

    /// Waits until it answers.
    pub fn wait(&mut self) -> Result<()> {
        let started = Instant::now();
        while Session::connect(&self.server.url).is_err() {
            let ended = match &mut self.process {
                Some(it) => it.try_wait()?.is_some(),
                None => true,
            };
            if ended || PATIENCE < started.elapsed() {
                bail!("it does not answer:\n{}", self.log()?);
            }
            sleep(Duration::from_millis(20));
        }
        Ok(())
    }

    /// Does what makes the server lose a process, and waits until it has recovered from that.
    pub fn recovers<T>(&mut self, act: impl FnOnce(&Self) -> Result<T>) -> Result<T> {
        let ready = |log: &str| log.matches("ready to accept connections").count();
        let before = ready(&self.log()?);
        let done = act(self)?;
        let started = Instant::now();
        while ready(&self.log()?) == before {
            ensure!(started.elapsed() < PATIENCE, "it does not recover:\n{}", self.log()?);
            sleep(Duration::from_millis(10));
        }
        self.wait()?;
        Ok(done)
    }

    /// Ends it: `INT` as `pg_ctl stop` does, `QUIT` at once and as after a crash.
    pub fn stop(&mut self, signal: &str) -> Result<()> {
        if let Some(mut it) = self.process.take() {
            self.signal(it.id(), signal)?;
            it.wait()?;
        }
        Ok(())
    }

    /// Waits until it has ended by itself.
    pub fn ended(&mut self) -> Result<()> {
        let mut it = self.process.take().context("it does not run")?;
        let started = Instant::now();
        while it.try_wait()?.is_none() {
            if PATIENCE < started.elapsed() {
                let log = self.log()?;
                self.process = Some(it);
                bail!("it does not end:\n{log}");
            }
            sleep(Duration::from_millis(20));
        }
        Ok(())
    }

    /// Sends a signal to one of its processes.
    pub fn signal(&self, pid: u32, signal: &str) -> Result<()> {
        succeed(Command::new("kill").arg(format!("-{signal}")).arg(pid.to_string()))
    }

    /// The process that all others of the server come from.
    pub fn pid(&self) -> Result<u32> {
        self.process.as_ref().map(Child::id).context("it does not run")
    }

    /// What it has written to its log so far.
    pub fn log(&self) -> Result<String> {
        Ok(fs::read_to_string(self.log_file())?)
    }

    /// Waits until the log has `text` in it, and gives the lines that do.
    pub fn logged(&self, text: &str) -> Result<String> {
        let started = Instant::now();
        loop {
            let log = self.log()?;
            let lines: Vec<&str> = log.lines().filter(|it| it.contains(text)).collect();
            if !lines.is_empty() {
                return Ok(lines.join("\n"));
            }
            ensure!(started.elapsed() < PATIENCE, "not in the log: {text}\n{log}");
            sleep(Duration::from_millis(20));
        }
    }

    /// What `psql` prints for these commands, on both streams; each is a message of its own.
    pub fn psql(&self, commands: &[&str]) -> Result<String> {
        let mut psql = tools::tool("psql")?;
        psql.args(["-X", "-A", "-t", &self.server.url]);
        for it in commands {
            psql.args(["-c", it]);
        }
        Ok(tools::text(&tools::output_in(self.folder(), &mut psql)?))
    }

    /// A `psql` that waits for input.
    pub fn psql_session(&self) -> Result<Child> {
        let mut psql = tools::tool("psql")?;
        psql.args(["-X", "-q", &self.server.url]).current_dir(self.folder());
        psql.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        Ok(psql.spawn()?)
    }

    /// Where its files are.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The folder that has as little room as the test wanted.
    #[must_use]
    pub fn small(&self) -> PathBuf {
        self.folder().join("small")
    }

    /// Its data folder.
    #[must_use]
    pub fn data_folder(&self) -> PathBuf {
        self.folder().join(self.data)
    }

    fn log_file(&self) -> PathBuf {
        self.folder().join("log")
    }
}

impl Drop for OwnServer {
    fn drop(&mut self) {
        // Without waiting for anything: nobody needs the data any more.
        let _ = self.stop("QUIT");
    }
}
