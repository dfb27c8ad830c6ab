//! Puts together what was found.

use std::collections::BTreeMap;

use super::{
    catalog::{Catalog, Note},
    columns::{Outcome, plan},
    indexes, names, queries, to_toml,
};
use crate::{
    json::{ImportDocument, ImportNote, ImportedColumn, SCHEMA},
    problem::Position,
    spec::{Spec, place::Source},
};

/// The document of what is known.
pub(super) fn document(text: &str, mut catalog: Catalog) -> ImportDocument {
    let source = Source::new(text, "");
    let mut spec = Spec::default();
    spec.target.postgres = catalog.postgres.as_deref().map(Into::into);
    let metrics = queries::metrics(text);
    let mut columns = vec![];
    let kept = || catalog.indexes.iter().filter(|it| !it.dropped);
    // Where an index begins in the text tells it from all others.
    let numbers: BTreeMap<usize, u32> = kept().map(|it| it.span.start).zip(0..).collect();
    let mut assumed = vec![];
    let mut notes = std::mem::take(&mut catalog.notes);
    for table in &catalog.tables {
        let on_table = catalog.indexes_of(table);
        for column in &table.columns {
            let n = spec.index.len();
            let planned = match plan(table, column, &on_table, &metrics, n, &mut notes) {
                Outcome::Planned(section, why) => {
                    spec.index.push(*section);
                    assumed.extend(why);
                    Some(short(n))
                }
                Outcome::Not => None,
            };
            let of_column = on_table.iter().filter(|it| indexes::is_on(it, &column.name));
            let of_column = of_column.filter_map(|it| numbers.get(&it.span.start).copied());
            columns.push(ImportedColumn {
                schema: table.named.schema.clone(),
                table: table.named.name.clone(),
                column: column.name.clone(),
                vector_type: column.vector.to_string(),
                element: column.vector.element.name().to_owned(),
                dimensions: column.vector.dimensions,
                not_null: column.not_null,
                partitioned: table.partitioned,
                partition_of: table.partition_of.as_ref().map(names::table_sql),
                indexes: of_column.collect(),
                planned,
                start: source.position(column.span.start),
                end: source.position(column.span.end),
            });
        }
    }
    let indexes = kept().map(|it| indexes::document(it, &catalog, &source)).collect();
    if columns.is_empty() {
        notes.push(Note {
            message: "no column of type vector, halfvec, bit or sparsevec was found".to_owned(),
            help: "paste CREATE TABLE or ALTER TABLE statements, a schema of pg_dump, or what psql prints for `\\d table`".to_owned(),
            span: 0..0,
        });
    }
    notes.sort_by_key(|it| it.span.start);
    let toml = to_toml(&spec, &assumed);
    let notes = notes.into_iter().map(|it| ImportNote {
        message: it.message,
        help: it.help,
        start: source.position(it.span.start),
        end: source.position(it.span.end),
    });
    let notes = notes.collect();
    ImportDocument { schema: SCHEMA, columns, indexes, notes, spec, assumed, toml }
}

fn short(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

impl ImportDocument {
    /// Every position, in no order.
    pub(super) fn positions(&mut self) -> impl Iterator<Item = &mut Position> {
        let columns = self.columns.iter_mut().flat_map(|it| [&mut it.start, &mut it.end]);
        let indexes = self.indexes.iter_mut().flat_map(|it| [&mut it.start, &mut it.end]);
        let notes = self.notes.iter_mut().flat_map(|it| [&mut it.start, &mut it.end]);
        columns.chain(indexes).chain(notes)
    }
}
