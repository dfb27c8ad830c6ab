//! `ALTER TABLE`.

use super::{
    Name, ObjectName, Parameter, Span, SyntaxError, bridge, cursor::Cursor, token::Kind,
    value::parameters,
};

/// An `ALTER TABLE` statement.
#[derive(Debug, Clone, PartialEq)]
pub struct AlterTable {
    /// The table.
    pub name: ObjectName,
    /// `IF EXISTS`, if it is there.
    pub if_exists: Option<Span>,
    /// `ONLY`, if it is there.
    pub only: Option<Span>,
    /// What is done to it, in this order.
    pub actions: Vec<TableChange>,
}

/// One action of an `ALTER TABLE` statement.
#[derive(Debug, Clone, PartialEq)]
pub struct TableChange {
    /// What is done.
    pub action: TableAction,
    /// Where it stands.
    pub span: Span,
}

/// What `ALTER TABLE` does.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum TableAction {
    /// `SET (…)`
    Set(Vec<Parameter>),
    /// `RESET (…)`
    Reset(Vec<Parameter>),
    /// `ALTER [COLUMN] column SET STORAGE storage`
    SetStorage {
        /// The column.
        column: Name,
        /// The kind of storage, such as `plain`.
        storage: Name,
    },
    /// `ATTACH PARTITION`
    AttachPartition(ObjectName),
    /// `DETACH PARTITION`
    DetachPartition {
        /// The partition.
        name: ObjectName,
        /// `CONCURRENTLY`, if it is there.
        concurrently: Option<Span>,
    },
    /// Any other action that sqlparser reads; what it says is not kept.
    Other,
    /// An action that sqlparser cannot read, of a kind that has nothing to do with indexes.
    Unread,
}

/// First words of the actions that have nothing to do with vector indexes.
const BESIDE_THE_POINT: &[&[&str]] = &[
    &["ADD", "CHECK"],
    &["ADD", "CONSTRAINT"],
    &["ADD", "EXCLUDE"],
    &["ADD", "FOREIGN"],
    &["ADD", "NOT"],
    &["ADD", "PRIMARY"],
    &["ADD", "UNIQUE"],
    &["ALTER", "CONSTRAINT"],
    &["CLUSTER"],
    &["DEPENDS"],
    &["DISABLE"],
    &["DROP", "CONSTRAINT"],
    &["ENABLE"],
    &["FORCE"],
    &["INHERIT"],
    &["MERGE"],
    &["NO"],
    &["NOT"],
    &["OF"],
    &["OPTIONS"],
    &["OWNER", "TO"],
    &["RENAME"],
    &["REPLICA"],
    &["SET", "ACCESS", "METHOD"],
    &["SET", "LOGGED"],
    &["SET", "SCHEMA"],
    &["SET", "TABLESPACE"],
    &["SET", "UNLOGGED"],
    &["SET", "WITHOUT"],
    &["SPLIT"],
    &["VALIDATE"],
];

/// The same behind `ALTER COLUMN …`.
const BESIDE_THE_POINT_OF_COLUMNS: &[&[&str]] = &[
    &["ADD", "GENERATED"],
    &["DROP", "EXPRESSION"],
    &["DROP", "IDENTITY"],
    &["RESTART"],
    &["SET", "CACHE"],
    &["SET", "COMPRESSION"],
    &["SET", "CYCLE"],
    &["SET", "EXPRESSION"],
    &["SET", "GENERATED"],
    &["SET", "INCREMENT"],
    &["SET", "MAXVALUE"],
    &["SET", "MINVALUE"],
    &["SET", "NO"],
    &["SET", "RESTART"],
    &["SET", "SEQUENCE"],
    &["SET", "START"],
    &["SET", "STATISTICS"],
];

/// Behind `ALTER TABLE`.
pub(super) fn alter_table(cursor: &mut Cursor<'_>) -> Result<AlterTable, SyntaxError> {
    let if_exists = cursor.phrase(&["IF", "EXISTS"]);
    let only = cursor.keyword("ONLY");
    let name = cursor.object_name("a table")?;
    cursor.operator("*");
    let actions = cursor.list(change)?;
    cursor.finish()?;
    Ok(AlterTable { name, if_exists, only, actions })
}

fn change(cursor: &mut Cursor<'_>) -> Result<TableChange, SyntaxError> {
    if cursor.peek(0).is_none() {
        return Err(cursor.unexpected("what to do with the table"));
    }
    let mut part = cursor.skip_to_comma();
    let start = part.peek(0).map_or(part.before(), |it| it.start);
    let action = match typed(&mut part.clone())? {
        Some(it) => it,
        None => other(&mut part)?,
    };
    Ok(TableChange { action, span: start..cursor.before() })
}

/// An action that sqlparser does not know, or knows worse.
fn typed(cursor: &mut Cursor<'_>) -> Result<Option<TableAction>, SyntaxError> {
    if cursor.is_keyword(0, "SET") && opens(cursor) {
        cursor.advance();
        let set = parameters(cursor)?;
        cursor.finish()?;
        return Ok(Some(TableAction::Set(set)));
    }
    if cursor.is_keyword(0, "RESET") && opens(cursor) {
        cursor.advance();
        let reset = parameters(cursor)?;
        cursor.finish()?;
        return Ok(Some(TableAction::Reset(reset)));
    }
    if cursor.phrase(&["ATTACH", "PARTITION"]).is_some() {
        let name = cursor.object_name("a partition")?;
        if cursor.keyword("DEFAULT").is_none() {
            cursor.expect("FOR")?;
            cursor.expect("VALUES")?;
        }
        return Ok(Some(TableAction::AttachPartition(name)));
    }
    if cursor.phrase(&["DETACH", "PARTITION"]).is_some() {
        let name = cursor.object_name("a partition")?;
        let concurrently = cursor.keyword("CONCURRENTLY");
        cursor.keyword("FINALIZE");
        cursor.finish()?;
        return Ok(Some(TableAction::DetachPartition { name, concurrently }));
    }
    if cursor.keyword("ALTER").is_none() || cursor.is_keyword(0, "CONSTRAINT") {
        return Ok(None);
    }
    cursor.keyword("COLUMN");
    let column = cursor.name("a column")?;
    if cursor.phrase(&["SET", "STORAGE"]).is_some() {
        let storage = match cursor.is_keyword(0, "DEFAULT") {
            true => cursor.label("a kind of storage")?,
            false => cursor.name("a kind of storage")?,
        };
        cursor.finish()?;
        return Ok(Some(TableAction::SetStorage { column, storage }));
    }
    Ok(None)
}

/// Whether `(` follows the next word.
fn opens(cursor: &Cursor<'_>) -> bool {
    cursor.peek(1).is_some_and(|it| it.kind == Kind::Open)
}

fn other(cursor: &mut Cursor<'_>) -> Result<TableAction, SyntaxError> {
    let may_stay_unread =
        BESIDE_THE_POINT.iter().any(|it| cursor.is_phrase(it)) || changes_column_beside(cursor);
    let text = cursor.text();
    let (tokens, end) = cursor.rest();
    match bridge::table_operation(text, tokens, end) {
        Ok(()) => Ok(TableAction::Other),
        Err(_) if may_stay_unread => Ok(TableAction::Unread),
        Err(it) => Err(it),
    }
}

/// `ALTER [COLUMN] column …` with anything but a type.
fn changes_column_beside(cursor: &Cursor<'_>) -> bool {
    let mut it = cursor.clone();
    if it.keyword("ALTER").is_none() {
        return false;
    }
    it.keyword("COLUMN");
    it.advance();
    BESIDE_THE_POINT_OF_COLUMNS.iter().any(|phrase| it.is_phrase(phrase)) || opens(&it)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::{Statement, statements};

    fn read(sql: &str) -> AlterTable {
        match statements(sql).remove(0).statement {
            Ok(Statement::AlterTable(it)) => it,
            it => panic!("{it:?}"),
        }
    }

    #[test]
    fn each_action_is_read_by_itself() {
        let sql = "ALTER TABLE ONLY s.t ADD COLUMN e vector(3) STORAGE plain, \
                   ALTER e TYPE halfvec(3) USING e::halfvec(3), SET (parallel_workers = 4), \
                   ALTER COLUMN e SET STORAGE external, CLUSTER ON i";
        let it = read(sql);
        assert_eq!(it.name.to_string(), "s.t");
        let [add, change, set, storage, cluster] = it.actions.as_slice() else { panic!() };
        assert!(matches!(add.action, TableAction::Other));
        assert!(matches!(change.action, TableAction::Other));
        assert_eq!(&sql[change.span.clone()], "ALTER e TYPE halfvec(3) USING e::halfvec(3)");
        let TableAction::Set(set) = &set.action else { panic!() };
        assert_eq!(set[0].name.value, "parallel_workers");
        let TableAction::SetStorage { storage, .. } = &storage.action else { panic!() };
        assert_eq!(storage.value, "external");
        assert_eq!(cluster.action, TableAction::Unread);
    }

    #[test]
    fn partitions_come_and_go() {
        let it = read("ALTER TABLE t ATTACH PARTITION s.p FOR VALUES FROM (1) TO (2)");
        assert!(matches!(it.actions[0].action, TableAction::AttachPartition(_)));
        let it = read("ALTER TABLE t DETACH PARTITION p CONCURRENTLY");
        assert!(matches!(
            it.actions[0].action,
            TableAction::DetachPartition { concurrently: Some(_), .. }
        ));
    }

    #[test]
    fn an_unknown_action_is_an_error() {
        for sql in ["ALTER TABLE t", "ALTER TABLE t ADD COLUMN", "ALTER TABLE t FROB x"] {
            assert!(statements(sql)[0].statement.is_err(), "{sql}");
        }
    }
}
