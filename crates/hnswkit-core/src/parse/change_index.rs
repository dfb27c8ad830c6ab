//! `DROP INDEX`, `REINDEX` and `ALTER INDEX`.

use super::{
    Name, ObjectName, Parameter, Span, SyntaxError, UtilityOption, Value, ValueKind,
    cursor::Cursor,
    token::Kind,
    value::{object_names, parameters, utility_options, value},
};

/// A `DROP INDEX` statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DropIndex {
    /// The indexes.
    pub names: Vec<ObjectName>,
    /// The word `INDEX`; `CONCURRENTLY` belongs behind it.
    pub keyword: Span,
    /// `CONCURRENTLY`, if it is there.
    pub concurrently: Option<Span>,
    /// `IF EXISTS`, if it is there.
    pub if_exists: Option<Span>,
    /// `CASCADE`, if it is there.
    pub cascade: Option<Span>,
}

/// A `REINDEX` statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reindex {
    /// What is built anew.
    pub target: ReindexTarget,
    /// Its name; a database and the system catalogs can go without.
    pub name: Option<ObjectName>,
    /// The word that names the target; `CONCURRENTLY` belongs behind it.
    pub keyword: Span,
    /// `CONCURRENTLY`, if it is there, also among the options.
    pub concurrently: Option<Span>,
    /// The options in parentheses.
    pub options: Vec<UtilityOption>,
}

/// What `REINDEX` builds anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReindexTarget {
    /// One index.
    Index,
    /// All indexes of a table.
    Table,
    /// All indexes of a schema.
    Schema,
    /// All indexes of the database.
    Database,
    /// All indexes of the system catalogs.
    System,
}

/// An `ALTER INDEX` statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlterIndex {
    /// The index.
    pub name: ObjectName,
    /// `IF EXISTS`, if it is there.
    pub if_exists: Option<Span>,
    /// What is done to it, in this order.
    pub actions: Vec<IndexAction>,
}

/// What `ALTER INDEX` does.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum IndexAction {
    /// `RENAME TO`
    RenameTo(Name),
    /// `SET TABLESPACE`
    SetTablespace(Name),
    /// `ATTACH PARTITION`
    AttachPartition(ObjectName),
    /// `SET (…)`
    Set(Vec<Parameter>),
    /// `RESET (…)`
    Reset(Vec<Parameter>),
    /// `ALTER [COLUMN] number SET STATISTICS target`
    SetStatistics {
        /// The number of the column.
        column: Value,
        /// The statistics target.
        target: Value,
    },
    /// `[NO] DEPENDS ON EXTENSION`
    DependsOnExtension(Name),
    /// `OWNER TO`, which PostgreSQL accepts and ignores.
    OwnerTo(Name),
    /// An action that is meant for tables; PostgreSQL reads it and then refuses it.
    OfTables,
}

/// Behind `DROP`.
pub(super) fn drop_index(cursor: &mut Cursor<'_>) -> Result<DropIndex, SyntaxError> {
    let keyword = cursor.expect("INDEX")?;
    let concurrently = cursor.keyword("CONCURRENTLY");
    let if_exists = cursor.phrase(&["IF", "EXISTS"]);
    let names = object_names(cursor, "an index")?;
    let cascade = cursor.keyword("CASCADE");
    if cascade.is_none() {
        cursor.keyword("RESTRICT");
    }
    cursor.finish()?;
    Ok(DropIndex { names, keyword, concurrently, if_exists, cascade })
}

/// Behind `REINDEX`.
pub(super) fn reindex(cursor: &mut Cursor<'_>) -> Result<Reindex, SyntaxError> {
    let options = match cursor.peek(0) {
        Some(it) if it.kind == Kind::Open => utility_options(cursor)?,
        _ => vec![],
    };
    let targets = [
        ("INDEX", ReindexTarget::Index),
        ("TABLE", ReindexTarget::Table),
        ("SCHEMA", ReindexTarget::Schema),
        ("DATABASE", ReindexTarget::Database),
        ("SYSTEM", ReindexTarget::System),
    ];
    let Some((target, keyword)) =
        targets.iter().find_map(|(word, target)| Some((*target, cursor.keyword(word)?)))
    else {
        return Err(cursor.unexpected("`INDEX`, `TABLE`, `SCHEMA`, `DATABASE` or `SYSTEM`"));
    };
    let option = options.iter().find(|it| it.name.value == "concurrently" && it.is_on());
    let concurrently =
        cursor.keyword("CONCURRENTLY").or_else(|| option.map(|it| it.name.span.clone()));
    let may_go_without = matches!(target, ReindexTarget::Database | ReindexTarget::System);
    let name = match cursor.peek(0) {
        None if may_go_without => None,
        _ => Some(cursor.object_name("a name")?),
    };
    cursor.finish()?;
    Ok(Reindex { target, name, keyword, concurrently, options })
}

/// Behind `ALTER`; nothing for `ALTER INDEX ALL IN TABLESPACE`, which moves indexes only.
pub(super) fn alter_index(cursor: &mut Cursor<'_>) -> Result<AlterIndex, SyntaxError> {
    cursor.expect("INDEX")?;
    let if_exists = cursor.phrase(&["IF", "EXISTS"]);
    let name = cursor.object_name("an index")?;
    let actions = cursor.list(action)?;
    cursor.finish()?;
    Ok(AlterIndex { name, if_exists, actions })
}

fn action(cursor: &mut Cursor<'_>) -> Result<IndexAction, SyntaxError> {
    if cursor.phrase(&["RENAME", "TO"]).is_some() {
        return Ok(IndexAction::RenameTo(cursor.name("a name")?));
    }
    if cursor.phrase(&["SET", "TABLESPACE"]).is_some() {
        return Ok(IndexAction::SetTablespace(cursor.name("a tablespace")?));
    }
    if cursor.phrase(&["ATTACH", "PARTITION"]).is_some() {
        return Ok(IndexAction::AttachPartition(cursor.object_name("an index")?));
    }
    if cursor.phrase(&["OWNER", "TO"]).is_some() {
        return Ok(IndexAction::OwnerTo(cursor.label("a role")?));
    }
    let depends = cursor.phrase(&["DEPENDS", "ON", "EXTENSION"]);
    if depends.or_else(|| cursor.phrase(&["NO", "DEPENDS", "ON", "EXTENSION"])).is_some() {
        return Ok(IndexAction::DependsOnExtension(cursor.name("an extension")?));
    }
    if cursor.keyword("SET").is_some() {
        return Ok(IndexAction::Set(parameters(cursor)?));
    }
    if cursor.keyword("RESET").is_some() {
        return Ok(IndexAction::Reset(parameters(cursor)?));
    }
    if cursor.keyword("ALTER").is_some() {
        cursor.keyword("COLUMN");
        if cursor.peek(0).is_none_or(|it| it.kind != Kind::Number) {
            cursor.name("a column")?;
            if !["SET", "RESET", "TYPE", "DROP", "ADD"].iter().any(|it| cursor.is_keyword(0, it)) {
                return Err(cursor.unexpected("`SET`"));
            }
            cursor.skip_to_comma();
            return Ok(IndexAction::OfTables);
        }
        let column = value(cursor, "a column")?;
        cursor.expect("SET")?;
        cursor.expect("STATISTICS")?;
        let target = value(cursor, "a number")?;
        return match target.kind == ValueKind::Number || target.text == "default" {
            true => Ok(IndexAction::SetStatistics { column, target }),
            false => Err(SyntaxError::new("the statistics target is a number", target.span.start)),
        };
    }
    Err(cursor.unexpected(
        "`RENAME TO`, `SET`, `RESET`, `SET TABLESPACE`, `ATTACH PARTITION` or `ALTER COLUMN`",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::{Statement, statements};

    #[test]
    fn several_indexes_are_dropped_at_once() {
        let sql = "DROP INDEX CONCURRENTLY IF EXISTS a, s.\"B\" CASCADE";
        let Ok(Statement::DropIndex(it)) = &statements(sql)[0].statement else { panic!() };
        let names: Vec<_> = it.names.iter().map(ToString::to_string).collect();
        assert_eq!(names, ["a", "s.B"]);
        assert_eq!(it.concurrently, Some(11..23));
        assert_eq!(&sql[it.cascade.clone().unwrap()], "CASCADE");
    }

    #[test]
    fn concurrently_can_be_an_option_of_reindex() {
        for (sql, target, concurrently) in [
            ("REINDEX INDEX CONCURRENTLY s.i", ReindexTarget::Index, true),
            ("REINDEX (CONCURRENTLY, TABLESPACE x) TABLE t", ReindexTarget::Table, true),
            ("REINDEX (CONCURRENTLY off) SCHEMA s", ReindexTarget::Schema, false),
            ("REINDEX DATABASE", ReindexTarget::Database, false),
        ] {
            let Ok(Statement::Reindex(it)) = &statements(sql)[0].statement else { panic!("{sql}") };
            assert_eq!((it.target, it.concurrently.is_some()), (target, concurrently), "{sql}");
        }
    }

    #[test]
    fn actions_are_read_in_order() {
        let sql = "ALTER INDEX IF EXISTS i SET (m = 1), RESET (m), SET TABLESPACE x, \
                   ATTACH PARTITION s.j";
        let Ok(Statement::AlterIndex(it)) = &statements(sql)[0].statement else { panic!() };
        assert!(it.if_exists.is_some());
        assert!(matches!(
            it.actions.as_slice(),
            [
                IndexAction::Set(_),
                IndexAction::Reset(_),
                IndexAction::SetTablespace(_),
                IndexAction::AttachPartition(_)
            ]
        ));
        let error = statements("ALTER INDEX i RENAME j").remove(0).statement.unwrap_err();
        assert_eq!((error.offset, error.certain), (14, true));
    }
}
