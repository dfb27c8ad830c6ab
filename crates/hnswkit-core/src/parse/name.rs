//! Names as a statement spells them.

use std::fmt;

use crate::domain::{Identifier, IdentifierError, QualifiedName};

use super::Span;

/// One part of a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// The name as the catalog has it: in lower case unless it was quoted, without quotes.
    pub value: String,
    /// Where it stands.
    pub span: Span,
}

/// The name of a table, index, type or operator class, with what stands before its last dot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ObjectName {
    /// The schema, or the database and the schema, or nothing.
    pub qualifiers: Vec<Name>,
    /// The last part.
    pub name: Name,
}

impl Name {
    /// The name as a value of the domain.
    ///
    /// # Errors
    ///
    /// When PostgreSQL would cut the name, or it has a control character.
    pub fn identifier(&self) -> Result<Identifier, IdentifierError> {
        Identifier::new(self.value.as_str())
    }
}

impl ObjectName {
    /// Where the whole name stands.
    pub fn span(&self) -> Span {
        let first = self.qualifiers.first().unwrap_or(&self.name);
        first.span.start..self.name.span.end
    }

    /// The schema, if there is one.
    pub fn schema(&self) -> Option<&Name> {
        self.qualifiers.last()
    }

    /// The name as a value of the domain; a database before the schema is left out.
    ///
    /// # Errors
    ///
    /// When PostgreSQL would cut a part, or it has a control character.
    pub fn qualified_name(&self) -> Result<QualifiedName, IdentifierError> {
        let schema = self.schema().map(Name::identifier).transpose()?;
        Ok(QualifiedName { schema, name: self.name.identifier()? })
    }
}

impl fmt::Display for ObjectName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for it in &self.qualifiers {
            write!(f, "{}.", it.value)?;
        }
        f.write_str(&self.name.value)
    }
}

/// Words that PostgreSQL accepts as a name only in quotes (reserved, or names of functions and
/// types only), sorted.
// PostgreSQL 18 src/include/parser/kwlist.h: RESERVED_KEYWORD and TYPE_FUNC_NAME_KEYWORD.
// `system_user` is reserved since 16 only and therefore missing.
pub(super) const RESERVED: &[&str] = &[
    "all",
    "analyse",
    "analyze",
    "and",
    "any",
    "array",
    "as",
    "asc",
    "asymmetric",
    "authorization",
    "binary",
    "both",
    "case",
    "cast",
    "check",
    "collate",
    "collation",
    "column",
    "concurrently",
    "constraint",
    "create",
    "cross",
    "current_catalog",
    "current_date",
    "current_role",
    "current_schema",
    "current_time",
    "current_timestamp",
    "current_user",
    "default",
    "deferrable",
    "desc",
    "distinct",
    "do",
    "else",
    "end",
    "except",
    "false",
    "fetch",
    "for",
    "foreign",
    "freeze",
    "from",
    "full",
    "grant",
    "group",
    "having",
    "ilike",
    "in",
    "initially",
    "inner",
    "intersect",
    "into",
    "is",
    "isnull",
    "join",
    "lateral",
    "leading",
    "left",
    "like",
    "limit",
    "localtime",
    "localtimestamp",
    "natural",
    "not",
    "notnull",
    "null",
    "offset",
    "on",
    "only",
    "or",
    "order",
    "outer",
    "overlaps",
    "placing",
    "primary",
    "references",
    "returning",
    "right",
    "select",
    "session_user",
    "similar",
    "some",
    "symmetric",
    "table",
    "tablesample",
    "then",
    "to",
    "trailing",
    "true",
    "union",
    "unique",
    "user",
    "using",
    "variadic",
    "verbose",
    "when",
    "where",
    "window",
    "with",
];
