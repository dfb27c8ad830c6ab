//! A fresh database for each test.

use std::sync::atomic::{AtomicU32, Ordering};

use anyhow::{Context, Result};

use crate::{server::Server, session::Session};

/// A database of one test, with pgvector; dropped at the end unless `HNSWKIT_KEEP` is set.
pub struct Database {
    admin_url: String,
    name: String,
    url: String,
}

impl Database {
    /// Creates it on the server; the test's name becomes part of the database's.
    pub fn create(server: &Server, test: &str) -> Result<Self> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!(
            "hnswkit_{}_{}_{}",
            plain(test),
            std::process::id(),
            COUNT.fetch_add(1, Ordering::Relaxed)
        );
        let mut admin = Session::connect(&server.url)?;
        admin
            .batch_execute(&format!("CREATE DATABASE {name}"))
            .with_context(|| format!("cannot create {name} on {}", server.url))?;
        let url = with_database(&server.url, &name);
        let database = Self { admin_url: server.url.clone(), name, url };
        database.connect()?.batch_execute("CREATE EXTENSION vector")?;
        Ok(database)
    }

    /// Where clients connect to it.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Its name on the server.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// A new connection.
    pub fn connect(&self) -> Result<Session> {
        Session::connect(&self.url)
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if std::env::var_os("HNSWKIT_KEEP").is_some() {
            eprintln!("HNSWKIT_KEEP: {}", self.url);
            return;
        }
        let sql = format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name);
        let dropped = Session::connect(&self.admin_url).map(|mut it| it.batch_execute(&sql));
        if let Ok(Err(error)) = dropped {
            eprintln!("cannot drop {}: {error}", self.name);
        }
    }
}

/// Lower-case letters, digits and `_`, at most 30 of them: an identifier without quotes.
fn plain(test: &str) -> String {
    let letter = |it: char| if it.is_ascii_alphanumeric() { it.to_ascii_lowercase() } else { '_' };
    test.chars().take(30).map(letter).collect()
}

/// The same URL with another database.
fn with_database(url: &str, name: &str) -> String {
    let (before, query) = match url.split_once('?') {
        Some((before, query)) => (before, format!("?{query}")),
        None => (url, String::new()),
    };
    let authority = before.find("://").map_or(0, |it| it + 3);
    let end = before[authority..].find('/').map_or(before.len(), |it| authority + it);
    format!("{}/{name}{query}", &before[..end])
}

#[cfg(test)]
mod tests {
    use super::{plain, with_database};

    #[track_caller]
    fn check(url: &str, expected: &str) {
        assert_eq!(with_database(url, "new"), expected);
    }

    #[test]
    fn the_database_of_a_url_is_replaced() {
        check("postgresql://u@h:1/old", "postgresql://u@h:1/new");
        check(
            "postgresql://u:p@h:1/old?sslmode=disable",
            "postgresql://u:p@h:1/new?sslmode=disable",
        );
        check("postgresql://h", "postgresql://h/new");
        check("postgresql://h?connect_timeout=3", "postgresql://h/new?connect_timeout=3");
    }

    #[test]
    fn test_names_become_identifiers() {
        assert_eq!(plain("bounds::M above 100"), "bounds__m_above_100");
        assert_eq!(plain(&"x".repeat(99)).len(), 30);
    }
}
