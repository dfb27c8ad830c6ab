//! Asks the server what the planned definition means, and what is there.

use std::fmt::{self, Write};

use super::{create_index::definition, writer::Clauses};
use crate::domain::{EfConstruction, IndexDefinition, Literal, M, QualifiedName};

/// An index to look at, and the variables that hold what is found: `<variable>`, its definition;
/// `<variable>_name`, `<variable>_same_table`, `<variable>_usable`.
pub(super) struct Named<'a> {
    /// The beginning of the variables' names.
    pub(super) variable: &'static str,
    /// The index.
    pub(super) name: &'a QualifiedName,
}

/// Declares the variables for indexes to look at.
pub(super) fn declare(
    out: &mut String,
    definition: &IndexDefinition,
    indexes: &[Named<'_>],
) -> fmt::Result {
    out.push_str("DECLARE\n");
    for Named { variable, name } in indexes {
        writeln!(out, "    {variable}_name text := {};", Literal(name))?;
    }
    writeln!(out, "    table_name text := {};", Literal(&definition.table))?;
    out.push_str("    it record;\n    planned text;\n");
    for Named { variable, .. } in indexes {
        writeln!(out, "    {variable} text;")?;
        writeln!(out, "    {variable}_same_table boolean;")?;
        writeln!(out, "    {variable}_usable boolean;")?;
    }
    Ok(())
}

/// Reads the planned definition and those of the indexes.
///
/// With `before`, another definition is asked for in the same way and read into `before`.
pub(super) fn read(
    out: &mut String,
    definition: &IndexDefinition,
    before: Option<&IndexDefinition>,
    indexes: &[Named<'_>],
) -> fmt::Result {
    push_plan(out, definition)?;
    let mut names: Vec<_> =
        indexes.iter().map(|it| format!("to_regclass({}_name)", it.variable)).collect();
    let mut is_plan = OF_COPY;
    if let Some(before) = before {
        push_index(out, "hnswkit_before", before)?;
        out.push('\n');
        names.push("to_regclass('pg_temp.hnswkit_before')".to_owned());
        is_plan = "i.indexrelid = 'pg_temp.hnswkit_plan'::regclass";
    }
    let these = format!("i.indexrelid IN ('pg_temp.hnswkit_plan'::regclass, {})", names.join(", "));
    push_select(out, is_plan, &these, "i.indexrelid,")?;
    if before.is_some() {
        out.push_str(
            "        ELSIF it.indexrelid = to_regclass('pg_temp.hnswkit_before') THEN
            before := it.definition;
",
        );
    }
    for Named { variable, .. } in indexes {
        write!(
            out,
            "        ELSIF it.indexrelid = to_regclass({variable}_name) THEN
            {variable} := it.definition;
            {variable}_same_table := it.same_table;
            {variable}_usable := it.usable;
"
        )?;
    }
    out.push_str(END);
    Ok(())
}

/// Reads the planned definition, and those of all indexes on the table after it; the caller goes on
/// with the branches for these, and ends the loop.
pub(super) fn read_table(out: &mut String, definition: &IndexDefinition) -> fmt::Result {
    push_plan(out, definition)?;
    push_select(
        out,
        OF_COPY,
        "i.indrelid IN (to_regclass(table_name), 'pg_temp.hnswkit_copy'::regclass)
        ORDER BY is_plan DESC",
        "c.relname, i.indexrelid::regclass AS index,",
    )
}

/// Indexes an empty copy of the table.
fn push_plan(out: &mut dyn Write, it: &IndexDefinition) -> fmt::Result {
    writeln!(
        out,
        "    -- What the server makes of the planned definition: asked of an empty copy of the table.
    CREATE TEMPORARY TABLE hnswkit_copy (LIKE {});",
        it.table
    )?;
    push_index(out, "hnswkit_plan", it)?;
    out.write_str("\n")
}

/// Indexes the copy.
fn push_index(out: &mut dyn Write, name: &str, it: &IndexDefinition) -> fmt::Result {
    let mut sql = Clauses::new(out, "    ");
    sql.clause(format_args!("CREATE INDEX {name}"))?;
    sql.clause(format_args!("ON pg_temp.hnswkit_copy"))?;
    definition(&mut sql, it)?;
    sql.end()
}

/// Whether it is the planned index, when that is the only one on the copy.
const OF_COPY: &str = "i.indrelid = 'pg_temp.hnswkit_copy'::regclass";

/// Reads them all, in one loop; the first branch is that of the planned one.
fn push_select(out: &mut dyn Write, is_plan: &str, these: &str, also: &str) -> fmt::Result {
    let (m, ef_construction) = (M::INFO.default, EfConstruction::INFO.default);
    let also = if also.is_empty() { String::new() } else { format!("\n            {also}") };
    writeln!(
        out,
        "    FOR it IN
        SELECT{also}
            {is_plan} AS is_plan,
            i.indrelid = to_regclass(table_name) AS same_table,
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
        WHERE {these}
    LOOP
        IF it.is_plan THEN
            planned := it.definition;"
    )
}

/// The end of the loop.
const END: &str = "        END IF;
    END LOOP;
    DROP TABLE pg_temp.hnswkit_copy;
";

/// Looks at one index: reads `planned`, `existing`, `same_table` and `usable`.
pub(super) struct Inspection<'a>(pub(super) &'a IndexDefinition);

impl fmt::Display for Inspection<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let it = self.0;
        writeln!(
            f,
            "DECLARE
    index_name text := {index};
    table_name text := {table};
    it record;
    planned text;
    existing text;
    same_table boolean;
    usable boolean;
BEGIN",
            index = Literal(it.qualified_name()),
            table = Literal(&it.table),
        )?;
        push_plan(f, it)?;
        push_select(
            f,
            OF_COPY,
            "i.indexrelid IN ('pg_temp.hnswkit_plan'::regclass, to_regclass(index_name))",
            "",
        )?;
        f.write_str(
            "        ELSE
            existing := it.definition;
            same_table := it.same_table;
            usable := it.usable;
",
        )?;
        f.write_str(END)
    }
}

/// The branches for an index of the name that is not the planned one.
pub(super) const MISMATCH: &str = "    ELSIF existing IS NULL THEN
        RAISE EXCEPTION 'relation % is there and is not an index', index_name
            USING HINT = 'Choose another name.';
    ELSIF NOT same_table THEN
        RAISE EXCEPTION 'index % belongs to another table than %', index_name, table_name
            USING HINT = 'Choose another name, or another schema.';
    ELSIF usable AND existing <> planned THEN
        RAISE EXCEPTION 'index % is there with another definition', index_name
            USING DETAIL = format('There is: %s. Planned: %s.', existing, planned),
                HINT = 'Choose another name, or drop the index that is there.';";
