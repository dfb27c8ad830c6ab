//! pgvector's objects in this database: their release, and how it changes.

use std::fmt;

use super::{block, facts::Facts};
use crate::domain::{Literal, PgvectorVersion};

/// Lets an upgrade go on or stops it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GuardUpdate {
    /// The release to go to.
    pub to: PgvectorVersion,
    /// The release that should be there, when it is known.
    pub from: Option<PgvectorVersion>,
}

/// Brings pgvector's objects in this database to a release.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UpdateTo {
    /// The release.
    pub to: PgvectorVersion,
}

/// Proves the release in this database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifyUpdate {
    /// The release.
    pub to: PgvectorVersion,
}

/// Says which release stays: pgvector has no scripts to an older one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StayUpdated {
    /// The release that the upgrade went to.
    pub to: PgvectorVersion,
}

impl fmt::Display for GuardUpdate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let to = self.to;
        let from = match self.from {
            Some(from) => format!(
                "    ELSIF installed <> '{from}' THEN
        RAISE EXCEPTION 'pgvector is %, not {from}', installed
            USING HINT = 'Look into what lies between the two, and plan again.';
"
            ),
            None => String::new(),
        };
        block::write(
            f,
            &format!(
                "DECLARE
    installed text := (SELECT extversion FROM pg_extension WHERE extname = 'vector');
BEGIN
    IF installed = '{to}' THEN
        RAISE NOTICE 'pgvector is {to} already';
    ELSIF installed IS NULL THEN
        RAISE EXCEPTION 'pgvector is not in database %', current_database()
            USING HINT = 'CREATE EXTENSION vector;';
    ELSIF NOT EXISTS (
        SELECT FROM pg_available_extension_versions WHERE name = 'vector' AND version = '{to}'
    ) AND NOT EXISTS (
        SELECT FROM pg_extension_update_paths('vector') WHERE target = '{to}'
    ) THEN
        RAISE EXCEPTION 'the server does not have pgvector {to}'
            USING DETAIL = (
                SELECT format('It has %s.', default_version)
                FROM pg_available_extensions
                WHERE name = 'vector'
            ),
                HINT = 'Install the package on every server, replicas first; then run this again.';
{from}    ELSIF NOT EXISTS (
        SELECT
        FROM pg_extension_update_paths('vector')
        WHERE source = installed AND target = '{to}' AND path IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'pgvector has no way from % to {to}', installed
            USING HINT = 'It goes to newer releases only.';
    ELSIF NOT pg_has_role(
        (SELECT extowner FROM pg_extension WHERE extname = 'vector'), 'USAGE'
    ) THEN
        RAISE EXCEPTION 'only the owner of extension vector can upgrade it'
            USING DETAIL = (
                SELECT format('It belongs to %s.', extowner::regrole)
                FROM pg_extension
                WHERE extname = 'vector'
            );
    END IF;
END"
            ),
        )
    }
}

impl fmt::Display for UpdateTo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ALTER EXTENSION vector UPDATE TO {};", Literal(self.to))
    }
}

impl fmt::Display for VerifyUpdate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        block::write(
            f,
            &format!(
                "BEGIN
    IF NOT EXISTS (
        SELECT FROM pg_extension WHERE extname = 'vector' AND extversion = '{}'
    ) THEN
        RAISE EXCEPTION 'pgvector is not {}'
            USING HINT = 'Run this again.';
    END IF;
END",
                self.to, self.to
            ),
        )
    }
}

impl fmt::Display for StayUpdated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        block::write(
            f,
            "BEGIN
    RAISE NOTICE 'pgvector stays at %: it has no scripts to an older release', (
        SELECT extversion FROM pg_extension WHERE extname = 'vector'
    );
END",
        )
    }
}

impl Facts for GuardUpdate {
    fn title(&self) -> String {
        format!("stop unless pgvector can become {}", self.to)
    }
}

impl Facts for UpdateTo {
    fn title(&self) -> String {
        format!("upgrade pgvector to {}", self.to)
    }
}

impl Facts for VerifyUpdate {
    fn title(&self) -> String {
        format!("prove that pgvector is {}", self.to)
    }
}

impl Facts for StayUpdated {
    fn title(&self) -> String {
        format!("say that pgvector stays at {}", self.to)
    }
}
