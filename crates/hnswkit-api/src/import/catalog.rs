//! What is known of a schema so far.

use std::{collections::BTreeMap, ops::Range};

use hnswkit_core::domain::ElementType;

/// A table or index with or without its schema, as the catalog of the server has it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Named {
    pub(super) schema: Option<String>,
    pub(super) name: String,
}

/// Tables, indexes, and what was not understood.
#[derive(Debug, Default)]
pub(super) struct Catalog {
    pub(super) tables: Vec<Table>,
    pub(super) indexes: Vec<Index>,
    pub(super) notes: Vec<Note>,
    /// The release of PostgreSQL that wrote the text.
    pub(super) postgres: Option<String>,
    /// Where in `tables` those of a name are.
    by_name: BTreeMap<String, Vec<usize>>,
    /// Where in `indexes` those of a name are.
    indexes_by_name: BTreeMap<String, Vec<usize>>,
    /// Where in `indexes` those of the tables of a name are.
    indexes_by_table: BTreeMap<String, Vec<usize>>,
    /// How many columns there are in all tables.
    n_columns: usize,
}

/// A table has no more columns.
// PostgreSQL 18 src/include/access/htup_details.h, MaxHeapAttributeNumber.
const MAX_COLUMNS: usize = 1_600;
/// How deep partitions of partitions are followed: a text could make them go in a circle.
const MAX_LEVELS: usize = 8;
/// No schema that people paste has more vector columns; a partition repeats those of its parent,
/// so a short text could make many.
const MAX_ALL_COLUMNS: usize = 20_000;

/// A table with its vector columns.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) named: Named,
    pub(super) columns: Vec<Column>,
    pub(super) partitioned: bool,
    pub(super) partition_of: Option<Named>,
    /// A view or a foreign table.
    pub(super) has_no_indexes: bool,
    pub(super) span: Range<usize>,
}

/// A vector column.
#[derive(Debug, Clone)]
pub(super) struct Column {
    pub(super) name: String,
    pub(super) vector: Vector,
    pub(super) not_null: bool,
    pub(super) span: Range<usize>,
}

/// A type of vectors; it may have no dimensions, or too many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Vector {
    pub(super) element: ElementType,
    pub(super) dimensions: Option<u64>,
}

/// An index that is there.
#[derive(Debug)]
pub(super) struct Index {
    pub(super) table: Named,
    pub(super) name: Option<String>,
    pub(super) method: String,
    pub(super) key: Key,
    pub(super) operator_class: Option<String>,
    /// The parameters that are given, as far as they are numbers.
    pub(super) parameters: BTreeMap<String, i64>,
    pub(super) predicate: Option<String>,
    /// Whether it is on a partitioned table alone, without its partitions.
    pub(super) only: bool,
    pub(super) valid: Option<bool>,
    /// Whether a later statement drops it, or its table.
    pub(super) dropped: bool,
    pub(super) span: Range<usize>,
}

/// What an index holds of each row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Key {
    Column(String),
    Expression(String),
    /// Several, which pgvector refuses.
    Unclear,
}

/// Something to know about the text.
#[derive(Debug)]
pub(super) struct Note {
    pub(super) message: String,
    pub(super) help: String,
    pub(super) span: Range<usize>,
}

/// From so many bits on a column counts as a vector.
const LEAST_BITS: u64 = 64;

impl Vector {
    /// The type, if it is one of vectors.
    pub(super) fn read(name: &str, modifier: Option<&str>) -> Option<Self> {
        let element = ElementType::ALL.iter().copied().find(|it| it.name() == name)?;
        let dimensions = modifier.and_then(|it| it.parse().ok());
        let is_flags = element == ElementType::Bit && dimensions.is_none_or(|it| it < LEAST_BITS);
        (!is_flags).then_some(Self { element, dimensions })
    }
}

impl std::fmt::Display for Vector {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.dimensions {
            Some(it) => write!(f, "{}({it})", self.element),
            None => self.element.fmt(f),
        }
    }
}

impl Catalog {
    /// The table of that name; a schema that one side does not say is no difference.
    pub(super) fn find(&self, named: &Named) -> Option<usize> {
        let all = self.by_name.get(&named.name)?;
        let is = |it: &&usize, test: &dyn Fn(&Named) -> bool| {
            self.tables.get(**it).is_some_and(|it| test(&it.named))
        };
        let same = all.iter().find(|it| is(it, &|it| it.schema == named.schema));
        let may_be = |it: &Named| it.schema.is_none() || named.schema.is_none();
        same.or_else(|| all.iter().find(|it| is(it, &may_be))).copied()
    }

    /// The table of that name, to change it.
    pub(super) fn table(&mut self, named: &Named) -> Option<&mut Table> {
        let at = self.find(named)?;
        self.tables.get_mut(at)
    }

    /// Adds a table; one that is there already stays, and learns what the other one knows.
    pub(super) fn add(&mut self, table: Table) {
        if let Some(it) = self.table(&table.named) {
            it.partitioned |= table.partitioned;
            it.partition_of = it.partition_of.take().or(table.partition_of);
            let before = it.columns.len();
            for column in table.columns {
                it.add(column);
            }
            let added = it.columns.len() - before;
            self.n_columns += added;
            return;
        }
        if MAX_ALL_COLUMNS < self.n_columns + table.columns.len() {
            let message = format!("more than {MAX_ALL_COLUMNS} vector columns were found");
            return self.note(&table.span, message, "paste the tables that are of interest alone");
        }
        self.n_columns += table.columns.len();
        self.by_name.entry(table.named.name.clone()).or_default().push(self.tables.len());
        self.tables.push(table);
    }

    /// Gives a table another name.
    pub(super) fn rename(&mut self, named: &Named, name: &str) {
        let Some(at) = self.find(named) else { return };
        if let Some(all) = self.by_name.get_mut(&named.name) {
            all.retain(|it| *it != at);
        }
        self.by_name.entry(name.to_owned()).or_default().push(at);
        if let Some(it) = self.tables.get_mut(at) {
            name.clone_into(&mut it.named.name);
        }
        let moved = self.indexes_by_table.remove(&named.name).unwrap_or_default();
        for at in &moved {
            if let Some(it) = self.indexes.get_mut(*at) {
                name.clone_into(&mut it.table.name);
            }
        }
        self.indexes_by_table.entry(name.to_owned()).or_default().extend(moved);
    }

    /// Forgets a table and its indexes.
    pub(super) fn drop_table(&mut self, named: &Named) {
        let Some(at) = self.find(named) else { return };
        if let Some(all) = self.by_name.get_mut(&named.name) {
            all.retain(|it| *it != at);
        }
        if let Some(it) = self.tables.get_mut(at) {
            it.columns.clear();
        }
        for at in self.indexes_by_table.remove(&named.name).unwrap_or_default() {
            if let Some(it) = self.indexes.get_mut(at) {
                it.dropped = true;
            }
        }
    }

    /// Forgets an index.
    pub(super) fn drop_index(&mut self, name: &str) {
        for at in self.indexes_by_name.remove(name).unwrap_or_default() {
            if let Some(it) = self.indexes.get_mut(at) {
                it.dropped = true;
            }
        }
    }

    /// The indexes on a table, with those that it has as a partition.
    pub(super) fn indexes_of(&self, table: &Table) -> Vec<&Index> {
        let mut all = self.indexes_on(&table.named);
        let mut parent = table.partition_of.as_ref();
        for _ in 0..MAX_LEVELS {
            let Some(named) = parent else { break };
            all.extend(self.indexes_on(named).into_iter().filter(|it| !it.only));
            let table = self.find(named).and_then(|it| self.tables.get(it));
            parent = table.and_then(|it| it.partition_of.as_ref());
        }
        all
    }

    /// The indexes that are made on a table.
    fn indexes_on(&self, table: &Named) -> Vec<&Index> {
        let same =
            |it: &Named| it.schema == table.schema || it.schema.is_none() || table.schema.is_none();
        let all = self.indexes_by_table.get(&table.name).into_iter().flatten();
        let all = all.filter_map(|it| self.indexes.get(*it));
        all.filter(|it| !it.dropped && same(&it.table)).collect()
    }

    /// Adds an index; the same one again, from another part of the text, is none.
    pub(super) fn add_index(&mut self, index: Index) {
        let at = self.indexes.len();
        if let Some(name) = &index.name {
            let all = self.indexes_by_name.entry(name.clone()).or_default();
            let first = all.first().and_then(|it| self.indexes.get_mut(*it));
            if let Some(it) = first.filter(|it| it.table.name == index.table.name) {
                it.valid = it.valid.or(index.valid);
                return;
            }
            all.push(at);
        }
        self.indexes_by_table.entry(index.table.name.clone()).or_default().push(at);
        self.indexes.push(index);
    }

    /// Adds a note.
    pub(super) fn note(
        &mut self,
        span: &Range<usize>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let (message, help) = (message.into(), help.into());
        self.notes.push(Note { message, help, span: span.clone() });
    }
}

impl Table {
    /// Adds a column, or replaces the one of its name.
    pub(super) fn add(&mut self, column: Column) {
        let n = self.columns.len();
        match self.columns.iter_mut().find(|it| it.name == column.name) {
            Some(it) => *it = column,
            None if n < MAX_COLUMNS => self.columns.push(column),
            None => {}
        }
    }
}
