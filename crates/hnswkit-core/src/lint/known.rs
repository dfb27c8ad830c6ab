//! What is known of tables and indexes.

use std::collections::BTreeMap;

use super::{Column, Operand};
use crate::{
    domain::{ElementType, OperatorClass},
    parse::{ObjectName, Span, Value},
};

/// A name with its schema; `public` and none are the same.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Qualified {
    pub(super) name: String,
    pub(super) schema: String,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Table {
    /// The columns of types that pgvector indexes.
    pub(super) columns: BTreeMap<String, Kind>,
    /// Whether all columns are known.
    pub(super) complete: bool,
    pub(super) partitioned: bool,
    pub(super) temporary: bool,
    /// The source that creates it; nothing when it was there before.
    pub(super) created_in: Option<usize>,
    /// Whether rows were put into it since.
    pub(super) filled: bool,
    /// The workers that a build takes, when the table says so.
    pub(super) parallel_workers: Option<i64>,
}

/// The type of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Kind {
    pub(super) name: String,
    pub(super) dimensions: Option<u64>,
}

/// An index of pgvector.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Index {
    pub(super) name: Qualified,
    pub(super) table: Qualified,
    pub(super) method: String,
    pub(super) key: Operand,
    pub(super) class: Option<&'static OperatorClass>,
    /// What differs from the defaults, by name.
    pub(super) parameters: Vec<(String, String)>,
    /// The parts of its condition; empty for all rows.
    pub(super) predicate: Vec<String>,
    pub(super) predicate_columns: Vec<String>,
    pub(super) if_not_exists: bool,
    /// Whether a block may have dropped it.
    pub(super) may_be_gone: bool,
    pub(super) source: usize,
    pub(super) span: Span,
}

impl Qualified {
    pub(super) fn of(name: &ObjectName) -> Self {
        let schema = name.schema().map(|it| it.value.as_str()).filter(|it| *it != "public");
        Self::new(&name.name.value, schema.unwrap_or_default())
    }

    pub(super) fn new(name: &str, schema: &str) -> Self {
        // PostgreSQL cuts longer names.
        Self { name: cut(name).to_owned(), schema: schema.to_owned() }
    }
}

impl std::fmt::Display for Qualified {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if !self.schema.is_empty() {
            write!(f, "{}.", self.schema)?;
        }
        f.write_str(&self.name)
    }
}

/// The name as PostgreSQL keeps it: at most 63 bytes, in whole characters.
pub(super) fn cut(name: &str) -> &str {
    let mut end = name.len().min(63);
    while !name.is_char_boundary(end) {
        end -= 1;
    }
    &name[..end]
}

impl Kind {
    pub(super) fn of(column: &Column) -> Self {
        Self { name: column.type_name.clone(), dimensions: column.dimensions }
    }

    /// Whether pgvector indexes the type.
    pub(super) fn is_indexed(type_name: &str) -> bool {
        ElementType::ALL.iter().any(|it| it.name() == type_name)
    }

    pub(super) fn element(&self) -> Option<ElementType> {
        ElementType::ALL.iter().copied().find(|it| it.name() == self.name)
    }
}

impl std::fmt::Display for Kind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.dimensions {
            Some(it) => write!(f, "{}({it})", self.name),
            None => f.write_str(&self.name),
        }
    }
}

impl Index {
    /// Takes a parameter, in the place of an earlier one of that name.
    pub(super) fn set(&mut self, name: &str, value: Option<&Value>) {
        self.parameters.retain(|it| it.0 != name);
        let value = value.map_or("", |it| it.text.as_str());
        let is_default =
            self.is_hnsw() && [("m", "16"), ("ef_construction", "64")].contains(&(name, value));
        if !is_default {
            self.parameters.push((name.to_owned(), value.to_owned()));
            self.parameters.sort();
        }
    }

    pub(super) fn is_hnsw(&self) -> bool {
        self.method == "hnsw"
    }

    /// Whether both hold the same rows in the same way, whatever their names.
    pub(super) fn same_definition(&self, other: &Self) -> bool {
        self.serves_as(other) && self.parameters == other.parameters
    }

    /// Whether both serve the same queries.
    pub(super) fn serves_as(&self, other: &Self) -> bool {
        self.table == other.table
            && self.method == other.method
            && self.key == other.key
            && self.class == other.class
            && self.predicate == other.predicate
    }
}
