//! The gates before and behind a drop.

use std::fmt;

use super::{Cure, block, facts::Facts};
use crate::domain::{Literal, QualifiedName};

/// Fails when the name belongs to anything but an index on the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GuardDrop {
    /// The index.
    pub name: QualifiedName,
    /// The table that it should be on.
    pub table: QualifiedName,
}

/// Fails when one of the indexes is still there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifyDropped {
    /// The indexes.
    pub names: Vec<QualifiedName>,
    /// How to go on when it fails.
    pub cure: Cure,
}

impl fmt::Display for GuardDrop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (name, table) = (self.name.to_string(), self.table.to_string());
        block::write(
            f,
            &format!(
                "BEGIN
    IF EXISTS (
        SELECT
        FROM pg_class AS c
        LEFT JOIN pg_index AS i ON i.indexrelid = c.oid
        WHERE c.oid = to_regclass({index})
            AND i.indrelid IS DISTINCT FROM to_regclass({on})
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'wrong_object_type',
            MESSAGE = {message},
            HINT = 'It is not what this migration built; look at it before you drop it.';
    END IF;
END",
                index = Literal(&name),
                on = Literal(&table),
                message = Literal(format!("{name} is not an index on {table}: not dropped")),
            ),
        )
    }
}

impl fmt::Display for VerifyDropped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.names.iter().map(|it| Literal(it).to_string()).collect();
        let hint = match &self.cure {
            Cure::RunAgain => Literal("Run the rollback again.").to_string(),
            Cure::ByHand => {
                "format('DROP INDEX CONCURRENTLY %s; then run this again.', name)".to_owned()
            }
            Cure::Script(path) => {
                Literal(format!("Run {path} with psql, then run this again.")).to_string()
            }
        };
        block::write(
            f,
            &format!(
                "DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY[
        {names}
    ] LOOP
        IF to_regclass(name) IS NOT NULL THEN
            RAISE EXCEPTION USING
                ERRCODE = 'object_not_in_prerequisite_state',
                MESSAGE = format('%s is still there', name),
                HINT = {hint};
        END IF;
    END LOOP;
END",
                names = names.join(",\n        "),
            ),
        )
    }
}

impl Facts for GuardDrop {
    fn title(&self) -> String {
        format!("stop unless {} may be dropped", self.name)
    }
}

impl Facts for VerifyDropped {
    fn title(&self) -> String {
        let name = self.names.first().map(ToString::to_string).unwrap_or_default();
        format!("prove that {name} is gone")
    }
}
