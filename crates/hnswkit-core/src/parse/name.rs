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
