//! Tables of random vectors, made on the server: the same rows on every run.

use std::fmt;

use anyhow::{Context, Result};
use postgres::Client;

/// What a column of vectors holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Element {
    /// `vector(dimensions)`
    Vector(u32),
    /// `halfvec(dimensions)`, since pgvector 0.7.0
    Halfvec(u32),
    /// `bit(dimensions)`, indexed since pgvector 0.7.0
    Bit(u32),
    /// `sparsevec(dimensions)`, since pgvector 0.7.0; each row has exactly `nonzero` elements.
    Sparsevec {
        /// The length of the vector.
        dimensions: u32,
        /// How many elements are not zero; at most `dimensions`.
        nonzero: u32,
    },
}

impl fmt::Display for Element {
    /// The SQL type.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Vector(n) => write!(f, "vector({n})"),
            Self::Halfvec(n) => write!(f, "halfvec({n})"),
            Self::Bit(n) => write!(f, "bit({n})"),
            Self::Sparsevec { dimensions, .. } => write!(f, "sparsevec({dimensions})"),
        }
    }
}

/// Creates `table (id bigint PRIMARY KEY, column element)` and fills it as [`fill_vectors`] does.
pub fn create_table(
    client: &mut Client,
    table: &str,
    column: &str,
    element: Element,
    n_rows: u32,
) -> Result<()> {
    let sql = format!(
        "CREATE TABLE {table} (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            {column} {element}
        )"
    );
    client.batch_execute(&sql).with_context(|| sql.clone())?;
    fill_vectors(client, table, column, element, n_rows, None)
}

/// Appends rows with distinct random vectors; with `Some(k)` every k-th row has NULL instead.
///
/// The seed is the number of rows that are there, so a second call appends other vectors.
/// Ten thousand rows of 1,536 dimensions take about a second.
pub fn fill_vectors(
    client: &mut Client,
    table: &str,
    column: &str,
    element: Element,
    n_rows: u32,
    null_every: Option<u32>,
) -> Result<()> {
    let value = match null_every {
        Some(k) => format!("CASE WHEN i % {k} = 0 THEN NULL ELSE {} END", value(element)),
        None => value(element),
    };
    let sql = format!(
        "SELECT setseed(1.0 / (2 + (SELECT count(*) FROM {table})));
        INSERT INTO {table} ({column})
        SELECT {value}
        FROM {pool}, generate_series(1, {n_rows}) AS i",
        pool = pool(element, n_rows),
    );
    client.batch_execute(&sql).with_context(|| sql.clone())
}

/// Random material that all rows share: row i takes the window that begins at place i.
///
/// Windows of noise are as far apart as independent vectors, and a window costs a copy where
/// new numbers would cost a call of `random()` for each dimension.
fn pool(element: Element, n_rows: u32) -> String {
    match element {
        Element::Vector(n) | Element::Halfvec(n) => format!(
            "(SELECT array_agg(random()::real) AS noise FROM generate_series(1, {})) AS pool",
            n_rows + n
        ),
        Element::Bit(n) => format!(
            "(SELECT string_agg((random() * 2147483647)::integer::bit(31)::text, '')::varbit AS noise
              FROM generate_series(1, {})) AS pool",
            (n_rows + n) / 31 + 1
        ),
        Element::Sparsevec { .. } => "(SELECT NULL AS noise) AS pool".to_owned(),
    }
}

fn value(element: Element) -> String {
    match element {
        Element::Vector(n) | Element::Halfvec(n) => {
            format!("(noise[i:i + {n} - 1])::{element}")
        }
        Element::Bit(n) => format!("substring(noise FROM i FOR {n})::{element}"),
        // A stride keeps the places of one row distinct, the row number shifts them.
        Element::Sparsevec { dimensions, nonzero } => format!(
            "(SELECT ('{{' || string_agg(
                ((i::bigint * 7919 + j * {stride}) % {dimensions} + 1) || ':' || (1 + floor(random() * 999999)),
                ',') || '}}/{dimensions}')::{element}
              FROM generate_series(0, {nonzero} - 1) AS j)",
            stride = (dimensions / nonzero.max(1)).max(1),
        ),
    }
}
