//! Many tenants in one table: which index, by how many rows each of them has.

use std::{fmt, sync::Arc};

use super::{IndexRequest, name};
use crate::domain::{Identifier, IndexDefinition, Literal, PgvectorVersion, RawSql, Rows};

/// A way to give tenants their index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tenancy {
    /// A partial index for each large tenant, and one that the others share.
    Partial,
    /// One index; the tenant is a filter.
    One,
    /// A partition for each tenant or group.
    List,
    /// So many partitions, the tenants spread over them.
    Hash,
}

/// A tenant and its rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tenant {
    /// The value of the column: a whole number, or a text.
    pub id: String,
    /// Its rows.
    pub rows: Rows,
}

/// The tenants of a table, and what was chosen for them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tenants {
    /// The name that the index has, or that theirs begin with.
    pub name: Identifier,
    /// The column that tells them apart.
    pub column: Identifier,
    /// Those that are known.
    pub known: Vec<Tenant>,
    /// All rows.
    pub rows: Rows,
    /// What was chosen.
    pub tenancy: Tenancy,
    /// Whether the rule chose it.
    pub by_rule: bool,
    /// How many of [`Tenants::known`] have an index of their own.
    pub own: usize,
}

impl Tenancy {
    /// All of them, in the order of the documentation.
    pub const ALL: &[Self] = &[Self::Partial, Self::One, Self::List, Self::Hash];

    /// The id, as in the spec file.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Partial => "partial",
            Self::One => "one",
            Self::List => "list",
            Self::Hash => "hash",
        }
    }
}

impl fmt::Display for Tenancy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

impl Tenant {
    /// From so many rows on a tenant is large; below, its rows are found by an ordinary index on
    /// the column, and sorted.
    // Measured by others: 36 ms for 10,000 rows of 960 dimensions.
    pub const LARGE: u64 = 10_000;

    /// Whether it is worth an HNSW index.
    pub fn is_large(&self) -> bool {
        Self::LARGE < self.rows.get()
    }

    /// The id as SQL: a number as it is, all else as a text.
    pub fn literal(&self) -> String {
        match self.id.parse::<i64>() {
            Ok(it) => it.to_string(),
            Err(_) => Literal(unquoted(&self.id)).to_string(),
        }
    }
}

/// An id without the single quotes that make a text of a number.
fn unquoted(id: &str) -> &str {
    id.strip_prefix('\'').and_then(|it| it.strip_suffix('\'')).unwrap_or(id)
}

impl Tenants {
    /// So many tenants may have an index of their own: PostgreSQL looks into a list of at most 100
    /// values when it asks whether a query is within the predicate of those who share one.
    // PostgreSQL 18 src/backend/optimizer/util/predtest.c, MAX_SAOP_ARRAY_SIZE; measured on 15 and
    // 18: 100 work, 101 do not.
    pub const MAX_OWN: usize = 100;
    /// From this share of the rows on, one index finds ten rows of a tenant in a scan or two.
    pub const SHARE_FOR_ONE: f64 = 0.1;

    /// What the rule chooses.
    pub fn choose(known: &[Tenant], rows: Rows, pgvector: Option<PgvectorVersion>) -> Tenancy {
        let large = || known.iter().filter(|it| it.is_large());
        let smallest = large().map(|it| it.rows.get()).min();
        let iterative = pgvector.is_some_and(|it| PgvectorVersion::new(0, 8, 0) <= it);
        match (large().count(), smallest) {
            (0, _) => Tenancy::One,
            (n, _) if Self::MAX_OWN < n => Tenancy::Hash,
            (_, Some(it)) if iterative && Self::SHARE_FOR_ONE * rows.get() as f64 <= it as f64 => {
                Tenancy::One
            }
            _ => Tenancy::Partial,
        }
    }

    /// The predicates of a partial index for each of `own`, and of the one for all others; as SQL,
    /// with the end of the index's name.
    pub fn predicates(column: &Identifier, own: &[&Tenant]) -> Vec<(String, String)> {
        let mut all: Vec<_> = own
            .iter()
            .map(|it| (format!("{column} = {}", it.literal()), unquoted(&it.id).to_owned()))
            .collect();
        let ids: Vec<_> = own.iter().map(|it| it.literal()).collect();
        all.push((format!("{column} NOT IN ({})", ids.join(", ")), "others".to_owned()));
        all
    }
}

/// The requests for a partial index of each tenant: its predicate, the end of its name, its rows.
pub fn per_tenant(request: &IndexRequest, parts: Vec<(RawSql, String, Rows)>) -> Vec<IndexRequest> {
    let part = |(predicate, end, rows): (RawSql, String, Rows)| {
        let definition = IndexDefinition {
            name: name::of_tenant(&request.definition.name, &end),
            predicate: Some(predicate),
            ..(*request.definition).clone()
        };
        IndexRequest { definition: Arc::new(definition), rows, ..request.clone() }
    };
    parts.into_iter().map(part).collect()
}
