//! Why a `CREATE INDEX` makes no definition.

use std::fmt;

use crate::domain::{IdentifierError, OutOfRange, TooFewCandidates};

use super::{ExpressionError, Span};

/// Why a `CREATE INDEX` makes no HNSW index that pgvector accepts, or none that we can plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DefinitionError {
    /// What is wrong.
    pub reason: DefinitionReason,
    /// The part of the statement that is to blame.
    pub span: Span,
}

/// What is wrong with a definition.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum DefinitionReason {
    /// The access method is another one.
    NotHnsw {
        /// The access method.
        method: String,
    },
    /// The index has no name; PostgreSQL would make one up.
    Unnamed,
    /// PostgreSQL would cut the name, or it has a control character.
    Name(IdentifierError),
    /// An HNSW index has exactly one key.
    Keys {
        /// The number of keys.
        found: usize,
    },
    /// The key has no operator class, and none is the default.
    NoOperatorClass,
    /// HNSW has no such operator class.
    UnknownOperatorClass {
        /// The operator class.
        name: String,
    },
    /// The expression or predicate is none that an index can have.
    Expression(ExpressionError),
    /// HNSW has no such parameter.
    UnknownParameter {
        /// The parameter.
        name: String,
    },
    /// The parameter is there twice.
    RepeatedParameter {
        /// The parameter.
        name: String,
    },
    /// The value is no whole number.
    NotInteger {
        /// The parameter.
        name: String,
        /// The value.
        value: String,
    },
    /// The value is outside the range that pgvector accepts.
    OutOfRange(OutOfRange),
    /// The two parameters do not go together.
    TooFewCandidates(TooFewCandidates),
    /// The clause means nothing to HNSW, and PostgreSQL refuses it.
    Unsupported {
        /// The clause.
        clause: &'static str,
    },
}

impl fmt::Display for DefinitionReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotHnsw { method } => write!(f, "the access method is `{method}`, not `hnsw`"),
            Self::Unnamed => f.write_str("the index has no name"),
            Self::Name(it) => it.fmt(f),
            Self::Keys { found } => {
                write!(f, "an HNSW index has one key, but this one has {found}")
            }
            Self::NoOperatorClass => f.write_str("an HNSW index needs an operator class"),
            Self::UnknownOperatorClass { name } => {
                write!(f, "HNSW has no operator class `{name}`")
            }
            Self::Expression(it) => it.fmt(f),
            Self::UnknownParameter { name } => write!(f, "HNSW has no parameter `{name}`"),
            Self::RepeatedParameter { name } => write!(f, "`{name}` is given more than once"),
            Self::NotInteger { name, value } => {
                write!(f, "`{name}` must be a whole number, but is `{value}`")
            }
            Self::OutOfRange(it) => it.fmt(f),
            Self::TooFewCandidates(it) => it.fmt(f),
            Self::Unsupported { clause } => write!(f, "HNSW does not take {clause}"),
        }
    }
}

impl fmt::Display for DefinitionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.reason.fmt(f)
    }
}

impl std::error::Error for DefinitionError {}
