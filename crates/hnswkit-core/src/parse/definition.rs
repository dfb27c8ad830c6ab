//! From a `CREATE INDEX` that was read to the definition that is planned with.

use crate::domain::{
    EfConstruction, Hnsw, IndexDefinition, IndexKey, M, OperatorClass, OutOfRange, QualifiedName,
    RawSql,
};

use super::{
    CreateIndex, DefinitionError, DefinitionReason, ExpressionRead, IndexRead, KeyRead, KeyTarget,
    Name, ObjectName, Parameter, Span, Value, expression,
};

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
                ("m", None) => m = self.number(it, M::new),
                ("ef_construction", None) => {
                    ef_construction = self.number(it, EfConstruction::new);
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
        let number = match value.and_then(Value::integer) {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::{Statement, statements};

    fn read(sql: &str) -> Result<IndexDefinition, Vec<DefinitionError>> {
        match statements(sql).remove(0).statement {
            Ok(Statement::CreateIndex(it)) => index_definition(&it),
            it => panic!("{it:?}"),
        }
    }

    #[track_caller]
    fn check(tail: &str, expected: &[(&str, &str)]) {
        let sql = format!("CREATE INDEX i ON t {tail}");
        let errors = read(&sql).unwrap_err();
        let found: Vec<_> =
            errors.iter().map(|it| (it.to_string(), &sql[it.span.clone()])).collect();
        let found: Vec<_> = found.iter().map(|(message, at)| (message.as_str(), *at)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn what_is_written_comes_back() {
        let sql = "CREATE INDEX CONCURRENTLY IF NOT EXISTS \"we\"\"ird\"\n    \
                   ON ONLY \"my.schema\".\"Order\"\n    \
                   USING hnsw ((\"имя\"::halfvec(3)) extensions.halfvec_l2_ops)\n    \
                   WITH (m = 24, ef_construction = '100') TABLESPACE fast\n    \
                   WHERE (deleted_at IS NULL AND kind = 'a''b');";
        let it = read(sql).unwrap();
        assert_eq!(it.name.as_str(), "we\"ird");
        assert_eq!(it.table.to_string(), "\"my.schema\".\"Order\"");
        assert_eq!(it.key.to_string(), "(\"имя\"::halfvec(3))");
        assert_eq!(it.operator_class.name, "halfvec_l2_ops");
        assert_eq!((it.hnsw.m().get(), it.hnsw.ef_construction().get()), (24, 100));
        assert_eq!(it.predicate.unwrap().as_str(), "deleted_at IS NULL AND kind = 'a''b'");
    }

    #[test]
    fn a_column_in_parentheses_is_the_column() {
        let it = read("CREATE INDEX i ON t USING hnsw (((E)) vector_l2_ops)").unwrap();
        assert_eq!(it.key.to_string(), "e");
        assert_eq!(it.hnsw, Hnsw::default());
    }

    #[test]
    fn every_reason_is_told_with_its_place() {
        check(
            "USING hnsw (v vector_l2_ops) WITH (m = 101, ef_construction = x, m = 2, lists)",
            &[
                ("`m` must be between 2 and 100, but is 101", "101"),
                ("`ef_construction` must be a whole number, but is `x`", "x"),
                ("`m` is given more than once", "m = 2"),
                ("HNSW has no parameter `lists`", "lists"),
            ],
        );
        check(
            "USING hnsw (v COLLATE \"C\" gist_ops (a = 1) DESC) INCLUDE (id) NULLS DISTINCT",
            &[
                ("HNSW does not take COLLATE", "\"C\""),
                ("HNSW does not take an option of the operator class", "a = 1"),
                ("HNSW does not take ASC, DESC or NULLS", "DESC"),
                ("HNSW does not take INCLUDE", "id"),
                ("HNSW does not take NULLS DISTINCT", "NULLS DISTINCT"),
                ("HNSW has no operator class `gist_ops`", "gist_ops"),
            ],
        );
        check(
            "(v vector_l2_ops, w)",
            &[
                ("the access method is `btree`, not `hnsw`", "INDEX"),
                ("an HNSW index has one key, but this one has 2", "v vector_l2_ops, w"),
            ],
        );
        check(
            "USING hnsw (v) WITH (m = 33) WHERE a > now()",
            &[
                ("an HNSW index needs an operator class", "v"),
                (
                    "`ef_construction` must be at least twice `m` (66 for m = 33), but is 64",
                    "m = 33",
                ),
                ("an index cannot have `now`, whose result changes", "now()"),
            ],
        );
    }

    #[test]
    fn names_that_postgresql_would_cut_are_refused() {
        let long = "x".repeat(64);
        let sql = format!("CREATE INDEX ON {long} USING hnsw (v vector_l2_ops)");
        let errors = read(&sql).unwrap_err();
        let messages: Vec<_> = errors.iter().map(ToString::to_string).collect();
        assert_eq!(
            messages,
            ["the index has no name", "a name has at most 63 bytes, but this one has 64"]
        );
        assert_eq!(&sql[errors[0].span.clone()], "INDEX");
    }
}
