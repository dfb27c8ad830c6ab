//! What `CREATE INDEX` says.

use super::{Name, ObjectName, Parameter, Span};

/// A `CREATE INDEX` statement.
#[derive(Debug, Clone, PartialEq)]
pub struct CreateIndex {
    /// What the index is to be.
    pub definition: IndexRead,
    /// The word `INDEX`; `CONCURRENTLY` belongs behind it.
    pub keyword: Span,
    /// `CONCURRENTLY`, if it is there.
    pub concurrently: Option<Span>,
    /// `IF NOT EXISTS`, if it is there.
    pub if_not_exists: Option<Span>,
    /// `ONLY` before the table, if it is there.
    pub only: Option<Span>,
    /// The tablespace, if one is named.
    pub tablespace: Option<Name>,
}

/// What an index is, as a statement spells it; see [`index_definition`](super::index_definition).
#[derive(Debug, Clone, PartialEq)]
pub struct IndexRead {
    /// `UNIQUE`, if it is there.
    pub unique: Option<Span>,
    /// The name; PostgreSQL makes one up when there is none.
    pub name: Option<Name>,
    /// The table.
    pub table: ObjectName,
    /// The access method; `btree` when there is none.
    pub method: Option<Name>,
    /// What is indexed.
    pub keys: Vec<KeyRead>,
    /// The columns of `INCLUDE`.
    pub include: Vec<KeyRead>,
    /// `NULLS [NOT] DISTINCT`, if it is there.
    pub nulls_distinct: Option<Span>,
    /// The parameters of `WITH (…)`.
    pub parameters: Vec<Parameter>,
    /// The condition behind `WHERE`.
    pub predicate: Option<ExpressionRead>,
}

/// One key of an index.
#[derive(Debug, Clone, PartialEq)]
pub struct KeyRead {
    /// The column or expression.
    pub target: KeyTarget,
    /// The collation, if one is named.
    pub collation: Option<ObjectName>,
    /// The operator class, if one is named.
    pub operator_class: Option<ObjectName>,
    /// The options of the operator class.
    pub operator_class_options: Vec<Parameter>,
    /// `ASC`, `DESC`, `NULLS FIRST`, `NULLS LAST`, if any is there.
    pub order: Option<Span>,
    /// Where the whole key stands.
    pub span: Span,
}

/// What a key is made from.
#[derive(Debug, Clone, PartialEq)]
pub enum KeyTarget {
    /// A column.
    Column(Name),
    /// An expression, without the parentheses that belong to the index.
    Expression(ExpressionRead),
}

/// An expression in a statement.
#[derive(Debug, Clone, PartialEq)]
pub struct ExpressionRead {
    /// How it is spelled.
    pub text: String,
    /// Where it stands.
    pub span: Span,
    /// The column, when it is nothing but one.
    pub column: Option<Name>,
}
