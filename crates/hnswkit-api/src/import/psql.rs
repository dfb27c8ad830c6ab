//! Tables that psql describes.

use std::borrow::Cow;

use hnswkit_core::parse::{Described, Statement, described, statements};

use super::{
    catalog::{Catalog, Column, Named, Table, Vector},
    names,
    statements::index,
};

/// Reads every description in `text`; gives the text without them, in which everything else stands
/// where it stood.
pub(super) fn read<'a>(text: &'a str, catalog: &mut Catalog) -> Cow<'a, str> {
    let tables = described(text);
    if tables.is_empty() {
        return text.into();
    }
    let mut rest = String::with_capacity(text.len());
    let mut at = 0;
    for it in &tables {
        rest.push_str(text.get(at..it.span.start).unwrap_or_default());
        rest.extend(std::iter::repeat_n(' ', it.span.len()));
        at = it.span.end;
        table(it, catalog);
    }
    rest.push_str(text.get(at..).unwrap_or_default());
    // What else psql prints is no SQL; only a session can have some in between.
    let mut words = rest.split_whitespace();
    let is_ddl =
        |it: &str| ["create", "alter", "drop"].iter().any(|ddl| it.eq_ignore_ascii_case(ddl));
    if words.any(is_ddl) { rest.into() } else { "".into() }
}

fn table(it: &Described, catalog: &mut Catalog) {
    if it.title.starts_with("pg_temp") {
        return;
    }
    let named = named(it, catalog);
    let columns = it.columns.iter().filter_map(|column| {
        let (name, modifier) = match column.data_type.split_once('(') {
            Some((name, rest)) => (name, rest.strip_suffix(')').map(str::trim)),
            None => (column.data_type.as_str(), None),
        };
        // `extensions.vector(3)`: psql names the schema when it is not searched.
        let name = name.rsplit('.').next().unwrap_or(name);
        let vector = Vector::read(name, modifier)?;
        let (name, not_null, span) = (column.name.clone(), column.not_null, column.span.clone());
        Some(Column { name, vector, not_null, span })
    });
    let columns = columns.collect();
    let partition_of = it.partition_of.as_deref().and_then(names::of_sql);
    for described in &it.indexes {
        let Some(parsed) = statements(&described.sql).pop() else { continue };
        let Ok(Statement::CreateIndex(create)) = parsed.statement else {
            let message = format!("the index `{}` could not be read", described.name);
            catalog.note(&described.span, message, "paste its CREATE INDEX statement");
            continue;
        };
        let mut index = index(&create, described.span.clone());
        index.table = named.clone();
        index.name = Some(described.name.clone());
        index.valid = Some(described.valid);
        catalog.add_index(index);
    }
    catalog.add(Table {
        named,
        columns,
        partitioned: it.partitioned,
        partition_of,
        has_no_indexes: it.has_no_indexes,
        span: it.title_span.clone(),
    });
}

/// psql writes schema and name without quotes: a second dot could belong to either.
fn named(it: &Described, catalog: &mut Catalog) -> Named {
    let Some((schema, name)) = it.title.split_once('.') else {
        return Named { schema: None, name: it.title.clone() };
    };
    if name.contains('.') {
        catalog.note(
            &it.title_span,
            format!("`{}` has two dots: which part is the schema cannot be told", it.title),
            format!("it was read as the table `{name}` in the schema `{schema}`; correct `table` if that is wrong"),
        );
    }
    Named { schema: Some(schema.to_owned()), name: name.to_owned() }
}
