//! Finds what interrupted operations have left of an index, and makes it droppable by name.
//!
//! `REINDEX INDEX CONCURRENTLY` chooses the names of what it builds when it runs: `<name>_ccnew`
//! and `_ccold`, with a number behind them when they are taken, and the name cut to 63 bytes. So
//! the server's catalog is asked, and what is found is renamed to names that a plan can know.

use std::fmt;

use super::{
    Build, Held, Lock, LockMode, block,
    facts::{Facts, lock, looks_at},
};
use crate::domain::{Literal, QualifiedName};

/// An index and the names that operations on it leave behind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftoverNames {
    /// The index.
    pub name: QualifiedName,
    /// The table that it is on.
    pub table: QualifiedName,
    /// Other names that an INVALID index is a leftover under.
    pub own: Vec<QualifiedName>,
    /// The names that leftovers get before they are dropped.
    pub slots: Vec<QualifiedName>,
}

/// Renames INVALID leftovers to the names that the next statements drop, or drops them at once
/// where a transaction holds it all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SweepLeftovers {
    /// Where to look.
    pub names: LeftoverNames,
    /// How the plan drops indexes.
    pub build: Build,
}

/// Fails when a leftover is still there; its hint has the statements that drop them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifySwept {
    /// Where to look.
    pub names: LeftoverNames,
}

impl LeftoverNames {
    fn list(names: &[&QualifiedName]) -> String {
        names.iter().map(|it| Literal(it.name.as_str()).to_string()).collect::<Vec<_>>().join(", ")
    }

    /// `FROM` and `WHERE` of the INVALID indexes that are leftovers of the index.
    fn found(&self, own: &[&QualifiedName]) -> String {
        let own = match own {
            [] => String::new(),
            own => format!("c.relname IN ({}) OR ", Self::list(own)),
        };
        // PostgreSQL 18 src/backend/commands/indexcmds.c makeObjectName: the name is cut so that
        // it has room for the rest, at a character.
        format!(
            "FROM pg_index AS i
        JOIN pg_class AS c ON c.oid = i.indexrelid
        CROSS JOIN LATERAL (
            SELECT regexp_replace(c.relname::text, '(_cc(new|old)[0-9]*)+$', '') AS stem
        ) AS s
        WHERE i.indrelid = to_regclass({table})
            AND NOT (i.indisvalid AND i.indisready)
            AND ({own}s.stem <> c.relname AND (
                s.stem = {name}
                OR 59 < octet_length(c.relname::text) AND starts_with({name}, s.stem)
            ))",
            table = Literal(&self.table),
            name = Literal(self.name.name.as_str()),
        )
    }
}

impl fmt::Display for SweepLeftovers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = &self.names;
        let own: Vec<_> = names.own.iter().collect();
        let found = names.found(&own);
        let table = Literal(&names.table);
        let (declared, act) = match self.build {
            Build::Plain => {
                (String::new(), "        EXECUTE format('DROP INDEX %s', it.index);".to_owned())
            }
            Build::Concurrent => {
                let slots: Vec<_> = names.slots.iter().collect();
                let full: Vec<_> = slots.iter().map(|it| Literal(it).to_string()).collect();
                (
                    "\n    slot name;".to_owned(),
                    format!(
                        "        slot := (
            SELECT n
            FROM unnest(ARRAY[{slots}]::name[], ARRAY[{full}]) AS u (n, q)
            WHERE to_regclass(q) IS NULL
            LIMIT 1
        );
        IF slot IS NULL THEN
            RAISE EXCEPTION 'more leftovers of {plain} than this can remove at once'
                USING HINT = format('DROP INDEX CONCURRENTLY %s; then run this again.', it.index);
        END IF;
        EXECUTE format('ALTER INDEX %s RENAME TO %I', it.index, slot);",
                        slots = LeftoverNames::list(&slots),
                        full = full.join(", "),
                        plain = names.name.to_string().replace('\'', "''").replace('%', "%%"),
                    ),
                )
            }
        };
        let slots: Vec<_> = names.slots.iter().map(|it| Literal(it).to_string()).collect();
        block::write(
            f,
            &format!(
                "DECLARE
    it record;{declared}
BEGIN
    IF EXISTS (SELECT FROM pg_stat_progress_create_index WHERE relid = to_regclass({table})) THEN
        RAISE EXCEPTION USING
            MESSAGE = {busy},
            HINT = 'Wait for it, or cancel it; then run this again.';
    END IF;
    -- The names that are dropped next may belong to leftovers only.
    FOR it IN
        SELECT c.oid::regclass AS index
        FROM pg_class AS c
        LEFT JOIN pg_index AS i ON i.indexrelid = c.oid
        WHERE c.oid IN (to_regclass({slots}))
            AND (i.indisvalid AND i.indisready OR i.indrelid IS DISTINCT FROM to_regclass({table}))
    LOOP
        RAISE EXCEPTION '% is there and is not a leftover', it.index
            USING HINT = 'Rename it: this name is dropped in the next steps.';
    END LOOP;
    FOR it IN
        SELECT c.oid::regclass AS index
        {found}
    LOOP
        RAISE NOTICE 'index % is INVALID, left by something that did not finish: removing it', it.index;
{act}
    END LOOP;
END",
                busy = Literal(format!("another session is building an index on {}", names.table)),
                slots = slots.join("), to_regclass("),
            ),
        )
    }
}

impl fmt::Display for VerifySwept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let own: Vec<_> = self.names.own.iter().chain(&self.names.slots).collect();
        block::write(
            f,
            &format!(
                "DECLARE
    names text;
    cure text;
BEGIN
    SELECT
        string_agg(c.oid::regclass::text, ', '),
        string_agg(format('DROP INDEX CONCURRENTLY %s;', c.oid::regclass), ' ')
        INTO names, cure
        {};
    IF names IS NOT NULL THEN
        RAISE EXCEPTION 'INVALID leftovers are still there: %', names
            USING HINT = cure || ' Then run this again.';
    END IF;
END",
                self.names.found(&own),
            ),
        )
    }
}

impl Facts for SweepLeftovers {
    fn title(&self) -> String {
        format!("move leftovers of {} out of the way", self.names.name)
    }

    fn lock(&self) -> Option<Lock> {
        match self.build {
            Build::Concurrent => looks_at(&self.names.table),
            Build::Plain => lock(LockMode::AccessExclusive, &self.names.table, Held::Transaction),
        }
    }
}

impl Facts for VerifySwept {
    fn title(&self) -> String {
        format!("prove that no leftover of {} is there", self.names.name)
    }

    fn lock(&self) -> Option<Lock> {
        looks_at(&self.names.table)
    }
}
