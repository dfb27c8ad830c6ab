//! A message that is to be produced, and what is compared.

use std::{
    collections::BTreeSet,
    thread,
    time::{Duration, Instant},
};

use anyhow::{Result, ensure};
use hnswkit_core::explain::{Explained, explain};
use hnswkit_tests::{Server, Session, Version};

/// The servers that say something so.
#[derive(Debug, Clone, Copy)]
pub(super) struct On {
    /// The oldest pgvector.
    since: Version,
    /// The oldest pgvector that says it otherwise, or not at all.
    before: Version,
    /// The oldest PostgreSQL.
    postgres: u32,
    /// The oldest PostgreSQL that says it otherwise.
    before_postgres: u32,
}

impl On {
    /// Every server.
    pub(super) const ALL: Self = Self {
        since: Version::OLDEST,
        before: Version::new(u32::MAX, 0, 0),
        postgres: 0,
        before_postgres: u32::MAX,
    };

    /// Since a pgvector.
    pub(super) const fn since(since: Version) -> Self {
        Self { since, ..Self::ALL }
    }

    /// Before a pgvector.
    pub(super) const fn before(before: Version) -> Self {
        Self { before, ..Self::ALL }
    }

    /// Since a PostgreSQL.
    pub(super) const fn since_postgres(postgres: u32) -> Self {
        Self { postgres, ..Self::ALL }
    }

    /// Before a PostgreSQL.
    pub(super) const fn before_postgres(before_postgres: u32) -> Self {
        Self { before_postgres, ..Self::ALL }
    }

    /// Since a pgvector, on these releases of PostgreSQL.
    pub(super) const fn between(since: Version, postgres: u32, before_postgres: u32) -> Self {
        Self { since, postgres, before_postgres, ..Self::ALL }
    }

    /// These servers and others.
    pub(super) fn and(self, other: Self) -> Self {
        Self {
            since: self.since.min(other.since),
            before: self.before.max(other.before),
            postgres: self.postgres.min(other.postgres),
            before_postgres: self.before_postgres.max(other.before_postgres),
        }
    }

    /// These servers in words; none for all.
    pub(super) fn told(self) -> Option<String> {
        let mut told = vec![];
        if self.since != Self::ALL.since {
            told.push(format!("pgvector {} and later", self.since));
        }
        if self.before != Self::ALL.before {
            told.push(format!("pgvector before {}", self.before));
        }
        if self.postgres != Self::ALL.postgres {
            told.push(format!("PostgreSQL {} and later", self.postgres));
        }
        if self.before_postgres != Self::ALL.before_postgres {
            told.push(format!("PostgreSQL {} and older", self.before_postgres - 1));
        }
        (!told.is_empty()).then(|| told.join(", "))
    }

    /// Whether the server is one of them.
    pub(super) fn has(self, server: &Server) -> bool {
        self.since <= server.pgvector
            && server.pgvector < self.before
            && (self.postgres..self.before_postgres).contains(&server.postgres_major)
    }
}

/// Something that takes more than a statement, and the patterns of what is said then.
pub(super) struct Scenario<P> {
    /// What it is, as an identifier.
    pub(super) name: &'static str,
    /// Where it is said so.
    pub(super) on: On,
    /// The patterns of the messages, as the table has them, in any order.
    pub(super) says: &'static [&'static str],
    /// Does it, and gives what was said.
    pub(super) run: fn(&mut P) -> Result<String>,
}

/// Everything that the server says to `sql`, as psql prints it.
pub(super) fn said(session: &mut Session, sql: &str) -> Vec<String> {
    session.take_notices();
    let result = session.batch_execute(sql);
    let notices = session.take_notices();
    let notices = notices.iter().map(|it| format!("{}:  {}", it.severity(), it.message()));
    let error = result.err().and_then(|error| {
        let it = error.as_db_error()?;
        Some(format!("{}:  {}", it.severity(), it.message()))
    });
    notices.chain(error).collect()
}

/// The messages in `said` are those of these patterns, and nothing is left over.
pub(super) fn compare(what: &str, said: &str, patterns: &[&str]) -> Result<()> {
    // Line by line: of two messages with one explanation, the whole text shows the first.
    let explained: Vec<Explained> = said.lines().map(explain).collect();
    let found = explained.iter().flat_map(|it| &it.found).map(|it| it.pattern);
    let found: BTreeSet<&str> = found.collect();
    let expected: BTreeSet<&str> = patterns.iter().copied().collect();
    ensure!(found == expected, "{what}\n{said}\n{found:#?}\ninstead of {expected:#?}");
    let unknown: Vec<_> = explained.iter().flat_map(|it| &it.unknown).collect();
    ensure!(unknown.is_empty(), "{what}\n{said}\n{unknown:?}");
    Ok(())
}

/// What `ask` gives once it gives something.
pub(super) fn patiently<T>(mut ask: impl FnMut() -> Result<Option<T>>) -> Result<T> {
    let started = Instant::now();
    loop {
        if let Some(it) = ask()? {
            return Ok(it);
        }
        ensure!(started.elapsed() < Duration::from_secs(10), "waited in vain");
        thread::sleep(Duration::from_millis(10));
    }
}
