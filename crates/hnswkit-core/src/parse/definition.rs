//! From a `CREATE INDEX` that was read to the definition that is planned with.

use std::fmt;

use crate::domain::{
    EfConstruction, Hnsw, IdentifierError, IndexDefinition, IndexKey, M, OperatorClass, OutOfRange,
    QualifiedName, RawSql, TooFewCandidates,
};

use super::{
    CreateIndex, ExpressionError, ExpressionRead, IndexRead, KeyRead, KeyTarget, Name, ObjectName,
    Parameter, Span, expression,
};

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

/// The definition behind a statement that creates an HNSW index.
///
/// What pgvector takes when nothing is said is filled in. `CONCURRENTLY`, `ONLY` and the
/// tablespace say how and where the index is built, not what it is, and are left out.
///
/// ```
/// # use hnswkit_core::parse::{Statement, index_definition, statements};
/// let sql = "CREATE INDEX i ON t USING hnsw (v vector_l2_ops) WITH (m = 24)";
/// let Ok(Statement::CreateIndex(create)) = &statements(sql)[0].statement else { unreachable!() };
/// let it = index_definition(create).unwrap();
/// assert_eq!((it.hnsw.m().get(), it.hnsw.ef_construction().get()), (24, 64));
/// ```
///
/// # Errors
///
/// Every reason, in the order of the statement, when the index is another kind of index, when
/// pgvector would refuse it, or when a name or expression is none that we write.
pub fn index_definition(create: &CreateIndex) -> Result<IndexDefinition, Vec<DefinitionError>> {
    let mut errors = Errors(vec![]);
    let read = &create.definition;
    errors.clauses(create);
    let name = match &read.name {
        Some(it) => errors.keep(it.identifier().map_err(DefinitionReason::Name), &it.span),
        None => errors.keep(Err(DefinitionReason::Unnamed), &create.keyword),
    };
    let table = errors.table(&read.table);
    let (key, operator_class) = match read.keys.as_slice() {
        [it] => (errors.key(it), errors.operator_class(it)),
        keys => {
            let span = match (keys.first(), keys.last()) {
                (Some(first), Some(last)) => first.span.start..last.span.end,
                _ => create.keyword.clone(),
            };
            (errors.keep(Err(DefinitionReason::Keys { found: keys.len() }), &span), None)
        }
    };
    let hnsw = errors.hnsw(read);
    let predicate = read.predicate.as_ref().map(|it| errors.expression(it));
    match (name, table, key, operator_class, hnsw) {
        (Some(name), Some(table), Some(key), Some(operator_class), Some(hnsw))
            if errors.0.is_empty() =>
        {
            let predicate = predicate.flatten();
            Ok(IndexDefinition { name, table, key, operator_class, hnsw, predicate })
        }
        _ => Err(errors.0),
    }
}

struct Errors(Vec<DefinitionError>);

impl Errors {
    fn keep<T>(&mut self, result: Result<T, DefinitionReason>, span: &Span) -> Option<T> {
        match result {
            Ok(it) => Some(it),
            Err(reason) => {
                self.0.push(DefinitionError { reason, span: span.clone() });
                None
            }
        }
    }

    fn clauses(&mut self, create: &CreateIndex) {
        let read = &create.definition;
        let method = read.method.as_ref();
        if method.is_none_or(|it| it.value != "hnsw") {
            let span = method.map_or(&create.keyword, |it| &it.span);
            let method = method.map_or("btree", |it| &it.value).to_owned();
            self.keep::<()>(Err(DefinitionReason::NotHnsw { method }), span);
        }
        let key = read.keys.first();
        let include = match (read.include.first(), read.include.last()) {
            (Some(first), Some(last)) => Some(first.span.start..last.span.end),
            _ => None,
        };
        for (clause, span) in [
            ("UNIQUE", read.unique.clone()),
            ("COLLATE", key.and_then(|it| it.collation.as_ref()).map(ObjectName::span)),
            ("an option of the operator class", key.and_then(class_options)),
            ("ASC, DESC or NULLS", key.and_then(|it| it.order.clone())),
            ("INCLUDE", include),
            ("NULLS DISTINCT", read.nulls_distinct.clone()),
        ] {
            if let Some(span) = span {
                self.keep::<()>(Err(DefinitionReason::Unsupported { clause }), &span);
            }
        }
    }

    fn table(&mut self, table: &ObjectName) -> Option<QualifiedName> {
        self.keep(table.qualified_name().map_err(DefinitionReason::Name), &table.span())
    }

    fn key(&mut self, key: &KeyRead) -> Option<IndexKey> {
        match &key.target {
            KeyTarget::Column(it) => self.column(it),
            // PostgreSQL takes `(column)` for the column.
            KeyTarget::Expression(ExpressionRead { column: Some(it), .. }) => self.column(it),
            KeyTarget::Expression(it) => self.expression(it).map(IndexKey::Expression),
        }
    }

    fn column(&mut self, name: &Name) -> Option<IndexKey> {
        let name_read = name.identifier().map_err(DefinitionReason::Name);
        self.keep(name_read.map(IndexKey::Column), &name.span)
    }

    fn operator_class(&mut self, key: &KeyRead) -> Option<&'static OperatorClass> {
        let Some(class) = &key.operator_class else {
            return self.keep(Err(DefinitionReason::NoOperatorClass), &key.span);
        };
        let name = class.name.value.clone();
        let found = OperatorClass::by_name(&name);
        self.keep(found.ok_or(DefinitionReason::UnknownOperatorClass { name }), &class.span())
    }

    fn expression(&mut self, read: &ExpressionRead) -> Option<RawSql> {
        match expression(&read.text) {
            Ok(it) => Some(it),
            Err(it) => {
                let start = read.span.start + it.offset;
                self.keep(Err(DefinitionReason::Expression(it)), &(start..read.span.end))
            }
        }
    }

    fn hnsw(&mut self, read: &IndexRead) -> Option<Hnsw> {
        let mut m = Some(M::default());
        let mut ef_construction = Some(EfConstruction::default());
        for (n, it) in read.parameters.iter().enumerate() {
            let name = it.name.value.clone();
            if read.parameters[..n].iter().any(|earlier| earlier.name.value == name) {
                self.keep::<()>(Err(DefinitionReason::RepeatedParameter { name }), &it.span);
                continue;
            }
            match (name.as_str(), &it.namespace) {
                ("m", None) => m = self.number(it, |it| M::new(it)),
                ("ef_construction", None) => {
                    ef_construction = self.number(it, |it| EfConstruction::new(it));
                }
                _ => {
                    self.keep::<()>(Err(DefinitionReason::UnknownParameter { name }), &it.span);
                }
            }
        }
        let span = match (read.parameters.first(), read.parameters.last()) {
            (Some(first), Some(last)) => first.span.start..last.span.end,
            _ => read.table.span(),
        };
        let pair = Hnsw::new(m?, ef_construction?).map_err(DefinitionReason::TooFewCandidates);
        self.keep(pair, &span)
    }

    fn number<T>(
        &mut self,
        parameter: &Parameter,
        new: impl FnOnce(i64) -> Result<T, OutOfRange>,
    ) -> Option<T> {
        let value = parameter.value.as_ref();
        let span = value.map_or(&parameter.span, |it| &it.span);
        let number = match value.and_then(super::Value::integer) {
            Some(it) => new(it).map_err(DefinitionReason::OutOfRange),
            None => Err(DefinitionReason::NotInteger {
                name: parameter.name.value.clone(),
                // PostgreSQL takes a parameter without a value for `true`.
                value: value.map_or("true", |it| &it.text).to_owned(),
            }),
        };
        self.keep(number, span)
    }
}

fn class_options(key: &KeyRead) -> Option<Span> {
    let first = key.operator_class_options.first()?;
    let last = key.operator_class_options.last()?;
    Some(first.span.start..last.span.end)
}

impl fmt::Display for DefinitionReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotHnsw { method } => write!(f, "the access method is `{method}`, not `hnsw`"),
            Self::Unnamed => f.write_str("the index has no name"),
            Self::Name(it) => it.fmt(f),
            Self::Keys { found } => write!(f, "an HNSW index has one key, but this one has {found}"),
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
