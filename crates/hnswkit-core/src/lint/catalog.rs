//! What exists in the database, as far as the files tell.

use std::{
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

pub(super) use super::known::{Index, Kind, Qualified, Table, cut};
use super::{Action, IndexCreation, Operand, Query, TableCreation, names::Names};
use crate::{
    domain::{Metric, OperatorClass},
    parse::{ObjectName, Span},
};

/// Of how many indexes of one table rules are told, so that time stays linear.
const MOST: usize = 64;

/// What exists.
#[derive(Debug, Default)]
pub(super) struct Catalog {
    tables: Names<Table>,
    indexes: Names<Rc<Index>>,
    /// The indexes of a table.
    of_table: Names<Vec<Qualified>>,
    /// What was dropped, with the source that did it.
    dropped: Names<(usize, Rc<Index>)>,
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
    Index(Qualified, Option<Rc<Index>>),
    Dropped(Qualified, Option<(usize, Rc<Index>)>),
}

impl Catalog {
    pub(super) fn table(&self, name: &ObjectName) -> Option<&Table> {
        let (name, schema) = parts(name);
        self.tables.find(name, schema).map(|it| it.1)
    }

    pub(super) fn table_of(&self, name: &Qualified) -> Option<&Table> {
        self.tables.get(name)
    }

    /// Its key; a name without schema means the only table of that name, if there is one.
    pub(super) fn table_key(&self, name: &ObjectName) -> Qualified {
        let (plain, schema) = parts(name);
        match self.tables.find(plain, schema) {
            Some((key, _)) => key.clone(),
            None => Qualified::of(name),
        }
    }

    fn index_key(&self, name: &ObjectName) -> Qualified {
        let (plain, schema) = parts(name);
        match self.indexes.find(plain, schema) {
            Some((key, _)) => key.clone(),
            None => Qualified::of(name),
        }
    }

    pub(super) fn index(&self, name: &ObjectName) -> Option<&Rc<Index>> {
        let (name, schema) = parts(name);
        self.indexes.find(name, schema).map(|it| it.1)
    }

    pub(super) fn index_of(&self, name: &Qualified) -> Option<&Index> {
        self.indexes.get(name).map(|it| &**it)
    }

    /// All of them, in no order.
    pub(super) fn indexes(&self) -> impl Iterator<Item = &Index> {
        self.indexes.values().map(|it| &**it)
    }

    pub(super) fn indexes_of(&self, table: &Qualified) -> impl Iterator<Item = &Index> {
        let names = self.of_table.get(table).into_iter().flatten().take(MOST);
        names.filter_map(|it| self.indexes.get(it)).map(|it| &**it)
    }

    pub(super) fn dropped(&self, name: &Qualified) -> Option<&(usize, Rc<Index>)> {
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
                Some(Undo::Table(key, old)) => drop(self.tables.put(key, old.map(|it| *it))),
                Some(Undo::Index(key, old)) => self.put_index(key, old),
                Some(Undo::Dropped(key, old)) => drop(self.dropped.put(key, old)),
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
        self.tables.put(key, table);
    }

    fn set_index(&mut self, key: Qualified, index: Option<Rc<Index>>) {
        if 0 < self.watched {
            let old = self.indexes.get(&key).cloned();
            self.journal.push(Undo::Index(key.clone(), old));
        }
        self.put_index(key, index);
    }

    fn put_index(&mut self, key: Qualified, index: Option<Rc<Index>>) {
        let table = index.as_ref().map(|it| it.table.clone());
        let old = self.indexes.put(key.clone(), index);
        if let Some(old) = old
            && let Some(mut list) = self.of_table.put(old.table.clone(), None)
        {
            list.retain(|it| *it != key);
            self.of_table.put(old.table.clone(), Some(list));
        }
        if let Some(table) = table {
            let mut list = self.of_table.put(table.clone(), None).unwrap_or_default();
            list.push(key);
            self.of_table.put(table, Some(list));
        }
    }

    fn set_dropped(&mut self, key: Qualified, entry: Option<(usize, Rc<Index>)>) {
        if 0 < self.watched {
            let old = self.dropped.get(&key).cloned();
            self.journal.push(Undo::Dropped(key.clone(), old));
        }
        self.dropped.put(key, entry);
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
        if let Some((key, it)) = self.tables.find(&name.name, &name.schema)
            && !it.filled
        {
            let (key, table) = (key.clone(), Table { filled: true, ..it.clone() });
            self.set_table(key, Some(table));
        }
    }

    /// Does what a statement does; `index` is the index that it creates.
    pub(super) fn apply(
        &mut self,
        action: &Action,
        source: Option<usize>,
        index: Option<Rc<Index>>,
    ) {
        match action {
            Action::CreateTable(it) => self.create_table(it, source),
            Action::CreateIndex(_) => {
                if let Some(it) = index {
                    self.create_index(it);
                }
            }
            Action::DropIndex(it) => {
                for name in &it.names {
                    let key = self.index_key(name);
                    if let Some(old) = self.indexes.get(&key).cloned() {
                        self.set_dropped(key.clone(), Some((source.unwrap_or(usize::MAX), old)));
                        self.set_index(key, None);
                    }
                }
            }
            Action::DropTable(names) => names.iter().for_each(|it| self.forget_table(it)),
            // What its columns are is not known any more.
            Action::MayChangeTable(name) => self.forget_table(name),
            Action::RenameIndex(name, new) => {
                let key = self.index_key(name);
                if let Some(old) = self.indexes.get(&key).cloned() {
                    let name = Qualified::new(&new.value, &key.schema);
                    self.set_index(key, None);
                    self.set_index(
                        name.clone(),
                        Some(Rc::new(Index { name, ..Index::clone(&old) })),
                    );
                }
            }
            Action::MayRenameIndex(name, new) => {
                // What either name stands for is not known any more.
                let key = self.index_key(name);
                let renamed = Qualified::new(&new.value, &key.schema);
                self.set_index(key, None);
                self.set_index(renamed, None);
            }
            Action::MayDropIndex(name) => {
                let key = self.index_key(name);
                if let Some(old) = self.indexes.get(&key).cloned() {
                    let index = Index { may_be_gone: true, ..Index::clone(&old) };
                    self.set_index(key, Some(Rc::new(index)));
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
                let key = self.index_key(name);
                if let Some(index) = self.indexes.get(&key) {
                    let mut index = Index::clone(index);
                    for it in parameters {
                        index.set(&it.name.value, it.value.as_ref());
                    }
                    self.set_index(key, Some(Rc::new(index)));
                }
            }
            Action::SetDefault(name) => drop(self.defaults.insert(name.clone())),
            Action::Fill(name) => self.fill(&Qualified::of(name)),
            _ => {}
        }
    }

    fn create_table(&mut self, it: &TableCreation, source: Option<usize>) {
        let key = Qualified::of(&it.name);
        if it.if_not_exists && self.tables.get(&key).is_some() {
            return;
        }
        let mut table = Table {
            columns: it
                .columns
                .iter()
                .filter(|it| Kind::is_indexed(&it.type_name))
                .map(|it| (it.name.value.clone(), Kind::of(it)))
                .collect(),
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

    fn create_index(&mut self, index: Rc<Index>) {
        if index.if_not_exists && self.indexes.get(&index.name).is_some() {
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
        let mut index = Index {
            name,
            table,
            method,
            key: key.operand.bare(),
            class,
            parameters: vec![],
            predicate: it.predicate.as_ref().map(|it| it.parts.clone()).unwrap_or_default(),
            predicate_columns: it
                .predicate
                .as_ref()
                .map(|it| it.columns.clone())
                .unwrap_or_default(),
            if_not_exists: it.if_not_exists.is_some(),
            may_be_gone: false,
            source: source.unwrap_or(usize::MAX),
            span: span.clone(),
        };
        for it in &it.parameters {
            index.set(&it.name.value, it.value.as_ref());
        }
        Some(index)
    }

    fn forget_table(&mut self, name: &ObjectName) {
        let key = self.table_key(name);
        for index in self.of_table.get(&key).cloned().unwrap_or_default() {
            self.set_index(index, None);
        }
        self.set_table(key, None);
    }

    fn rename_table(&mut self, name: &ObjectName, new: &str) {
        let key = self.table_key(name);
        let Some(table) = self.tables.get(&key).cloned() else { return };
        let renamed = Qualified::new(new, &key.schema);
        for it in self.of_table.get(&key).cloned().unwrap_or_default() {
            if let Some(index) = self.indexes.get(&it).cloned() {
                self.set_index(
                    it,
                    Some(Rc::new(Index { table: renamed.clone(), ..Index::clone(&index) })),
                );
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
                self.set_index(it, Some(Rc::new(Index { key: renamed, ..Index::clone(&index) })));
            }
        }
        self.change_table(table, |it| {
            if let Some(kind) = it.columns.remove(old) {
                it.columns.insert(new.to_owned(), kind);
            }
        });
    }
}

/// The name and the schema, as the catalog has them.
fn parts(name: &ObjectName) -> (&str, &str) {
    let schema = name.schema().map(|it| it.value.as_str()).filter(|it| *it != "public");
    (cut(&name.name.value), schema.unwrap_or_default())
}
