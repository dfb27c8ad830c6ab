//! What the catalog says of indexes.

use anyhow::Result;

use crate::session::Session;

/// The hnsw indexes of the database, each as `name valid ready oid relfilenode`.
///
/// An index that was built anew has another file, so an unchanged line is an untouched index.
pub fn hnsw_indexes(session: &mut Session) -> Result<Vec<String>> {
    session.values(
        "SELECT format('%s %s %s %s %s', c.oid::regclass, i.indisvalid, i.indisready, c.oid, c.relfilenode)
        FROM pg_index AS i
        JOIN pg_class AS c ON c.oid = i.indexrelid
        JOIN pg_am AS a ON a.oid = c.relam
        WHERE a.amname = 'hnsw'
        ORDER BY c.relnamespace::regnamespace::text, c.relname",
    )
}

/// All settings of the session but those of pgvector, which come when its library is loaded.
pub fn settings(session: &mut Session) -> Result<Vec<String>> {
    session.values(
        "SELECT name || ' = ' || setting FROM pg_settings
        WHERE name NOT LIKE '%.%' ORDER BY name",
    )
}

/// The hnsw indexes with their files: an index that was built anew has another one.
pub fn index_files(session: &mut Session) -> Result<Vec<String>> {
    session.values(
        "SELECT format('%s %s', c.relname, c.relfilenode)
        FROM pg_class AS c
        JOIN pg_am AS a ON a.oid = c.relam
        WHERE a.amname = 'hnsw'
        ORDER BY c.relname COLLATE \"C\"",
    )
}

/// The tables of people, with their schemas where they are not in the search path.
pub(crate) fn tables(session: &mut Session) -> Result<Vec<String>> {
    session.values(
        "SELECT c.oid::regclass::text
        FROM pg_class AS c
        JOIN pg_namespace AS n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p')
            AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'
        ORDER BY 1",
    )
}
