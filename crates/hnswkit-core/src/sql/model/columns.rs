//! The two columns, and the names of what is made for them.

use crate::{
    domain::{ColumnType, Identifier, Interval, Literal, QualifiedName, RawSql, VectorType},
    sql::block,
};

/// What marks a function as ours.
pub(super) const MARK: &str = "hnswkit: ";

/// A column for another embedding model beside the one that serves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModelColumns {
    /// The table.
    pub table: QualifiedName,
    /// The column that serves until the switch.
    pub old: Identifier,
    /// Its type.
    pub old_type: ColumnType,
    /// The column of the new model.
    pub new: Identifier,
    /// Its type.
    pub new_type: VectorType,
    /// The columns that the embedding is computed from; without any, a change of the serving
    /// embedding says that they have changed.
    pub sources: Vec<Identifier>,
    /// The rows that are searched, when not all are.
    pub predicate: Option<RawSql>,
    /// So many rows may be without an embedding.
    pub missing: u32,
    /// How long the new column serves before the old one is dropped.
    pub soak: Interval,
    /// The trigger and its function.
    pub books: QualifiedName,
    /// The constraints that prove that the old and the new column have no NULL.
    pub filled: [Identifier; 2],
}

/// One of the two columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Of the model from before.
    Old,
    /// Of the new model.
    New,
}

impl Side {
    /// The other one.
    pub(super) fn other(self) -> Self {
        match self {
            Self::Old => Self::New,
            Self::New => Self::Old,
        }
    }
}

impl ModelColumns {
    /// The name of a column.
    pub fn column(&self, side: Side) -> &Identifier {
        match side {
            Side::Old => &self.old,
            Side::New => &self.new,
        }
    }

    /// The constraint that proves a column.
    pub(super) fn constraint(&self, side: Side) -> &Identifier {
        let [old, new] = &self.filled;
        match side {
            Side::Old => old,
            Side::New => new,
        }
    }

    /// The rows that have an embedding of the other model, and none on that side.
    pub fn missing_on(&self, side: Side) -> String {
        let (column, other) = (self.column(side), self.column(side.other()));
        let rows = format!("{column} IS NULL AND {other} IS NOT NULL");
        match &self.predicate {
            Some(it) => format!("{rows} AND ({it})"),
            None => rows,
        }
    }

    /// The function of the trigger, at the margin: what has changed, where that column serves,
    /// makes the other embedding stale.
    pub(super) fn function(&self, serves: Side) -> String {
        let other = self.column(serves.other());
        // Columns that are listed say what an embedding of the new model is made of; the
        // application keeps the serving column by itself, as it always did.
        let sources = match serves {
            Side::Old if !self.sources.is_empty() => self.sources.clone(),
            _ => vec![self.column(serves).clone()],
        };
        let row = |of: &str| {
            let columns: Vec<_> = sources.iter().map(|it| format!("{of}.{it}")).collect();
            columns.join(", ")
        };
        let (new, old) = (row("NEW"), row("OLD"));
        // Compared as bytes by a function of PostgreSQL's own: the `search_path` of who writes need
        // not have pgvector on it.
        let body = format!(
            "BEGIN
    -- What it was computed from has changed, and no other embedding has come with it.
    IF NEW.{other} IS NOT NULL
        AND pg_catalog.record_image_ne(ROW({new}), ROW({old}))
        AND pg_catalog.record_image_eq(ROW(NEW.{other}), ROW(OLD.{other}))
    THEN
        NEW.{other} := NULL;
    END IF;
    RETURN NEW;
END"
        );
        block::trigger_function(&self.books, &body)
    }

    /// What the comment of the function says at first.
    pub(super) fn begun(&self) -> String {
        format!("{MARK}{} is going to take the place of {}", self.new, self.old)
    }

    /// The beginning of a block: the table, the comment of the function (NULL without the trigger),
    /// and the time of the switch (NULL before it).
    pub(super) fn declare(&self) -> String {
        format!(
            "DECLARE
    relation regclass := to_regclass({table});
    books text := (
        SELECT coalesce(obj_description(tgfoid, 'pg_proc'), '')
        FROM pg_trigger
        WHERE tgrelid = relation AND tgname = {trigger}
    );
    since timestamptz := substring(books FROM 'switched at ([0-9TZ:-]+)')::timestamptz;
",
            table = Literal(&self.table),
            trigger = Literal(self.books.name.as_str()),
        )
    }

    /// Whether a constraint is there.
    pub(super) fn is_proved(&self, side: Side) -> String {
        format!(
            "EXISTS (SELECT FROM pg_constraint WHERE conrelid = relation AND conname = {})",
            Literal(self.constraint(side).as_str())
        )
    }

    /// The type of a column as `vector(1536)`, NULL when it is not there.
    pub(super) fn type_of(&self, side: Side) -> String {
        format!(
            "(
        SELECT format('%s(%s)', t.typname, a.atttypmod)
        FROM pg_attribute AS a
        JOIN pg_type AS t ON t.oid = a.atttypid
        WHERE a.attrelid = relation AND a.attname = {} AND NOT a.attisdropped
    )",
            Literal(self.column(side).as_str())
        )
    }
}
