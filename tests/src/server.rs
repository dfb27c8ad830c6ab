//! The servers that the tests run on, as the environment names them.

use std::fmt;

use anyhow::{Context, Result, ensure};
use postgres::{Client, NoTls};

use crate::version::Version;

/// A server with pgvector.
#[derive(Debug, Clone)]
pub struct Server {
    /// Begins the names of its tests: `0.8.6`, or `container-0.8.0`.
    pub label: String,
    /// What `CREATE EXTENSION vector` gives there.
    pub pgvector: Version,
    /// PostgreSQL's major version.
    pub postgres_major: u32,
    /// Where a superuser may connect.
    pub url: String,
}

impl Server {
    /// A server whose version of pgvector is known; it is asked for PostgreSQL's.
    pub fn declared(label: &str, pgvector: Version, url: &str) -> Result<Self> {
        let number = ask(&mut connect(url)?, "SHOW server_version_num")?;
        let number: u32 = number.parse()?;
        Ok(Self {
            label: label.to_owned(),
            pgvector,
            postgres_major: number / 10_000,
            url: url.to_owned(),
        })
    }

    /// A server of unknown versions: it is asked for both.
    pub fn at(label: &str, url: &str) -> Result<Self> {
        let available = "SELECT default_version FROM pg_available_extensions WHERE name = 'vector'";
        let pgvector = ask(&mut connect(url)?, available)
            .with_context(|| format!("{url} has no pgvector; install it there"))?;
        Self::declared(label, pgvector.parse()?, url)
    }

    /// The servers of `HNSWKIT_TEST_SERVERS`, and the one of `HNSWKIT_TEST_DATABASE_URL`.
    pub fn from_env() -> Result<Vec<Self>> {
        let mut servers = Vec::new();
        for entry in env("HNSWKIT_TEST_SERVERS").split(';').filter(|it| !it.is_empty()) {
            let (version, url) = entry
                .split_once('=')
                .with_context(|| format!("HNSWKIT_TEST_SERVERS: `{entry}` is not `version=url`"))?;
            servers.push(Self::declared(version, version.parse()?, url)?);
        }
        let own = env("HNSWKIT_TEST_DATABASE_URL");
        if !own.is_empty() {
            let mut server = Self::at("yours", &own)?;
            server.label = format!("yours-{}", server.pgvector);
            servers.push(server);
        }
        Ok(servers)
    }

    /// Whether this server has what came with that version of pgvector.
    #[must_use]
    pub fn has(&self, since: Version) -> bool {
        since <= self.pgvector
    }
}

impl fmt::Display for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "pgvector {} on PostgreSQL {}", self.pgvector, self.postgres_major)
    }
}

fn env(name: &str) -> String {
    std::env::var(name).unwrap_or_default()
}

fn connect(url: &str) -> Result<Client> {
    Client::connect(url, NoTls).with_context(|| {
        format!(
            "cannot connect to {url}; is it running?\n\
             cargo xtask servers start; eval \"$(cargo xtask servers env)\""
        )
    })
}

fn ask(client: &mut Client, sql: &str) -> Result<String> {
    let rows = client.query(sql, &[])?;
    ensure!(rows.len() == 1, "{sql}: {} rows instead of one", rows.len());
    Ok(rows[0].try_get(0)?)
}
