//! Reads what tables are made of.

use crate::{
    lint::{Action, Column, TableCreation},
    parse::{Cursor, Kind, Name, ObjectName, parameters},
};

/// First words of what stands among columns and is none.
const CONSTRAINTS: &[&str] = &["CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN", "EXCLUDE"];

/// Behind `CREATE … TABLE`.
pub(super) fn create(cursor: &mut Cursor<'_>, temporary: bool) -> Option<TableCreation> {
    let if_not_exists = cursor.phrase(&["IF", "NOT", "EXISTS"]).is_some();
    let name = cursor.object_name("a table").ok()?;
    let mut it = TableCreation {
        name,
        columns: vec![],
        if_not_exists,
        temporary,
        partitioned: false,
        like: None,
        filled: false,
        complete: true,
    };
    if cursor.phrase(&["PARTITION", "OF"]).is_some() {
        it.like = cursor.object_name("a table").ok();
        it.complete = false;
    }
    if cursor.peek(0).is_some_and(|it| it.kind == Kind::Open) {
        let mut group = cursor.group().ok()?;
        while group.peek(0).is_some() {
            let mut part = group.skip_to_comma();
            group.kind(Kind::Comma);
            if CONSTRAINTS.iter().any(|it| part.is_keyword(0, it)) {
                continue;
            }
            if part.keyword("LIKE").is_some() {
                it.like = part.object_name("a table").ok();
                it.complete = false;
                continue;
            }
            match column(&mut part) {
                Some(column) => it.columns.push(column),
                None => it.complete = false,
            }
        }
    }
    while let Some(token) = cursor.peek(0) {
        if cursor.is_phrase(&["PARTITION", "BY"]) {
            it.partitioned = true;
        } else if cursor.is_keyword(0, "INHERITS") {
            it.complete = false;
        } else if cursor.is_keyword(0, "AS") {
            it.complete = false;
            it.filled = true;
            break;
        }
        match token.kind {
            Kind::Open if cursor.group().is_ok() => {}
            _ => drop(cursor.advance()),
        }
    }
    Some(it)
}

/// A column with its type; what follows is passed.
fn column(cursor: &mut Cursor<'_>) -> Option<Column> {
    let name = cursor.label("a column").ok()?;
    typed(cursor, name)
}

/// The type of a column whose name was read.
fn typed(cursor: &mut Cursor<'_>, name: Name) -> Option<Column> {
    let start = cursor.peek(0)?.start;
    let mut type_name = cursor.label("a type").ok()?.value;
    while cursor.kind(Kind::Dot).is_some() {
        type_name = cursor.label("a type").ok()?.value;
    }
    if cursor.keyword("VARYING").is_some() {
        type_name.push_str(" varying");
    }
    let mut dimensions = None;
    if cursor.peek(0).is_some_and(|it| it.kind == Kind::Open) {
        let mut group = cursor.group().ok()?;
        let first = group.advance()?;
        dimensions = group.spelling(first).parse().ok();
    }
    if cursor.kind(Kind::OpenBracket).is_some() {
        cursor.kind(Kind::CloseBracket);
        type_name.push_str("[]");
    }
    // `bit` alone is `bit(1)`.
    if type_name == "bit" && dimensions.is_none() {
        dimensions = Some(1);
    }
    Some(Column { name, type_name, dimensions, type_span: start..cursor.before() })
}

/// Behind `ALTER TABLE`.
pub(super) fn alter(cursor: &mut Cursor<'_>) -> Vec<Action> {
    cursor.phrase(&["IF", "EXISTS"]);
    cursor.keyword("ONLY");
    let Ok(name) = cursor.object_name("a table") else { return vec![] };
    cursor.operator("*");
    let mut actions = vec![];
    while cursor.peek(0).is_some() {
        let mut part = cursor.skip_to_comma();
        cursor.kind(Kind::Comma);
        if part.is_phrase(&["SET"]) && part.peek(1).is_some_and(|it| it.kind == Kind::Open) {
            part.advance();
            let read = parameters(&mut part).ok();
            actions.extend(read.map(|it| Action::SetTable(name.clone(), it)));
        } else {
            actions.extend(change(&mut part, &name));
        }
    }
    actions
}

fn change(cursor: &mut Cursor<'_>, table: &ObjectName) -> Option<Action> {
    let table = table.clone();
    if cursor.keyword("ADD").is_some() {
        if CONSTRAINTS.iter().any(|it| cursor.is_keyword(0, it)) {
            return None;
        }
        cursor.keyword("COLUMN");
        cursor.phrase(&["IF", "NOT", "EXISTS"]);
        return column(cursor).map(|it| Action::AddColumn(table, it));
    }
    if cursor.keyword("DROP").is_some() {
        if cursor.is_keyword(0, "CONSTRAINT") {
            return None;
        }
        cursor.keyword("COLUMN");
        cursor.phrase(&["IF", "EXISTS"]);
        return cursor.name("a column").ok().map(|it| Action::DropColumn(table, it));
    }
    if cursor.keyword("RENAME").is_some() {
        if cursor.keyword("TO").is_some() {
            return cursor.name("a name").ok().map(|it| Action::RenameTable(table, it));
        }
        if cursor.is_keyword(0, "CONSTRAINT") {
            return None;
        }
        cursor.keyword("COLUMN");
        let old = cursor.name("a column").ok()?;
        cursor.keyword("TO")?;
        let new = cursor.name("a column").ok()?;
        return Some(Action::RenameColumn(table, old, new));
    }
    if cursor.keyword("ALTER").is_some() {
        cursor.keyword("COLUMN");
        let name: Name = cursor.clone().label("a column").ok()?;
        cursor.advance();
        cursor.phrase(&["SET", "DATA"]);
        cursor.keyword("TYPE")?;
        return typed(cursor, name).map(|it| Action::AlterType(table, it));
    }
    None
}
