//! The gates before and behind a build.
//!
//! Both ask the server itself what the planned definition means: they index an empty copy of the
//! table and compare that index with the one that is there. So spelling, casts that the server
//! adds, and defaults cannot be mistaken for a difference, on any release; and a definition that
//! the server refuses is refused before the build, which would leave an INVALID index.

use std::{
    fmt::{self, Write as _},
    sync::Arc,
};

use super::{Build, block, create_index::definition, writer::Clauses};
use crate::domain::{EfConstruction, IndexDefinition, Literal, M, QualifiedName};

/// Lets a build go on when no index of the name is there, or when it is the planned one.
///
/// An INVALID leftover is moved out of the way: renamed to `leftover` in a concurrent plan, which
/// drops it next (that cannot happen inside a block), dropped at once in a transactional one.
/// Anything else of that name is an error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GuardIndex {
    /// The planned index.
    pub definition: Arc<IndexDefinition>,
    /// The name for an INVALID leftover.
    pub leftover: QualifiedName,
    /// How the index is going to be built.
    pub build: Build,
}

/// Fails unless the index is valid, ready and defined as planned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifyIndex {
    /// The planned index.
    pub definition: Arc<IndexDefinition>,
}

/// Reads `planned`, `existing`, `same_table` and `usable`.
struct Inspection<'a>(&'a IndexDefinition);

impl fmt::Display for Inspection<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let it = self.0;
        let (index, table) = (Literal(it.qualified_name()), Literal(&it.table));
        write!(
            f,
            "DECLARE
    it record;
    planned text;
    existing text;
    same_table boolean;
    usable boolean;
BEGIN
    -- What the server makes of the planned definition: asked of an empty copy of the table.
    CREATE TEMPORARY TABLE hnswkit_copy (LIKE {});
",
            it.table
        )?;
        let mut sql = Clauses::new(f, "    ");
        sql.clause(format_args!("CREATE INDEX hnswkit_plan"))?;
        sql.clause(format_args!("ON pg_temp.hnswkit_copy"))?;
        definition(&mut sql, it)?;
        sql.end()?;
        let (m, ef_construction) = (M::INFO.default, EfConstruction::INFO.default);
        write!(
            f,
            "
    FOR it IN
        SELECT
            i.indexrelid = 'pg_temp.hnswkit_plan'::regclass AS is_plan,
            i.indrelid = {table}::regclass AS same_table,
            i.indisvalid AND i.indisready AS usable,
            format(
                'USING %s (%s %s) WITH (m = %s, ef_construction = %s)%s',
                a.amname,
                pg_get_indexdef(i.indexrelid, 1, false),
                o.opcname,
                coalesce(substring(c.reloptions::text FROM '[{{,]m=([0-9]+)'), '{m}'),
                coalesce(substring(c.reloptions::text FROM 'ef_construction=([0-9]+)'), '{ef_construction}'),
                ' WHERE ' || pg_get_expr(i.indpred, i.indrelid)
            ) AS definition
        FROM pg_index AS i
        JOIN pg_class AS c ON c.oid = i.indexrelid
        JOIN pg_am AS a ON a.oid = c.relam
        JOIN pg_opclass AS o ON o.oid = i.indclass[0]
        WHERE i.indexrelid IN ('pg_temp.hnswkit_plan'::regclass, to_regclass({index}))
    LOOP
        IF it.is_plan THEN
            planned := it.definition;
        ELSE
            existing := it.definition;
            same_table := it.same_table;
            usable := it.usable;
        END IF;
    END LOOP;
    DROP TABLE pg_temp.hnswkit_copy;
"
        )
    }
}

/// The branch for an index of the name that is not the planned one.
struct Mismatch<'a>(&'a IndexDefinition);

impl fmt::Display for Mismatch<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.0.qualified_name().to_string();
        let table = self.0.table.to_string();
        write!(
            f,
            "NOT same_table THEN
        RAISE EXCEPTION USING
            ERRCODE = 'duplicate_table',
            MESSAGE = {},
            HINT = 'Choose another name, or another schema.';
    ELSIF usable AND existing <> planned THEN
        RAISE EXCEPTION USING
            ERRCODE = 'duplicate_table',
            MESSAGE = {},
            DETAIL = format('There is: %s. Planned: %s.', existing, planned),
            HINT = 'Choose another name, or drop the index that is there.';",
            Literal(format!("index {name} belongs to another table than {table}")),
            Literal(format!("index {name} is there with another definition")),
        )
    }
}

impl fmt::Display for GuardIndex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let it = &*self.definition;
        let index = it.qualified_name();
        let mut body = Inspection(it).to_string();
        let name = index.to_string();
        write!(
            body,
            "
    IF existing IS NULL AND to_regclass({regclass}) IS NULL THEN
        RETURN;
    ELSIF existing IS NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'duplicate_table',
            MESSAGE = {not_an_index},
            HINT = 'Choose another name.';
    ELSIF {mismatch}
    ELSIF usable THEN
        RAISE NOTICE USING MESSAGE = {nothing};
    ELSIF EXISTS (SELECT FROM pg_stat_progress_create_index WHERE index_relid = to_regclass({regclass})) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'object_in_use',
            MESSAGE = {in_use},
            HINT = 'Wait for it, or cancel it; then run this again.';
    ELSE
        RAISE NOTICE USING MESSAGE = {invalid};
        {remove}
    END IF;
END",
            regclass = Literal(&index),
            not_an_index = Literal(format!("relation {name} is there and is not an index")),
            mismatch = Mismatch(it),
            nothing = Literal(format!("index {name} is valid and as planned: nothing to build")),
            in_use = Literal(format!("another session is building index {name}")),
            invalid = Literal(format!(
                "index {name} is INVALID, left by a build that did not finish: removing it"
            )),
            remove = match self.build {
                Build::Concurrent =>
                    format!("ALTER INDEX {index} RENAME TO {};", self.leftover.name),
                Build::Plain => format!("DROP INDEX {index};"),
            },
        )?;
        block::write(f, &body)
    }
}

impl fmt::Display for VerifyIndex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let it = &*self.definition;
        let name = it.qualified_name().to_string();
        let mut body = Inspection(it).to_string();
        write!(
            body,
            "
    IF existing IS NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'undefined_object',
            MESSAGE = {absent},
            HINT = 'The build did not happen. Run the migration again.';
    ELSIF {mismatch}
    ELSIF NOT usable THEN
        RAISE EXCEPTION USING
            ERRCODE = 'object_not_in_prerequisite_state',
            MESSAGE = {invalid},
            DETAIL = 'Writes pay for it or not, but no query uses it.',
            HINT = 'Run the migration again: it removes the leftover and builds anew.';
    END IF;
    RAISE NOTICE USING MESSAGE = {fine};
END",
            absent = Literal(format!("index {name} does not exist")),
            mismatch = Mismatch(it),
            invalid = Literal(format!("index {name} is INVALID")),
            fine = Literal(format!("index {name} is valid, ready and as planned")),
        )?;
        block::write(f, &body)
    }
}
