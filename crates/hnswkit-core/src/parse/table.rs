//! What statements say of the columns of a table.

use super::{
    Name, ObjectName, Parsed, Span, SyntaxError,
    cursor::Cursor,
    lexer::Lexer,
    token::{Kind, Token},
};

/// A column and its type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnRead {
    /// The column.
    pub name: Name,
    /// The type.
    pub data_type: TypeRead,
    /// Whether it says that it cannot be NULL.
    pub not_null: bool,
    /// Where the whole column stands.
    pub span: Span,
}

/// A type as a statement spells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypeRead {
    /// The name, without its schema, as the catalog has it; `varbit` for `bit varying`.
    pub name: String,
    /// What stands in the parentheses behind it.
    pub modifier: Option<String>,
    /// Whether it is an array of them.
    pub array: bool,
}

/// What a statement does to the columns of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableDdl {
    /// The table.
    pub table: ObjectName,
    /// Whether it is `CREATE TABLE`.
    pub create: bool,
    /// Whether it says `PARTITION BY`.
    pub partitioned: bool,
    /// The parent of `PARTITION OF`.
    pub partition_of: Option<ObjectName>,
    /// The tables of `LIKE` and `INHERITS`, whose columns it has, too.
    pub like: Vec<ObjectName>,
    /// What it does, in this order.
    pub changes: Vec<ColumnChange>,
}

/// What a statement does to a column, or to a table as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ColumnChange {
    /// The column is there from now on.
    Add(ColumnRead),
    /// It has another type from now on.
    Type(Name, TypeRead),
    /// It can be NULL, or not, from now on.
    NotNull(Name, bool),
    /// It is gone.
    Drop(Name),
    /// It has another name.
    Rename(Name, Name),
    /// The table has another name.
    RenameTable(Name),
    /// The other table is a partition of this one.
    Attach(ObjectName),
}

/// What `statement`, one of `sql`, says of the columns of a table; nothing for other statements,
/// and for temporary tables.
///
/// ```
/// # use hnswkit_core::parse::{ColumnChange, statements, table_ddl};
/// let sql = "CREATE TABLE docs (id int, embedding extensions.vector(768) NOT NULL)";
/// let it = table_ddl(sql, &statements(sql)[0]).unwrap().unwrap();
/// let ColumnChange::Add(column) = &it.changes[1] else { unreachable!() };
/// assert_eq!(column.data_type.name, "vector");
/// assert_eq!(column.data_type.modifier.as_deref(), Some("768"));
/// assert!(column.not_null);
/// ```
///
/// # Errors
///
/// Where a statement of this kind cannot be read.
pub fn table_ddl(sql: &str, statement: &Parsed<'_>) -> Option<Result<TableDdl, SyntaxError>> {
    let tokens = tokens(sql, &statement.span);
    let mut cursor = Cursor::new(sql, &tokens, statement.span.end);
    if cursor.keyword("CREATE").is_some() {
        // A temporary table is gone before a migration of it could run.
        for word in ["UNLOGGED", "FOREIGN"] {
            cursor.keyword(word);
        }
        cursor.keyword("TABLE")?;
        return Some(create(&mut cursor));
    }
    cursor.phrase(&["ALTER", "TABLE"])?;
    if cursor.keyword("ALL").is_some() {
        return None;
    }
    Some(alter(&mut cursor))
}

fn tokens(sql: &str, span: &Span) -> Vec<Token> {
    // Nothing of a statement stands behind it that would be read as a part of its last token.
    let mut lexer = Lexer::new(&sql[..span.end]);
    lexer.jump(span.start);
    std::iter::from_fn(|| lexer.next_token()).collect()
}

fn create(cursor: &mut Cursor<'_>) -> Result<TableDdl, SyntaxError> {
    cursor.phrase(&["IF", "NOT", "EXISTS"]);
    let table = cursor.object_name("a table")?;
    let mut partition_of = None;
    let mut like = vec![];
    let mut changes = vec![];
    if cursor.phrase(&["PARTITION", "OF"]).is_some() {
        // Columns and their types are those of the parent.
        partition_of = Some(cursor.object_name("a table")?);
    } else if cursor.peek(0).is_some_and(|it| it.kind == Kind::Open) {
        let mut items = cursor.group()?;
        while items.peek(0).is_some() {
            let mut item = items.skip_to_comma();
            items.kind(Kind::Comma);
            if item.keyword("LIKE").is_some() {
                like.push(item.object_name("a table")?);
            } else if !is_constraint(&item) && item.peek(0).is_some() {
                changes.push(ColumnChange::Add(column(&mut item)?));
            }
        }
    }
    if cursor.keyword("INHERITS").is_some() {
        like.extend(cursor.group()?.list(|it| it.object_name("a table"))?);
    }
    let (rest, end) = cursor.rest();
    let partitioned = (0..rest.len())
        .any(|n| Cursor::new(cursor.text(), &rest[n..], end).is_phrase(&["PARTITION", "BY"]));
    Ok(TableDdl { table, create: true, partitioned, partition_of, like, changes })
}

/// Whether it is no column but a constraint.
fn is_constraint(item: &Cursor<'_>) -> bool {
    let opens = |n: usize| item.peek(n).is_some_and(|it| it.kind == Kind::Open);
    ["CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN"].iter().any(|it| item.is_keyword(0, it))
        || item.is_keyword(0, "EXCLUDE") && (opens(1) || item.is_keyword(1, "USING"))
}

fn column(item: &mut Cursor<'_>) -> Result<ColumnRead, SyntaxError> {
    let name = item.name("a column")?;
    let data_type = data_type(item)?;
    let mut not_null = false;
    let mut depth = 0_usize;
    while let Some(token) = item.peek(0) {
        match token.kind {
            Kind::Open => depth += 1,
            Kind::Close => depth = depth.saturating_sub(1),
            _ => {
                not_null |= depth == 0
                    && (item.is_phrase(&["NOT", "NULL"]) || item.is_phrase(&["PRIMARY", "KEY"]));
            }
        }
        item.advance();
    }
    let span = name.span.start..item.before();
    Ok(ColumnRead { name, data_type, not_null, span })
}

fn data_type(item: &mut Cursor<'_>) -> Result<TypeRead, SyntaxError> {
    // Names of types may be those of functions, too, which columns may not.
    let mut name = item.label("a type")?;
    while item.kind(Kind::Dot).is_some() {
        name = item.label("a type")?;
    }
    let mut name = name.value;
    if name == "bit" && item.keyword("VARYING").is_some() {
        "varbit".clone_into(&mut name);
    }
    let modifier = match item.peek(0) {
        Some(it) if it.kind == Kind::Open => {
            item.group()?;
            let inside = item.text().get(it.end..item.before().saturating_sub(1));
            inside.map(|it| it.trim().to_owned())
        }
        _ => None,
    };
    let array =
        item.peek(0).is_some_and(|it| it.kind == Kind::OpenBracket) || item.is_keyword(0, "ARRAY");
    Ok(TypeRead { name, modifier, array })
}

fn alter(cursor: &mut Cursor<'_>) -> Result<TableDdl, SyntaxError> {
    cursor.phrase(&["IF", "EXISTS"]);
    cursor.keyword("ONLY");
    let table = cursor.object_name("a table")?;
    cursor.operator("*");
    let mut changes = vec![];
    while cursor.peek(0).is_some() {
        let mut action = cursor.skip_to_comma();
        cursor.kind(Kind::Comma);
        changes.extend(change(&mut action)?);
    }
    Ok(TableDdl {
        table,
        create: false,
        partitioned: false,
        partition_of: None,
        like: vec![],
        changes,
    })
}

fn change(action: &mut Cursor<'_>) -> Result<Option<ColumnChange>, SyntaxError> {
    if action.keyword("ADD").is_some() {
        let is_column = action.keyword("COLUMN").is_some();
        action.phrase(&["IF", "NOT", "EXISTS"]);
        if !is_column && (is_constraint(action) || action.is_keyword(0, "NOT")) {
            return Ok(None);
        }
        return column(action).map(|it| Some(ColumnChange::Add(it)));
    }
    if action.phrase(&["ATTACH", "PARTITION"]).is_some() {
        return action.object_name("a partition").map(|it| Some(ColumnChange::Attach(it)));
    }
    if action.phrase(&["RENAME", "TO"]).is_some() {
        return action.name("a table").map(|it| Some(ColumnChange::RenameTable(it)));
    }
    if action.keyword("RENAME").is_some() {
        if action.keyword("CONSTRAINT").is_some() {
            return Ok(None);
        }
        action.keyword("COLUMN");
        let from = action.name("a column")?;
        action.expect("TO")?;
        return Ok(Some(ColumnChange::Rename(from, action.name("a column")?)));
    }
    if action.keyword("DROP").is_some() {
        if action.keyword("CONSTRAINT").is_some() {
            return Ok(None);
        }
        action.keyword("COLUMN");
        action.phrase(&["IF", "EXISTS"]);
        return action.name("a column").map(|it| Some(ColumnChange::Drop(it)));
    }
    if action.keyword("ALTER").is_none() || action.is_keyword(0, "CONSTRAINT") {
        return Ok(None);
    }
    action.keyword("COLUMN");
    let column = action.name("a column")?;
    if action.phrase(&["SET", "DATA", "TYPE"]).is_some() || action.keyword("TYPE").is_some() {
        return Ok(Some(ColumnChange::Type(column, data_type(action)?)));
    }
    let not_null = action.is_keyword(0, "SET");
    action.advance();
    let changed = action.phrase(&["NOT", "NULL"]).is_some();
    Ok(changed.then_some(ColumnChange::NotNull(column, not_null)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::statements;

    fn read(sql: &str) -> TableDdl {
        table_ddl(sql, &statements(sql)[0]).unwrap().unwrap()
    }

    #[test]
    fn columns_have_types_and_constraints_are_none() {
        let sql = "CREATE UNLOGGED TABLE IF NOT EXISTS app.\"Or\"\"der\" (\n  \
                   id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,\n  \
                   \"check\" public.\"vector\" ( 3 ) DEFAULT '[1,2,3]' NOT NULL STORAGE plain,\n  \
                   flags bit varying(8) CHECK (flags IS NOT NULL),\n  v vector(3)[],\n  \
                   price numeric(10, 2),\n  exclude vector,\n  \
                   CONSTRAINT x CHECK (id > 0), PRIMARY KEY (id), EXCLUDE USING gist (id WITH =),\n  \
                   LIKE other INCLUDING ALL\n) PARTITION BY RANGE (id)";
        let it = read(sql);
        assert!(it.create && it.partitioned);
        assert_eq!(it.like[0].name.value, "other");
        assert_eq!(it.table.name.value, "Or\"der");
        let columns: Vec<_> = it
            .changes
            .iter()
            .map(|it| match it {
                ColumnChange::Add(it) => {
                    let t = &it.data_type;
                    let name = it.name.value.as_str();
                    (name, t.name.as_str(), t.modifier.as_deref(), t.array, it.not_null)
                }
                it => panic!("{it:?}"),
            })
            .collect();
        assert_eq!(
            columns,
            [
                ("id", "bigint", None, false, true),
                ("check", "vector", Some("3"), false, true),
                ("flags", "varbit", Some("8"), false, false),
                ("v", "vector", Some("3"), true, false),
                ("price", "numeric", Some("10, 2"), false, false),
                ("exclude", "vector", None, false, false),
            ]
        );
        let ColumnChange::Add(check) = &it.changes[1] else { panic!() };
        assert!(
            sql[check.span.clone()].starts_with("\"check\"")
                && sql[check.span.clone()].ends_with("plain")
        );
    }

    #[test]
    fn tables_change() {
        let it = read(
            "ALTER TABLE IF EXISTS ONLY t ADD COLUMN IF NOT EXISTS e vector(3), ADD f halfvec(2), \
             ALTER e SET DATA TYPE vector(4) USING e::vector(4), ALTER COLUMN f SET NOT NULL, \
             DROP COLUMN IF EXISTS g CASCADE, ADD CONSTRAINT c CHECK (a > 0), OWNER TO me, \
             ALTER COLUMN e SET STORAGE plain",
        );
        let kinds: Vec<_> = it.changes.iter().map(std::mem::discriminant).collect();
        assert_eq!(it.changes.len(), 5, "{kinds:?}");
        assert!(matches!(&it.changes[2], ColumnChange::Type(it, to) if it.value == "e"
            && to.modifier.as_deref() == Some("4")));
        assert!(matches!(&it.changes[3], ColumnChange::NotNull(_, true)));
        let it = read("ALTER TABLE ONLY p ATTACH PARTITION s.p1 FOR VALUES FROM (1) TO (2)");
        assert!(matches!(&it.changes[0], ColumnChange::Attach(it) if it.name.value == "p1"));
        let it = read("CREATE TABLE c (x int) INHERITS (a, s.b) TABLESPACE fast");
        assert_eq!((it.changes.len(), it.like[1].to_string().as_str()), (1, "s.b"));
        let it = read("CREATE TABLE p1 PARTITION OF s.p FOR VALUES FROM (0) TO (10)");
        assert_eq!(it.partition_of.unwrap().name.value, "p");
    }

    #[test]
    fn other_statements_are_none() {
        for sql in [
            "CREATE TEMP TABLE t (a int)",
            "CREATE INDEX ON t (a)",
            "CREATE VIEW v AS SELECT 1",
            "SELECT 1",
        ] {
            assert_eq!(table_ddl(sql, &statements(sql)[0]), None);
        }
        let sql = "CREATE TABLE t (a";
        assert!(table_ddl(sql, &statements(sql)[0]).unwrap().is_err());
    }
}
