//! Runs a page's blocks on a server.

use std::{
    collections::BTreeMap,
    fmt,
    path::Path,
    thread::sleep,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail, ensure};
use postgres::{Config, config::Host};

use crate::{
    alembic::Alembic,
    blocks::{
        console::Console,
        mask::difference,
        page::{Block, Page},
    },
    database::Database,
    server::Server,
    tools::{hnswkit, text, tools},
};

/// What psql prints at the beginning of a line when something failed.
const FAILURES: &[&str] = &["ERROR:  ", "FATAL:  ", "invalid command ", "psql: error: "];

/// How long a block in the background may take until it waits for a lock, or is done.
const SETTLED: Duration = Duration::from_secs(60);

/// What was done with the blocks of some pages.
#[derive(Debug, Default)]
pub struct Tally {
    /// How many were run.
    pub run: usize,
    /// How many outputs were compared.
    pub compared: usize,
    /// How many are for other servers.
    pub other_servers: usize,
    /// Where blocks stand that are not run, with their reasons.
    pub not_run: Vec<String>,
}

impl Tally {
    /// Adds what was done with another page.
    pub fn add(&mut self, other: Self) {
        self.run += other.run;
        self.compared += other.compared;
        self.other_servers += other.other_servers;
        self.not_run.extend(other.not_run);
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} blocks run, {} outputs compared, {} for other servers, {} not run",
            self.run,
            self.compared,
            self.other_servers,
            self.not_run.len()
        )?;
        self.not_run.iter().try_for_each(|it| write!(f, "\n  {it}"))
    }
}

impl Page {
    /// Runs the blocks in a fresh database with pgvector, in order, each in its session.
    ///
    /// `setup` is run before them. Every block that does not do as the page says is in the error.
    pub fn run(&self, server: &Server, setup: &str) -> Result<Tally> {
        let database = Database::create(server, &self.name)?;
        database.connect()?.batch_execute(setup).context("setup")?;
        let mut reader =
            Reader { sessions: BTreeMap::new(), database, project: None, pending: BTreeMap::new() };
        let mut tally = Tally::default();
        let mut problems = vec![];
        for block in &self.blocks {
            if let Some(why) = &block.info.not_run {
                tally.not_run.push(format!("{}:{}: {why}", self.name, block.line));
            } else if !block.info.servers.include(server) {
                tally.other_servers += 1;
            } else if let Some(why) = block.is_shell().then(missing).flatten() {
                tally.not_run.push(format!("{}:{}: {why}", self.name, block.line));
            } else {
                tally.run += 1;
                match reader.run(server, block) {
                    Ok(compared) => tally.compared += compared,
                    Err(error) => problems.push(format!("{}:{error:#}", self.name)),
                }
            }
        }
        for (_, block) in std::mem::take(&mut reader.pending) {
            problems.push(format!("{}:{}: nothing awaits this block", self.name, block.line));
        }
        ensure!(problems.is_empty(), "{}", problems.join("\n"));
        Ok(tally)
    }
}

/// One who types the blocks into terminals.
struct Reader<'p> {
    // Closed before the database is dropped: fields are dropped in this order.
    sessions: BTreeMap<String, Console>,
    database: Database,
    /// Where commands are run.
    project: Option<Alembic>,
    /// Blocks in the background, by session.
    pending: BTreeMap<String, &'p Block>,
}

impl<'p> Reader<'p> {
    /// How many outputs were compared.
    fn run(&mut self, server: &Server, block: &'p Block) -> Result<usize> {
        let mut compared = 0;
        if let Some(session) = &block.info.after {
            compared += self.wait(server, session, block)?;
        }
        if block.is_shell() {
            let printed = self.shell(block).with_context(|| block.line.to_string())?;
            return Ok(compared + judge(server, block, &printed)?);
        }
        let name = &block.info.session;
        if let Some(running) = self.pending.get(name) {
            bail!("{}: its session still runs the block of line {}", block.line, running.line);
        }
        let console = self.console(name)?;
        console.send(&block.text)?;
        if block.info.background {
            self.pending.insert(name.clone(), block);
            self.settle(name).with_context(|| block.line.to_string())?;
            return Ok(compared);
        }
        let printed = console.receive().with_context(|| block.line.to_string())?;
        compared += judge(server, block, &printed)?;
        if let Some(session) = &block.info.awaits {
            compared += self.wait(server, session, block)?;
        }
        Ok(compared)
    }

    /// Runs commands in a folder with an Alembic project; psql connects to the database by itself.
    fn shell(&mut self, block: &Block) -> Result<String> {
        if self.project.is_none() {
            self.project = Some(Alembic::create(self.database.url(), "psycopg")?);
        }
        let project = self.project.as_ref().context("it was created above")?;
        let output = project.shell(&block.text, &environment(self.database.url())?)?;
        let printed = text(&output);
        ensure!(output.status.success() != block.info.fails, "{}\n{printed}", output.status);
        Ok(printed)
    }

    fn console(&mut self, name: &str) -> Result<&mut Console> {
        if !self.sessions.contains_key(name) {
            let console = Console::open(self.database.url(), &application(name))?;
            self.sessions.insert(name.to_owned(), console);
        }
        self.sessions.get_mut(name).context("the session was opened above")
    }

    /// Waits for the block in the background of a session.
    fn wait(&mut self, server: &Server, session: &str, block: &Block) -> Result<usize> {
        let running = self.pending.remove(session);
        let running = running.with_context(|| {
            format!("{}: nothing runs in the background of `{session}`", block.line)
        })?;
        let printed = self.console(session)?.receive();
        judge(server, running, &printed.with_context(|| running.line.to_string())?)
    }

    /// Waits until the session waits for a lock, or is done.
    fn settle(&mut self, name: &str) -> Result<()> {
        let waits = format!(
            "SELECT count(*) FROM pg_stat_activity
             WHERE datname = current_database() AND application_name = '{}'
                 AND state = 'active' AND wait_event_type = 'Lock'",
            application(name)
        );
        let mut watcher = self.database.connect()?;
        let begin = Instant::now();
        while !self.console(name)?.is_done() && watcher.value(&waits)? == "0" {
            ensure!(begin.elapsed() < SETTLED, "neither done nor waiting after {SETTLED:?}");
            sleep(Duration::from_millis(20));
        }
        Ok(())
    }
}

/// Why commands cannot be run; in CI they fail instead.
fn missing() -> Option<String> {
    let in_ci = std::env::var_os("CI").is_some_and(|it| it == "true");
    hnswkit().err().filter(|_| !in_ci).map(|it| it.to_string())
}

/// What lets commands find each other, and psql the database.
fn environment(url: &str) -> Result<Vec<(&'static str, String)>> {
    let config: Config = url.parse()?;
    let Some(Host::Tcp(host)) = config.get_hosts().first() else {
        bail!("{url} has no host");
    };
    let command = hnswkit()?;
    let folders = [tools().map(|it| it.join("bin")), command.parent().map(Path::to_path_buf)];
    let path = std::env::var_os("PATH").unwrap_or_default();
    let path =
        std::env::join_paths(folders.into_iter().flatten().chain(std::env::split_paths(&path)))?;
    let port = config.get_ports().first().copied().unwrap_or(5432);
    let password = config.get_password().map(String::from_utf8_lossy).unwrap_or_default();
    Ok(vec![
        ("PATH", path.to_string_lossy().into_owned()),
        ("PGHOST", host.clone()),
        ("PGPORT", port.to_string()),
        ("PGUSER", config.get_user().unwrap_or("postgres").to_owned()),
        ("PGPASSWORD", password.into_owned()),
        ("PGDATABASE", config.get_dbname().unwrap_or("postgres").to_owned()),
    ])
}

/// What a session is called on the server.
fn application(session: &str) -> String {
    format!("session {}", if session.is_empty() { "main" } else { session })
}

/// Compares what was printed with what the page says; how many outputs were compared.
fn judge(server: &Server, block: &Block, printed: &str) -> Result<usize> {
    let line = block.line;
    let says = |line: &str| FAILURES.iter().any(|word| line.starts_with(word));
    let failed = match block.is_shell() {
        // Its exit code has said it.
        true => block.info.fails,
        false => printed.lines().any(says),
    };
    match (block.info.fails, failed) {
        (false, true) => bail!("{line}: must succeed, but this is printed\n{printed}"),
        (true, false) => bail!("{line}: must fail, but this is printed\n{printed}"),
        _ => {}
    }
    let output = block.outputs.iter().find(|it| it.info.servers.include(server));
    let Some(output) = output else { return Ok(0) };
    match difference(&output.text, printed) {
        None => Ok(1),
        Some(at) => {
            bail!(
                "{line}: expected\n{}but this is printed\n{printed}differs at `{at}`",
                output.text
            )
        }
    }
}
