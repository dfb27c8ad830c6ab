//! The proof behind each stage.

use std::{fmt, sync::Arc};

use super::{ModelColumns, Side};
use crate::{
    domain::Literal,
    sql::{
        Lock, block,
        facts::{Facts, looks_at},
    },
};

/// How far a change of model is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ModelState {
    /// Nothing of it is there.
    Absent,
    /// The column is there, and the old one serves.
    Prepared,
    /// The new one serves.
    Switched,
    /// Only the new one is there.
    Contracted,
}

/// Fails unless the change is that far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifyModel {
    /// The columns.
    pub columns: Arc<ModelColumns>,
    /// The state.
    pub state: ModelState,
}

impl fmt::Display for VerifyModel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let it = &*self.columns;
        let is_there = |side: Side, word: &str| format!("{} IS {word}", it.type_of(side));
        let enabled = format!(
            "EXISTS (
            SELECT FROM pg_trigger
            WHERE tgrelid = relation AND tgname = {} AND tgenabled IN ('O', 'A')
        )",
            Literal(it.books.name.as_str())
        );
        let holds = match self.state {
            ModelState::Absent => vec![is_there(Side::New, "NULL"), "books IS NULL".to_owned()],
            ModelState::Prepared => vec![
                is_there(Side::Old, "NOT NULL"),
                is_there(Side::New, "NOT NULL"),
                "since IS NULL".to_owned(),
                enabled,
            ],
            ModelState::Switched => vec![
                is_there(Side::Old, "NOT NULL"),
                is_there(Side::New, "NOT NULL"),
                "since IS NOT NULL".to_owned(),
                enabled,
            ],
            ModelState::Contracted => vec![
                is_there(Side::Old, "NULL"),
                is_there(Side::New, "NOT NULL"),
                "books IS NULL".to_owned(),
            ],
        };
        block::write(
            f,
            &format!(
                "{declare}BEGIN
    IF (
        {holds}
    ) IS NOT TRUE THEN
        RAISE EXCEPTION USING
            ERRCODE = 'object_not_in_prerequisite_state',
            MESSAGE = {message},
            HINT = 'Run this again.';
    END IF;
END",
                declare = it.declare(),
                holds = holds.join("\n        AND "),
                message = Literal(format!("not as planned: {}", self.says())),
            ),
        )
    }
}

impl VerifyModel {
    fn says(&self) -> String {
        let ModelColumns { table, old, new, .. } = &*self.columns;
        match self.state {
            ModelState::Absent => format!("{table} has no column {new}, and no trigger for it"),
            ModelState::Prepared => format!("{table} has column {new} and its trigger"),
            ModelState::Switched => format!("column {new} of {table} serves"),
            ModelState::Contracted => format!("{table} has column {new} and no column {old}"),
        }
    }
}

impl Facts for VerifyModel {
    fn title(&self) -> String {
        format!("verify: {}", self.says())
    }

    fn lock(&self) -> Option<Lock> {
        looks_at(&self.columns.table)
    }
}
