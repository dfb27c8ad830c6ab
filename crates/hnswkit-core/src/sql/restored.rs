//! The gates between the restore of a dump and the builds of its HNSW indexes.

use std::fmt;

use super::{
    Analyze, Held, Lock, LockMode, block,
    facts::{Facts, lock},
};
use crate::domain::{Literal, PgvectorVersion, QualifiedName};

/// Stops unless the server has a pgvector that is not older than that of the dump.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GuardExtension {
    /// The release where the dump was made.
    pub at_least: PgvectorVersion,
}

/// Stops until the tables are there and have their rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GuardRestored {
    /// The tables.
    pub tables: Vec<QualifiedName>,
    /// The commands that restore everything but the HNSW indexes.
    pub commands: String,
}

impl fmt::Display for GuardExtension {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let PgvectorVersion { major, minor, patch } = self.at_least;
        block::write(
            f,
            &format!(
                "DECLARE
    here text := coalesce(
        (SELECT extversion FROM pg_extension WHERE extname = 'vector'),
        (SELECT default_version FROM pg_available_extensions WHERE name = 'vector')
    );
BEGIN
    IF here IS NULL THEN
        RAISE EXCEPTION 'this server does not have pgvector'
            USING HINT = 'Install the package, then run this again.';
    ELSIF string_to_array(here, '.')::int[] < ARRAY[{major}, {minor}, {patch}] THEN
        RAISE EXCEPTION 'pgvector is %, older than {it} where the dump was made', here
            USING HINT = 'Install a newer package, then run this again.';
    END IF;
END",
                it = self.at_least
            ),
        )
    }
}

impl fmt::Display for GuardRestored {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.tables.iter().map(|it| Literal(it).to_string()).collect();
        block::write(
            f,
            &format!(
                "DECLARE
    name text;
    filled boolean;
BEGIN
    IF EXISTS (
        SELECT
        FROM pg_stat_activity
        WHERE datname = current_database() AND application_name = 'pg_restore'
    ) THEN
        RAISE EXCEPTION 'pg_restore is at work in database %', current_database()
            USING HINT = 'Wait until it has ended, then run this again.';
    END IF;
    FOREACH name IN ARRAY ARRAY[
        {names}
    ] LOOP
        filled := false;
        IF to_regclass(name) IS NOT NULL THEN
            EXECUTE format('SELECT EXISTS (SELECT FROM %s)', name) INTO filled;
        END IF;
        IF NOT filled THEN
            RAISE EXCEPTION USING
                ERRCODE = 'object_not_in_prerequisite_state',
                MESSAGE = format('%s is not restored: it is not there, or has no rows', name),
                HINT = {hint};
        END IF;
    END LOOP;
END",
                names = names.join(",\n        "),
                hint = Literal(format!("Run this, then run the plan again:\n{}", self.commands)),
            ),
        )
    }
}

impl Facts for GuardExtension {
    fn title(&self) -> String {
        format!("stop when pgvector is older than {}", self.at_least)
    }
}

impl Facts for GuardRestored {
    fn title(&self) -> String {
        "stop until the dump is restored but for these indexes".to_owned()
    }

    fn lock(&self) -> Option<Lock> {
        lock(LockMode::AccessShare, self.tables.first()?, Held::Moment)
    }
}

impl Facts for Analyze {
    fn title(&self) -> String {
        format!("count {} for the planner", self.table)
    }

    fn lock(&self) -> Option<Lock> {
        lock(LockMode::ShareUpdateExclusive, &self.table, Held::Moment)
    }
}
