//! The gate before a repair: no valid index does the same work under another name.

use std::{
    fmt::{self, Write as _},
    sync::Arc,
};

use super::{
    Lock, block,
    facts::{Facts, looks_at},
    inspection,
};
use crate::domain::{IndexDefinition, Literal, QualifiedName};

/// Fails when another valid index on the table has the planned definition, or a name of a
/// replacement that did not end; its hint has the statements that drop them.
///
/// One of them may be named: then a later step drops it, and this proves that it is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GuardDuplicates {
    /// The planned index.
    pub definition: Arc<IndexDefinition>,
    /// The one that is going to be dropped.
    pub redundant: Option<QualifiedName>,
    /// Names of a replacement.
    pub replacement: Vec<QualifiedName>,
}

impl fmt::Display for GuardDuplicates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let it = &*self.definition;
        let mut body = format!(
            "DECLARE
    table_name text := {table};
    it record;
    planned text;
    names text;
    cure text;
BEGIN
",
            table = Literal(&it.table),
        );
        inspection::read_table(&mut body, it)?;
        let replacement: Vec<_> =
            self.replacement.iter().map(|it| Literal(it.name.as_str()).to_string()).collect();
        let (redundant, help) = match &self.redundant {
            Some(name) => (
                format!(
                    "
        ELSIF it.index = to_regclass({name}) THEN
            IF it.usable AND it.definition <> planned THEN
                RAISE EXCEPTION 'index % is not the same as the planned one', it.index
                    USING DETAIL = format('There is: %s. Planned: %s.', it.definition, planned),
                        HINT = 'Leave `redundant` out of the spec.';
            END IF;",
                    name = Literal(name),
                ),
                "",
            ),
            None => (String::new(), ", or `redundant` in the spec, names the one to drop"),
        };
        write!(
            body,
            "{redundant}
        ELSIF it.usable AND it.index IS DISTINCT FROM to_regclass({name})
            AND (it.definition = planned OR it.relname IN ({replacement})) THEN
            names := concat_ws(', ', names, it.index);
            cure := concat_ws(' ', cure, format('DROP INDEX CONCURRENTLY %s;', it.index));
        END IF;
    END LOOP;
    DROP TABLE pg_temp.hnswkit_copy;

    IF names IS NOT NULL THEN
        RAISE EXCEPTION 'another index does the same work: %', names
            USING DETAIL = 'Each write pays for every one of them.',
                HINT = format('Drop those that nobody needs: %s{help}; then run this again.', cure);
    END IF;
END",
            name = Literal(it.qualified_name()),
            replacement = replacement.join(", "),
        )?;
        block::write(f, &body)
    }
}

impl Facts for GuardDuplicates {
    fn title(&self) -> String {
        format!("stop when another index is the same as {}", self.definition.qualified_name())
    }

    fn lock(&self) -> Option<Lock> {
        looks_at(&self.definition.table)
    }
}
