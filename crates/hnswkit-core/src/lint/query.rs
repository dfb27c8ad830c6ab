//! A query for the nearest rows, as far as an index cares.

use super::{Condition, Operand};
use crate::{
    domain::Metric,
    parse::{ObjectName, Span},
};

/// One `SELECT` that computes a distance in `ORDER BY` or `WHERE`.
#[derive(Debug, Clone, PartialEq)]
pub struct Query {
    /// Where it stands, from `SELECT` to its end.
    pub span: Span,
    /// The tables behind `FROM`.
    pub tables: Vec<FromTable>,
    /// Whether anything but plain tables stands behind `FROM`.
    pub other_from: bool,
    /// The keys of `ORDER BY`.
    pub order: Vec<OrderKey>,
    /// The condition behind `WHERE`.
    pub filter: Option<Condition>,
    /// Where the condition stands.
    pub filter_span: Option<Span>,
    /// Distances that `WHERE` compares with something.
    pub filter_distances: Vec<Distance>,
    /// How many rows are wanted.
    pub limit: Limit,
    /// How many rows are passed over, when it is a number.
    pub offset: u64,
    /// Whether something else may take only the first rows: a query around it, a cursor, a view.
    pub may_stop_early: bool,
    /// Whether it stands in the body of a function, where other settings may hold.
    pub in_function: bool,
    /// Whether rows are put together, or are part of a larger set: `GROUP BY`, `DISTINCT`, `UNION`.
    pub grouped: bool,
}

/// A table behind `FROM`.
#[derive(Debug, Clone, PartialEq)]
pub struct FromTable {
    /// The table.
    pub name: ObjectName,
    /// The name by which the query knows it.
    pub alias: String,
}

/// A key of `ORDER BY`.
#[derive(Debug, Clone, PartialEq)]
pub struct OrderKey {
    /// Where it stands, without direction.
    pub span: Span,
    /// What it is.
    pub kind: OrderKind,
    /// `DESC`
    pub descending: Option<Span>,
    /// `NULLS FIRST`
    pub nulls_first: Option<Span>,
}

/// What a query is ordered by.
#[derive(Debug, Clone, PartialEq)]
pub enum OrderKind {
    /// A distance and nothing else.
    Distance(Distance),
    /// Something that is computed from a distance.
    Computed(Distance),
    /// Something else.
    Other,
}

/// `left operator right`, or a call of the function behind the operator.
#[derive(Debug, Clone, PartialEq)]
pub struct Distance {
    /// The metric of the operator.
    pub metric: Metric,
    /// The operator, or the name of the function.
    pub operator: Span,
    /// Whether it is a call of a function.
    pub is_call: bool,
    /// The first operand.
    pub left: Operand,
    /// Where it stands.
    pub left_span: Span,
    /// The second operand.
    pub right: Operand,
    /// Where it stands.
    pub right_span: Span,
}

/// How many rows are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Limit {
    /// All.
    #[default]
    None,
    /// So many.
    Rows(u64),
    /// What nobody knows here.
    Unknown,
}

impl Query {
    /// The first key of `ORDER BY`, when it has to do with a distance.
    pub fn nearest(&self) -> Option<(&OrderKey, &Distance)> {
        let key = self.order.first()?;
        match &key.kind {
            OrderKind::Distance(it) | OrderKind::Computed(it) => Some((key, it)),
            OrderKind::Other => None,
        }
    }

    /// The first key of `ORDER BY`, when an index could serve it.
    pub fn served(&self) -> Option<(&OrderKey, &Distance)> {
        let key = self.order.first()?;
        match &key.kind {
            OrderKind::Distance(it)
                if !it.is_call && key.descending.is_none() && key.nulls_first.is_none() =>
            {
                Some((key, it))
            }
            _ => None,
        }
    }
}
