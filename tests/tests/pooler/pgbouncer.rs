//! A PgBouncer before one database, with a single connection to the server for each user.

use std::{
    fs,
    os::unix::fs::{MetadataExt as _, PermissionsExt as _},
};

use anyhow::{Context, Result, bail};
use hnswkit_tests::{Database, Process, Role, Server, Session, free_port, program};
use postgres::config::{Config, Host};
use tempfile::TempDir;

/// When a connection to the server goes to the next client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// At the end of each transaction.
    Transaction,
    /// When the client leaves.
    Session,
}

/// Three hundred rows, and a planner that takes the index for so few.
const SCHEMA: &str = "CREATE TABLE items (id bigint PRIMARY KEY, embedding vector(3));
    INSERT INTO items SELECT n, format('[%s,%s,%s]', n % 7, n % 11, n % 13)::vector
        FROM generate_series(1, 300) AS n;
    CREATE INDEX ON items USING hnsw (embedding vector_l2_ops);
    ANALYZE items;
    GRANT SELECT ON items TO PUBLIC;
    DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET enable_seqscan = off', current_database()); END $$";

/// A database with a table to search, and a pooler before it; both end when this is dropped.
pub(super) struct PgBouncer {
    // In the order in which they have to go.
    _process: Process,
    role: Role,
    database: Database,
    url: String,
    _folder: TempDir,
}

impl PgBouncer {
    /// Starts it; besides the superuser it knows one role.
    pub(super) fn start(server: &Server, mode: Mode) -> Result<Self> {
        let database = Database::create(server, "pooler")?;
        database.connect()?.batch_execute(SCHEMA)?;
        let role = Role::create(&database)?;
        let config: Config = server.url.parse()?;
        let (host, port) = address(&config)?;
        let user = config.get_user().context("no user")?;
        let password = String::from_utf8_lossy(config.get_password().unwrap_or_default());
        let own_port = free_port()?;
        let folder = tempfile::tempdir()?;
        // It gives root's rights up before it reads the users.
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755))?;
        let (users, file) = (folder.path().join("users.txt"), folder.path().join("pgbouncer.ini"));
        fs::write(&users, format!("\"{user}\" \"{password}\"\n\"{}\" \"\"\n", role.name))?;
        let ini = format!(
            "[databases]
* = host={host} port={port}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {own_port}
unix_socket_dir =
auth_type = trust
auth_file = {users}
admin_users = {user}
pool_mode = {mode}
default_pool_size = 1
",
            users = users.display(),
            mode = match mode {
                Mode::Transaction => "transaction",
                Mode::Session => "session",
            },
        );
        fs::write(&file, ini)?;
        let mut command = program("pgbouncer").context("pgbouncer is not installed")?;
        // It refuses to run as root.
        if fs::metadata(folder.path())?.uid() == 0 {
            command.args(["--user", "nobody"]);
        }
        command.arg(&file);
        let url = format!("postgresql://{user}@127.0.0.1:{own_port}/{}", database.name());
        let is_ready = || Session::connect(&url).is_ok();
        let process = Process::start_until(&mut command, folder.path(), is_ready)?;
        Ok(Self { _process: process, role, database, url, _folder: folder })
    }

    /// Where clients connect to it.
    pub(super) fn url(&self) -> &str {
        &self.url
    }

    /// The role that it knows besides the superuser.
    pub(super) fn role(&self) -> &Role {
        &self.role
    }

    /// A new client: the superuser.
    pub(super) fn connect(&self) -> Result<Session> {
        Session::connect(&self.url)
    }

    /// A new client: the role.
    pub(super) fn connect_as_role(&self) -> Result<Session> {
        Session::connect(&self.role.url(&self.url))
    }

    /// Says a command in its console.
    pub(super) fn command(&self, command: &str) -> Result<()> {
        let url = self.url.replace(self.database.name(), "pgbouncer");
        Ok(Session::connect(&url)?.batch_execute(command)?)
    }
}

/// Host and port of the server.
fn address(config: &Config) -> Result<(String, u16)> {
    let port = config.get_ports().first().copied().unwrap_or(5432);
    match config.get_hosts().first() {
        Some(Host::Tcp(host)) => Ok((host.clone(), port)),
        Some(Host::Unix(folder)) => Ok((folder.display().to_string(), port)),
        None => bail!("the server's URL has no host"),
    }
}

/// Sixty rows are asked for: as many come as `hnsw.ef_search` allows.
pub(super) const SEARCH: &str = "SELECT id FROM items ORDER BY embedding <-> '[1,2,3]' LIMIT 60";

/// How many rows a search finds, and the process of the server that searched.
pub(super) fn search(session: &mut Session) -> Result<(usize, String)> {
    let rows = session.values(SEARCH)?.len();
    Ok((rows, session.value("SELECT pg_backend_pid()")?))
}
