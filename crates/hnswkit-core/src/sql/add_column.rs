//! `ADD COLUMN`, for a column that takes the place of another.

use std::fmt;

use super::{
    Held, Lock, LockMode, Statement, block,
    drop_column::DropColumn,
    facts::{Facts, lock},
    swap_columns::SWITCHED,
};
use crate::domain::{ColumnType, Identifier, Literal, QualifiedName};

/// Adds a nullable column, unless it is there; one of another type is an error.
///
/// It gets what the other column has besides its type: default, storage, compression, statistics
/// target, options, privileges and comment. What cannot be carried over (NOT NULL, before the rows
/// have values) is for [`CopyNotNull`](super::CopyNotNull).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddColumn {
    /// The table.
    pub table: QualifiedName,
    /// The new column.
    pub column: Identifier,
    /// Its type.
    pub column_type: ColumnType,
    /// The column that it is going to replace, or was replaced by.
    pub like: Identifier,
    /// Whether it is the old column of a switch, which keeps the time in its comment.
    pub switched: bool,
}

impl fmt::Display for AddColumn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { table, column, column_type, like, switched } = self;
        let add = block::retried(
            "    ",
            &format!("ALTER TABLE {table} ADD COLUMN {column} {column_type};"),
        );
        let comment = if *switched {
            format!("    command := {SWITCHED};")
        } else {
            format!(
                "    SELECT col_description(relation, a.attnum)
    INTO command
    FROM pg_attribute AS a
    WHERE a.attrelid = relation AND a.attname = {};",
                Literal(like.as_str())
            )
        };
        block::write(
            f,
            &format!(
                "DECLARE
    relation regclass := {relation};
    there text;
    command text;
BEGIN
    SELECT format('%s(%s)', t.typname, a.atttypmod)
    INTO there
    FROM pg_attribute AS a
    JOIN pg_type AS t ON t.oid = a.atttypid
    WHERE a.attrelid = relation AND a.attname = {name} AND NOT a.attisdropped;
    IF there = {planned} THEN
        RETURN;
    ELSIF there IS NOT NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'duplicate_column',
            MESSAGE = format('column %s of %s is %s, not {column_type}', {quoted}, relation, there),
            HINT = 'It is not of this migration: rename it or drop it.';
    END IF;
{add}
    -- What the other column has besides its type.
    FOR command IN
        SELECT format('ALTER COLUMN %I %s', {name}, clause)
        FROM pg_attribute AS a
        JOIN pg_type AS t ON t.oid = a.atttypid
        LEFT JOIN pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
        CROSS JOIN LATERAL (
            VALUES
                ('SET DEFAULT ' || pg_get_expr(d.adbin, d.adrelid)),
                (CASE
                    WHEN a.attstorage <> t.typstorage THEN 'SET STORAGE ' || CASE a.attstorage
                        WHEN 'p' THEN 'PLAIN' WHEN 'e' THEN 'EXTERNAL' WHEN 'm' THEN 'MAIN' ELSE 'EXTENDED'
                    END
                END),
                (CASE to_jsonb(a) ->> 'attcompression'
                    WHEN 'p' THEN 'SET COMPRESSION pglz' WHEN 'l' THEN 'SET COMPRESSION lz4'
                END),
                ('SET STATISTICS ' || nullif(a.attstattarget, -1)),
                ('SET (' || array_to_string(a.attoptions, ', ') || ')')
        ) AS clauses (clause)
        WHERE a.attrelid = relation AND a.attname = {like_name} AND clause IS NOT NULL
    LOOP
        EXECUTE format('ALTER TABLE %s %s', relation, command);
    END LOOP;
    FOR command IN
        SELECT format(
            'GRANT %s (%I) ON %s TO %s%s',
            g.privilege_type,
            {name},
            relation,
            CASE g.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(g.grantee)) END,
            CASE WHEN g.is_grantable THEN ' WITH GRANT OPTION' END
        )
        FROM pg_attribute AS a, aclexplode(a.attacl) AS g
        WHERE a.attrelid = relation AND a.attname = {like_name}
    LOOP
        EXECUTE command;
    END LOOP;
{comment}
    EXECUTE format('COMMENT ON COLUMN %s.%I IS %L', relation, {name}, command);
END",
                relation = Literal(table),
                name = Literal(column.as_str()),
                quoted = Literal(column),
                planned = Literal(column_type),
                like_name = Literal(like.as_str()),
            ),
        )
    }
}

impl Facts for AddColumn {
    fn title(&self) -> String {
        format!("add column {} {} to {}", self.column, self.column_type, self.table)
    }

    fn lock(&self) -> Option<Lock> {
        lock(LockMode::AccessExclusive, &self.table, Held::Moment)
    }

    fn patience(&self) -> Option<u32> {
        Some(1)
    }

    fn inverse(&self) -> Option<Statement> {
        let Self { table, column, .. } = self.clone();
        Some(DropColumn { table, column, sync: None }.into())
    }
}
