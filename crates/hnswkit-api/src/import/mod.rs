//! `import`: from a schema that is there to a spec.
//!
//! `statements` and `psql` read text into a `catalog`; `columns` and `indexes` say what an index
//! of each would be, and `document` puts it all together.

mod catalog;
mod columns;
mod document;
mod indexes;
mod names;
mod psql;
mod queries;
#[cfg(test)]
mod robustness;
mod statements;
#[cfg(test)]
mod tests;
mod toml;

use crate::{json::ImportDocument, utf16};

pub use toml::to_toml;

/// The vector columns and indexes of a schema, and a spec for the indexes that are missing.
///
/// Reads `CREATE TABLE`, `ALTER TABLE`, `CREATE INDEX` and `DROP` of them, as in migrations and in
/// what pg_dump writes, and what psql prints for `\d table` and `\d+ table`; also mixed.
/// Queries in functions tell the metric of a column.
/// A column of type bit counts as a vector from 64 bits on: shorter ones are flags.
///
/// ```
/// let it = hnswkit_api::import::import("CREATE TABLE docs (id int, embedding vector(768))");
/// assert_eq!(it.columns[0].vector_type, "vector(768)");
/// assert_eq!(it.spec.index[0].table, Some("docs".into()));
/// assert!(it.spec.to_request().is_ok());
/// ```
pub fn import(text: &str) -> ImportDocument {
    let mut catalog = catalog::Catalog::default();
    let sql = psql::read(text, &mut catalog);
    statements::read(&sql, &mut catalog);
    document::document(text, catalog)
}

/// The same with offsets in UTF-16 code units, in which browsers count.
pub fn import_utf16(text: &str) -> ImportDocument {
    let mut document = import(text);
    utf16::convert(text, document.positions());
    document
}
