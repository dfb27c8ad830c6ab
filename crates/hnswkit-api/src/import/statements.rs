//! Tables and indexes that statements create, change and drop.

use std::ops::Range;

use hnswkit_core::{
    domain::PostgresVersion,
    parse::{
        ColumnChange, ColumnRead, CreateIndex, KeyTarget, ObjectName, Parsed, Statement, TableDdl,
        TypeRead, Value, for_each_statement, table_ddl,
    },
};

use super::catalog::{Catalog, Column, Index, Key, Named, Table, Vector};

/// What pg_dump writes above its statements.
const DUMPED_FROM: &str = "-- Dumped from database version ";

/// Reads every statement of `sql`.
pub(super) fn read(sql: &str, catalog: &mut Catalog) {
    if let Some((_, rest)) = sql.split_once(DUMPED_FROM) {
        let version = rest.split(|it: char| !it.is_ascii_digit()).next();
        // An older one is no target; what is planned is for where the schema goes.
        let known = version.filter(|it| it.parse::<PostgresVersion>().is_ok());
        catalog.postgres = known.map(ToOwned::to_owned);
    }
    let prompts = without_prompts(sql);
    for_each_statement(&prompts, |it| statement(&prompts, &it, catalog));
}

/// `sql` with blanks for the prompts of psql, such as `app=# `.
fn without_prompts(sql: &str) -> String {
    let mut out = String::with_capacity(sql.len());
    for line in sql.split_inclusive('\n') {
        let prompt = ["=# ", "=> ", "-# ", "-> ", "(# ", "(> "]
            .iter()
            .filter_map(|it| Some(line.find(it)? + it.len()))
            .min()
            .filter(|end| {
                let name = line.get(..end - 3).unwrap_or_default();
                !name.is_empty()
                    && name.chars().all(|it| it.is_alphanumeric() || "_-.".contains(it))
            });
        let end = prompt.unwrap_or(0);
        out.extend(std::iter::repeat_n(' ', end));
        out.push_str(line.get(end..).unwrap_or_default());
    }
    out
}

fn statement(sql: &str, parsed: &Parsed<'_>, catalog: &mut Catalog) {
    match table_ddl(sql, parsed) {
        Some(Ok(it)) => return table(it, &parsed.span, catalog),
        Some(Err(error)) => {
            let message = format!("this statement could not be read: {error}");
            let help = "its columns are missing here; correct it, or add them by hand";
            return catalog.note(&(error.offset..parsed.span.end.max(error.offset)), message, help);
        }
        None => {}
    }
    match &parsed.statement {
        Ok(Statement::CreateIndex(it)) => {
            let method = it.definition.method.as_ref().map(|it| it.value.as_str());
            if matches!(method, Some("hnsw" | "ivfflat")) {
                catalog.add_index(index(it, parsed.span.clone()));
            }
        }
        Ok(Statement::DropIndex(it)) => {
            for name in it.names.iter().map(named) {
                catalog.drop_index(&name.name);
            }
        }
        Ok(_) => drop_table(parsed, catalog),
        Err(error) => {
            let is_create =
                parsed.text.get(..6).is_some_and(|it| it.eq_ignore_ascii_case("create"));
            let methods = ["hnsw", "ivfflat", "HNSW", "IVFFLAT"];
            let is_index = is_create && methods.iter().any(|it| parsed.text.contains(it));
            // Behind it there may be statements that were not seen.
            let swallows = error.certain && error.message.contains("has no end");
            if swallows || is_index {
                let message = format!("this statement could not be read: {error}");
                let span = error.offset..parsed.span.end.max(error.offset);
                catalog.note(&span, message, "correct it, or add its index by hand");
            }
        }
    }
}

/// `DROP TABLE [IF EXISTS] name`
fn drop_table(parsed: &Parsed<'_>, catalog: &mut Catalog) {
    let mut words = parsed.text.split_whitespace();
    let is_drop = ["drop", "table"]
        .iter()
        .all(|it| words.next().is_some_and(|word| word.eq_ignore_ascii_case(it)));
    if !is_drop {
        return;
    }
    let names = words.filter(|it| {
        !["if", "exists", "cascade", "restrict"].iter().any(|word| word.eq_ignore_ascii_case(it))
    });
    for name in names.flat_map(|it| it.split(',')).filter(|it| !it.is_empty()) {
        let folded = if name.contains('"') { name.to_owned() } else { name.to_ascii_lowercase() };
        if let Some(it) = super::names::of_sql(&folded) {
            catalog.drop_table(&it);
        }
    }
}

fn named(it: &ObjectName) -> Named {
    Named { schema: it.schema().map(|it| it.value.clone()), name: it.name.value.clone() }
}

fn vector(it: &TypeRead) -> Option<Vector> {
    if it.array { None } else { Vector::read(&it.name, it.modifier.as_deref()) }
}

fn column(it: ColumnRead) -> Option<Column> {
    let vector = vector(&it.data_type)?;
    Some(Column { name: it.name.value, vector, not_null: it.not_null, span: it.span })
}

fn table(it: TableDdl, span: &Range<usize>, catalog: &mut Catalog) {
    let name = named(&it.table);
    if it.create {
        let partition_of = it.partition_of.as_ref().map(named);
        // A partition has the columns of its parent, and so has a table with INHERITS or LIKE.
        let like: Vec<Named> = it.like.iter().map(named).collect();
        let mut columns: Vec<Column> = vec![];
        for parent in partition_of.iter().chain(&like).filter_map(|it| catalog.find(it)) {
            columns
                .extend(catalog.tables.get(parent).into_iter().flat_map(|it| it.columns.clone()));
        }
        columns.iter_mut().for_each(|it| it.span = span.clone());
        columns.extend(it.changes.into_iter().filter_map(|it| match it {
            ColumnChange::Add(it) => column(it),
            _ => None,
        }));
        return catalog.add(Table {
            named: name,
            columns,
            partitioned: it.partitioned,
            partition_of,
            has_no_indexes: false,
            span: it.table.span(),
        });
    }
    if catalog.find(&name).is_none() {
        // A migration that changes a table which another one creates.
        catalog.add(Table {
            named: name.clone(),
            columns: vec![],
            partitioned: false,
            partition_of: None,
            has_no_indexes: false,
            span: it.table.span(),
        });
    }
    for change in it.changes {
        alter(&name, change, catalog);
    }
}

fn alter(name: &Named, change: ColumnChange, catalog: &mut Catalog) {
    match &change {
        ColumnChange::RenameTable(to) => return catalog.rename(name, &to.value),
        ColumnChange::Attach(partition) => {
            if let Some(it) = catalog.table(&named(partition)) {
                it.partition_of = Some(name.clone());
            }
            if let Some(it) = catalog.table(name) {
                it.partitioned = true;
            }
            return;
        }
        _ => {}
    }
    let Some(table) = catalog.table(name) else { return };
    match change {
        ColumnChange::Add(it) => {
            if let Some(it) = column(it) {
                table.add(it);
            }
        }
        ColumnChange::Type(column, to) => {
            let known = table.columns.iter().position(|it| it.name == column.value);
            match (known.and_then(|it| table.columns.get_mut(it)), vector(&to)) {
                (Some(it), Some(vector)) => it.vector = vector,
                (Some(_), None) => table.columns.retain(|it| it.name != column.value),
                (None, Some(vector)) => table.add(Column {
                    name: column.value,
                    vector,
                    not_null: false,
                    span: column.span,
                }),
                (None, None) => {}
            }
        }
        ColumnChange::NotNull(column, not_null) => {
            for it in table.columns.iter_mut().filter(|it| it.name == column.value) {
                it.not_null = not_null;
            }
        }
        ColumnChange::Drop(column) => table.columns.retain(|it| it.name != column.value),
        ColumnChange::Rename(from, to) => {
            for it in table.columns.iter_mut().filter(|it| it.name == from.value) {
                it.name.clone_from(&to.value);
            }
        }
        _ => {}
    }
}

/// The index that a statement creates.
pub(super) fn index(it: &CreateIndex, span: Range<usize>) -> Index {
    let read = &it.definition;
    let (key, class) = match read.keys.as_slice() {
        [key] => {
            let target = match &key.target {
                KeyTarget::Column(it) => Key::Column(it.value.clone()),
                KeyTarget::Expression(it) => match &it.column {
                    Some(it) => Key::Column(it.value.clone()),
                    None => Key::Expression(it.text.clone()),
                },
            };
            (target, key.operator_class.as_ref().map(|it| it.name.value.clone()))
        }
        _ => (Key::Unclear, None),
    };
    let parameters = read.parameters.iter().filter_map(|it| {
        Some((it.name.value.clone(), it.value.as_ref().and_then(Value::integer)?))
    });
    Index {
        table: named(&read.table),
        name: read.name.as_ref().map(|it| it.value.clone()),
        method: read.method.as_ref().map(|it| it.value.clone()).unwrap_or_default(),
        key,
        operator_class: class,
        parameters: parameters.collect(),
        predicate: read.predicate.as_ref().map(|it| it.text.clone()),
        only: it.only.is_some(),
        valid: None,
        dropped: false,
        span,
    }
}
