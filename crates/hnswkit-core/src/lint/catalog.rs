//! What exists in the database, as far as the files tell.

use std::collections::{BTreeMap, BTreeSet};

use super::{Action, Column, IndexCreation, Operand, Query, TableCreation};
use crate::{
    domain::{ElementType, Metric, OperatorClass},
    parse::{ObjectName, Span},
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
    pub(super) parameters: BTreeMap<String, String>,
    /// The parts of its condition; empty for all rows.
    pub(super) predicate: Vec<String>,
    pub(super) predicate_columns: Vec<String>,
    pub(super) if_not_exists: bool,
    pub(super) source: usize,
    pub(super) span: Span,
}

/// What exists.
#[derive(Debug, Default)]
pub(super) struct Catalog {
    tables: BTreeMap<Qualified, Table>,
    indexes: BTreeMap<Qualified, Index>,
    /// The indexes of a table.
    of_table: BTreeMap<Qualified, Vec<Qualified>>,
    /// What was dropped, with the source that did it.
    dropped: BTreeMap<Qualified, (usize, Index)>,
    /// The metrics that queries ask of a column.
    asked: BTreeMap<(Qualified, String), BTreeSet<Metric>>,
    /// Settings that have a value for all sessions to come.
    defaults: BTreeSet<String>,
    /// How to take back what was done since, newest last.
    journal: Vec<Undo>,
    /// How many wait for it.
    watched: usize,
}

#[derive(Debug)]
enum Undo {
    Table(Qualified, Option<Box<Table>>),
    Index(Qualified, Option<Box<Index>>),
    Dropped(Qualified, Option<Box<(usize, Index)>>),
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

impl Catalog {
    pub(super) fn table(&self, name: &ObjectName) -> Option<&Table> {
        self.tables.get(&self.table_key(name))
    }

    pub(super) fn table_of(&self, name: &Qualified) -> Option<&Table> {
        self.tables.get(name)
    }

    /// Its key; a name without schema means the only table of that name, if there is one.
    pub(super) fn table_key(&self, name: &ObjectName) -> Qualified {
        only(&self.tables, Qualified::of(name))
    }

    pub(super) fn index(&self, name: &ObjectName) -> Option<&Index> {
        self.indexes.get(&only(&self.indexes, Qualified::of(name)))
    }

    pub(super) fn index_of(&self, name: &Qualified) -> Option<&Index> {
        self.indexes.get(name)
    }

    pub(super) fn indexes(&self) -> impl Iterator<Item = &Index> {
        self.indexes.values()
    }

    pub(super) fn indexes_of(&self, table: &Qualified) -> impl Iterator<Item = &Index> {
        self.of_table.get(table).into_iter().flatten().filter_map(|it| self.indexes.get(it))
    }

    pub(super) fn dropped(&self, name: &Qualified) -> Option<&(usize, Index)> {
        self.dropped.get(name)
    }

    /// The type of what an index holds, when it is known for sure.
    pub(super) fn kind_of(&self, table: &ObjectName, key: &Operand) -> Option<Kind> {
        match key {
            Operand::Column(_, name) => self.table(table)?.columns.get(name).cloned(),
            Operand::Cast(_, name, dimensions) => {
                Some(Kind { name: name.clone(), dimensions: *dimensions })
            }
            Operand::Call(name, _) => {
                let name = match name.as_str() {
                    "binary_quantize" => "bit",
                    _ => return None,
                };
                Some(Kind { name: name.to_owned(), dimensions: None })
            }
            Operand::Constant | Operand::Other(_) => None,
        }
    }

    /// Remembers the distances that a query asks for.
    pub(super) fn ask(&mut self, query: &Query) {
        let order = query.nearest().map(|it| it.1);
        for it in query.filter_distances.iter().chain(order) {
            for operand in [&it.left, &it.right] {
                let Some(column) = operand.column() else { continue };
                for table in &query.tables {
                    if operand.qualifier().is_none_or(|it| it == table.alias) {
                        let key = (self.table_key(&table.name), column.to_owned());
                        self.asked.entry(key).or_default().insert(it.metric);
                    }
                }
            }
        }
    }

    /// The metrics that queries ask of a column.
    pub(super) fn asked(&self, table: &Qualified, column: &str) -> Option<&BTreeSet<Metric>> {
        self.asked.get(&(table.clone(), column.to_owned()))
    }

    /// Whether the setting has a value for all sessions to come.
    pub(super) fn has_default(&self, setting: &str) -> bool {
        self.defaults.contains(setting)
    }

    /// From here on what is done can be taken back.
    pub(super) fn watch(&mut self) -> usize {
        self.watched += 1;
        self.journal.len()
    }

    /// What was done since is to stay.
    pub(super) fn keep(&mut self) {
        self.watched = self.watched.saturating_sub(1);
        if self.watched == 0 {
            self.journal.clear();
        }
    }

    /// Takes back what was done since.
    pub(super) fn undo(&mut self, since: usize) {
        while since < self.journal.len() {
            match self.journal.pop() {
                Some(Undo::Table(key, old)) => put(&mut self.tables, key, old.map(|it| *it)),
                Some(Undo::Index(key, old)) => self.put_index(key, old.map(|it| *it)),
                Some(Undo::Dropped(key, old)) => put(&mut self.dropped, key, old.map(|it| *it)),
                None => break,
            }
        }
        self.keep();
    }

    fn set_table(&mut self, key: Qualified, table: Option<Table>) {
        if 0 < self.watched {
            let old = self.tables.get(&key).cloned().map(Box::new);
            self.journal.push(Undo::Table(key.clone(), old));
        }
        put(&mut self.tables, key, table);
    }

    fn set_index(&mut self, key: Qualified, index: Option<Index>) {
        if 0 < self.watched {
            let old = self.indexes.get(&key).cloned().map(Box::new);
            self.journal.push(Undo::Index(key.clone(), old));
        }
        self.put_index(key, index);
    }

    fn put_index(&mut self, key: Qualified, index: Option<Index>) {
        if let Some(old) = self.indexes.get(&key)
            && let Some(list) = self.of_table.get_mut(&old.table)
        {
            list.retain(|it| *it != key);
        }
        if let Some(new) = &index {
            self.of_table.entry(new.table.clone()).or_default().push(key.clone());
        }
        put(&mut self.indexes, key, index);
    }

    fn set_dropped(&mut self, key: Qualified, entry: Option<(usize, Index)>) {
        if 0 < self.watched {
            let old = self.dropped.get(&key).cloned().map(Box::new);
            self.journal.push(Undo::Dropped(key.clone(), old));
        }
        put(&mut self.dropped, key, entry);
    }

    /// Changes a table, which is made up when nobody has seen it created.
    fn change_table(&mut self, name: &ObjectName, change: impl FnOnce(&mut Table)) {
        let key = self.table_key(name);
        let mut table = self.tables.get(&key).cloned().unwrap_or_default();
        change(&mut table);
        self.set_table(key, Some(table));
    }

    /// Notes that rows come into a table.
    pub(super) fn fill(&mut self, name: &Qualified) {
        let key = only(&self.tables, name.clone());
        if let Some(it) = self.tables.get(&key)
            && !it.filled
        {
            let table = Table { filled: true, ..it.clone() };
            self.set_table(key, Some(table));
        }
    }

    /// Does what a statement does.
    pub(super) fn apply(&mut self, action: &Action, source: Option<usize>, span: &Span) {
        match action {
            Action::CreateTable(it) => self.create_table(it, source),
            Action::CreateIndex(it) => self.create_index(it, source, span),
            Action::DropIndex(it) => {
                for name in &it.names {
                    let key = only(&self.indexes, Qualified::of(name));
                    if let Some(old) = self.indexes.get(&key).cloned() {
                        self.set_dropped(key.clone(), Some((source.unwrap_or(usize::MAX), old)));
                        self.set_index(key, None);
                    }
                }
            }
            Action::DropTable(names) => {
                for name in names {
                    let key = self.table_key(name);
                    for index in self.of_table.get(&key).cloned().unwrap_or_default() {
                        self.set_index(index, None);
                    }
                    self.set_table(key, None);
                }
            }
            Action::RenameIndex(name, new) => {
                let key = only(&self.indexes, Qualified::of(name));
                if let Some(old) = self.indexes.get(&key).cloned() {
                    let name = Qualified::new(&new.value, &key.schema);
                    self.set_index(key, None);
                    self.set_index(name.clone(), Some(Index { name, ..old }));
                }
            }
            Action::RenameTable(name, new) => self.rename_table(name, &new.value),
            Action::AddColumn(table, column) | Action::AlterType(table, column) => {
                let (name, kind) = (column.name.value.clone(), Kind::of(column));
                self.change_table(table, |it| drop(it.columns.insert(name, kind)));
            }
            Action::DropColumn(table, column) => {
                let key = self.table_key(table);
                let gone: Vec<_> = self
                    .indexes_of(&key)
                    .filter(|it| it.key.column() == Some(&column.value))
                    .map(|it| it.name.clone())
                    .collect();
                for it in gone {
                    self.set_index(it, None);
                }
                self.change_table(table, |it| drop(it.columns.remove(&column.value)));
            }
            Action::RenameColumn(table, old, new) => {
                self.rename_column(table, &old.value, &new.value)
            }
            Action::SetTable(table, parameters) => {
                let workers = parameters
                    .iter()
                    .find(|it| it.name.value == "parallel_workers")
                    .and_then(|it| it.value.as_ref()?.integer());
                if workers.is_some() {
                    self.change_table(table, |it| it.parallel_workers = workers);
                }
            }
            Action::SetIndex(name, parameters) => {
                let key = only(&self.indexes, Qualified::of(name));
                if let Some(mut index) = self.indexes.get(&key).cloned() {
                    for it in parameters {
                        let value = it.value.as_ref().map(|it| it.text.clone());
                        index.parameters.insert(it.name.value.clone(), value.unwrap_or_default());
                    }
                    self.set_index(key, Some(index));
                }
            }
            Action::SetDefault(name) => drop(self.defaults.insert(name.clone())),
            Action::Fill(name) => self.fill(&Qualified::of(name)),
            _ => {}
        }
    }

    fn create_table(&mut self, it: &TableCreation, source: Option<usize>) {
        let key = Qualified::of(&it.name);
        if it.if_not_exists && self.tables.contains_key(&key) {
            return;
        }
        let mut table = Table {
            columns: it.columns.iter().map(|it| (it.name.value.clone(), Kind::of(it))).collect(),
            complete: it.complete,
            partitioned: it.partitioned,
            temporary: it.temporary,
            created_in: source,
            filled: it.filled,
            parallel_workers: None,
        };
        if let Some(parent) = it.like.as_ref().and_then(|it| self.table(it)) {
            for (name, kind) in &parent.columns {
                table.columns.entry(name.clone()).or_insert_with(|| kind.clone());
            }
        }
        self.set_table(key, Some(table));
    }

    fn create_index(&mut self, it: &IndexCreation, source: Option<usize>, span: &Span) {
        let Some(index) = self.planned(it, source, span) else { return };
        if it.if_not_exists.is_some() && self.indexes.contains_key(&index.name) {
            return;
        }
        self.set_dropped(index.name.clone(), None);
        self.set_index(index.name.clone(), Some(index));
    }

    /// The index that the statement would make; nothing for those of other extensions.
    pub(super) fn planned(
        &self,
        it: &IndexCreation,
        source: Option<usize>,
        span: &Span,
    ) -> Option<Index> {
        let method = it.method.as_ref()?.value.clone();
        if method != "hnsw" && method != "ivfflat" {
            return None;
        }
        let key = it.keys.first()?;
        let table = self.table_key(&it.table);
        let name = match &it.name {
            Some(it) => Qualified::new(&it.value, &table.schema),
            // PostgreSQL makes up `table_column_idx`; a number follows when that is taken.
            None => {
                let column = match &key.operand {
                    Operand::Column(_, it) => it,
                    _ => "expr",
                };
                Qualified::new(&format!("{}_{column}_idx", table.name), &table.schema)
            }
        };
        let class = key.class.as_ref().and_then(|it| OperatorClass::by_name(&it.name.value));
        let parameters = it.parameters.iter().map(|it| {
            let value = it.value.as_ref().map(|it| it.text.clone()).unwrap_or_default();
            (it.name.value.clone(), value)
        });
        let mut parameters: BTreeMap<String, String> = parameters.collect();
        if method == "hnsw" {
            for (name, default) in [("m", "16"), ("ef_construction", "64")] {
                parameters.entry(name.to_owned()).or_insert_with(|| default.to_owned());
            }
        }
        Some(Index {
            name,
            table,
            method,
            key: key.operand.bare(),
            class,
            parameters,
            predicate: it.predicate.as_ref().map(|it| it.parts.clone()).unwrap_or_default(),
            predicate_columns: it
                .predicate
                .as_ref()
                .map(|it| it.columns.clone())
                .unwrap_or_default(),
            if_not_exists: it.if_not_exists.is_some(),
            source: source.unwrap_or(usize::MAX),
            span: span.clone(),
        })
    }

    fn rename_table(&mut self, name: &ObjectName, new: &str) {
        let key = self.table_key(name);
        let Some(table) = self.tables.get(&key).cloned() else { return };
        let renamed = Qualified::new(new, &key.schema);
        for it in self.of_table.get(&key).cloned().unwrap_or_default() {
            if let Some(index) = self.indexes.get(&it).cloned() {
                self.set_index(it, Some(Index { table: renamed.clone(), ..index }));
            }
        }
        self.set_table(key, None);
        self.set_table(renamed, Some(table));
    }

    fn rename_column(&mut self, table: &ObjectName, old: &str, new: &str) {
        let key = self.table_key(table);
        for it in self.of_table.get(&key).cloned().unwrap_or_default() {
            if let Some(index) = self.indexes.get(&it).cloned()
                && index.key == Operand::Column(None, old.to_owned())
            {
                let renamed = Operand::Column(None, new.to_owned());
                self.set_index(it, Some(Index { key: renamed, ..index }));
            }
        }
        self.change_table(table, |it| {
            if let Some(kind) = it.columns.remove(old) {
                it.columns.insert(new.to_owned(), kind);
            }
        });
    }
}

fn put<T>(map: &mut BTreeMap<Qualified, T>, key: Qualified, value: Option<T>) {
    match value {
        Some(it) => drop(map.insert(key, it)),
        None => drop(map.remove(&key)),
    }
}

/// The key of the only entry of that name, when no schema is given and `public` has none.
fn only<T>(map: &BTreeMap<Qualified, T>, key: Qualified) -> Qualified {
    if !key.schema.is_empty() || map.contains_key(&key) {
        return key;
    }
    let mut same = map.range(&key..).map(|it| it.0).take_while(|it| it.name == key.name);
    match (same.next(), same.next()) {
        (Some(it), None) => it.clone(),
        _ => key,
    }
}
