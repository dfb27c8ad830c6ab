//! The index of a partitioned table: made without its parts, given them one by one, dropped with
//! all of them.
//!
//! PostgreSQL knows no `CONCURRENTLY` here. Each statement needs a lock that others notice, for a
//! moment; so each gives up rather than queue in front of everybody, and tries again.

use std::{
    fmt::{self, Write as _},
    sync::Arc,
};

use super::{
    Held, Lock, LockMode, Statement, block,
    facts::{Facts, lock, looks_at},
    inspection::{Inspection, MISMATCH},
    partitions::{cure, differs},
    writer::Clauses,
};
use crate::domain::{IndexDefinition, Literal, QualifiedName};

/// Lets an index of a partitioned table be made, or go on being completed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GuardParent {
    /// The planned index.
    pub definition: Arc<IndexDefinition>,
}

/// `CREATE INDEX … ON ONLY`: INVALID until the index of every partition is attached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreateParent {
    /// The index.
    pub definition: Arc<IndexDefinition>,
}

/// `ALTER INDEX … ATTACH PARTITION`, after a look at what the server does not compare.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttachIndex {
    /// The index of the partitioned table.
    pub parent: QualifiedName,
    /// The index of the partition.
    pub part: Arc<IndexDefinition>,
}

/// `DROP INDEX` of a partitioned table, with all that is attached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DropParent {
    /// The index.
    pub name: QualifiedName,
    /// The partitioned table.
    pub table: QualifiedName,
}

/// Tries `work` up to 30 times, with a second between.
fn retry(work: &str) -> String {
    format!(
        "    FOR attempt IN 1..30 LOOP
        BEGIN
{work}
            EXIT;
        EXCEPTION WHEN lock_not_available THEN
            IF attempt = 30 THEN
                RAISE;
            END IF;
            PERFORM pg_sleep(1);
        END;
    END LOOP;
END"
    )
}

const SHORT: &str = "BEGIN
    -- It gives up rather than queue in front of everybody, and tries again.
    PERFORM set_config('lock_timeout', '1s', true);
";

impl fmt::Display for GuardParent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut body = Inspection(&self.definition).to_string();
        write!(
            body,
            "
    IF to_regclass(index_name) IS NULL THEN
        RETURN;
{MISMATCH}
    ELSIF existing <> planned THEN
        RAISE EXCEPTION 'index % is there with another definition, and INVALID', index_name
            USING DETAIL = format('There is: %s. Planned: %s.', existing, planned),
                HINT = 'Drop it (which drops what is attached to it), or choose another name.';
    ELSIF NOT usable THEN
        RAISE NOTICE 'index % is there and not complete: going on', index_name;
    END IF;
END"
        )?;
        block::write(f, &body)
    }
}

impl fmt::Display for CreateParent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let it = &*self.definition;
        let mut create = String::new();
        let mut sql = Clauses::new(&mut create, "            ");
        sql.clause(format_args!("CREATE INDEX IF NOT EXISTS {}", it.name))?;
        sql.clause(format_args!("ON ONLY {}", it.table))?;
        super::create_index::definition(&mut sql, it)?;
        sql.end()?;
        block::write(f, &format!("{SHORT}{}", retry(&create)))
    }
}

impl fmt::Display for AttachIndex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let part = self.part.qualified_name();
        let attach = format!("            ALTER INDEX {} ATTACH PARTITION {part};", self.parent);
        block::write(
            f,
            &format!(
                "DECLARE
    part_name text := {part_name};
    parent_name text := {parent_name};
BEGIN
    IF EXISTS (
        SELECT
        FROM pg_inherits AS h
        JOIN pg_index AS i ON i.indexrelid = h.inhparent
        WHERE h.inhrelid = to_regclass(part_name) AND h.inhparent = to_regclass(parent_name) AND i.indisvalid
    ) THEN
        RETURN;
    ELSIF EXISTS (SELECT FROM pg_class AS c WHERE c.oid = to_regclass(part_name) AND ({differs})) THEN
        -- The server would take it.
        RAISE EXCEPTION 'index % has other parameters than planned', part_name
            USING HINT = format('{cure}', part_name);
    END IF;
    -- It gives up rather than queue in front of everybody, and tries again.
    PERFORM set_config('lock_timeout', '1s', true);
{retry}",
                part_name = Literal(&part),
                parent_name = Literal(&self.parent),
                differs = differs("c.reloptions", &self.part),
                cure = cure(&self.part),
                retry = retry(&attach),
            ),
        )
    }
}

impl fmt::Display for DropParent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let work = format!(
            "            until := clock_timestamp() + interval '1 second';
            FOR relation IN SELECT t.relid FROM pg_partition_tree(to_regclass({table})) AS t LOOP
                PERFORM set_config(
                    'lock_timeout',
                    greatest(1, extract(milliseconds FROM until - clock_timestamp())::int)::text,
                    true
                );
                EXECUTE format('LOCK TABLE ONLY %s IN ACCESS EXCLUSIVE MODE', relation);
            END LOOP;
            DROP INDEX IF EXISTS {};",
            self.name,
            table = Literal(&self.table),
        );
        block::write(
            f,
            &format!(
                "DECLARE
    relation regclass;
    until timestamptz;
BEGIN
    IF to_regclass({}) IS NULL THEN
        RETURN;
    END IF;
    -- It needs the table and every partition, within one second: it gives up rather than queue in
    -- front of everybody, and tries again.
{}",
                Literal(&self.name),
                retry(&work)
            ),
        )
    }
}

impl Facts for GuardParent {
    fn title(&self) -> String {
        format!("stop unless {} may be made or completed", self.definition.qualified_name())
    }

    fn lock(&self) -> Option<Lock> {
        looks_at(&self.definition.table)
    }
}

impl Facts for CreateParent {
    fn title(&self) -> String {
        format!("make {} without its parts", self.definition.qualified_name())
    }

    fn patience(&self) -> Option<u32> {
        Some(1)
    }

    fn lock(&self) -> Option<Lock> {
        lock(LockMode::Share, &self.definition.table, Held::Moment)
    }

    fn inverse(&self) -> Option<Statement> {
        let (name, table) = (self.definition.qualified_name(), self.definition.table.clone());
        Some(DropParent { name, table }.into())
    }
}

impl Facts for AttachIndex {
    fn title(&self) -> String {
        format!("attach {} to {}", self.part.qualified_name(), self.parent)
    }

    fn patience(&self) -> Option<u32> {
        Some(1)
    }

    fn lock(&self) -> Option<Lock> {
        lock(LockMode::AccessExclusive, &self.part.qualified_name(), Held::Moment)
    }
}

impl Facts for DropParent {
    fn title(&self) -> String {
        format!("drop {} with all of its parts, if any", self.name)
    }

    fn patience(&self) -> Option<u32> {
        Some(1)
    }

    fn lock(&self) -> Option<Lock> {
        lock(LockMode::AccessExclusive, &self.table, Held::Moment)
    }
}
