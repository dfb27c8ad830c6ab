//! node-pg-migrate: methods of `pgm`.

use hnswkit_core::{
    lint::{Action, Column, Key},
    parse::ObjectName,
};

use super::{
    column_key, condition, create_index, create_table, dotted, drop_index, flag, index, lower,
    name, plain, spelled_column, word,
};
use crate::{
    names::Names,
    node::{Call, Node},
    reader::Reader,
};

/// Takes note of what the call does.
pub(super) fn call<'n>(reader: &mut Reader<'n>, node: &'n Node, call: &'n Call) -> bool {
    if call.callee.object().is_none_or(|it| it.last_name() != "pgm") {
        return false;
    }
    let Some(first) = call.arguments.first() else { return false };
    let names = &mut reader.names;
    let action = match call.name() {
        "createIndex" | "addIndex" => {
            Some(created(call, dotted_table(first, names), names).unwrap_or(Action::Other))
        }
        "dropIndex" => {
            let table = dotted_table(first, names);
            let title = match call.option("name") {
                Some(it) => Some(name(it, names)),
                None => default_name(&table, call, names),
            };
            let if_exists = flag(call, "ifExists").is_some();
            title.map(|it| {
                let index = ObjectName { qualifiers: table.qualifiers, name: it };
                drop_index(index, flag(call, "concurrently"), if_exists)
            })
        }
        "createTable" => {
            let table = dotted_table(first, names);
            Some(create_table(table, columns(call.arguments.get(1), names)))
        }
        "dropTable" => Some(Action::DropTable(vec![dotted_table(first, names)])),
        "addColumn" | "addColumns" => {
            let table = dotted_table(first, names);
            for column in columns(call.arguments.get(1), names) {
                reader.out.event(&node.span, Action::AddColumn(table.clone(), column));
            }
            return true;
        }
        "alterColumn" => {
            let table = dotted_table(first, names);
            let title = call.arguments.get(1).map(|it| name(it, names));
            let kind = call.option("type");
            title.zip(kind).and_then(|(title, kind)| {
                let column = spelled_column(title, &names.value(kind)?, &kind.span)?;
                Some(Action::AlterType(table, column))
            })
        }
        _ => None,
    };
    let Some(action) = action else { return false };
    reader.out.event(&node.span, action);
    true
}

/// `'table'` or `{ schema: 's', name: 'table' }`
fn dotted_table<'n>(node: &'n Node, names: &mut Names<'n>) -> ObjectName {
    match names.map(node).and_then(|it| Some((it.get("name")?, it.get("schema")))) {
        Some((title, schema)) => super::object(title, schema, names),
        None => dotted(node, names),
    }
}

/// The name that the tool makes up: `table_column_index`.
fn default_name<'n>(
    table: &ObjectName,
    call: &'n Call,
    names: &mut Names<'n>,
) -> Option<hnswkit_core::parse::Name> {
    let columns = call.arguments.get(1)?;
    let list = names.elements(columns);
    let titles: Vec<String> = list.into_iter().map(|it| name(it, names).value).collect();
    let value = format!("{}_{}_index", table.name.value, titles.join("_"));
    Some(word(value, &columns.span))
}

fn columns<'n>(node: Option<&'n Node>, names: &mut Names<'n>) -> Vec<Column> {
    let Some(map) = node.and_then(|it| names.map(it)) else { return vec![] };
    let mut found = vec![];
    for entry in &map.entries {
        let kind = match names.map(&entry.value) {
            Some(it) => it.get("type"),
            None => Some(&entry.value),
        };
        let Some(spelled) = kind.and_then(|it| names.value(it)) else { continue };
        let title = word(entry.key.as_str(), &entry.key_span);
        found.extend(spelled_column(title, &spelled, &entry.value.span));
    }
    found
}

fn created<'n>(call: &'n Call, table: ObjectName, names: &mut Names<'n>) -> Option<Action> {
    if call.is_open() {
        return None;
    }
    let title = match call.option("name") {
        Some(it) => Some(name(it, names)),
        None => default_name(&table, call, names),
    };
    let mut it = index(table);
    it.name = title;
    it.method = call.option("method").map(|it| lower(it, names));
    it.unique = flag(call, "unique");
    it.concurrently = flag(call, "concurrently");
    it.if_not_exists = flag(call, "ifNotExists");
    it.include = call.option_entry("include").map(super::entry_span);
    it.predicate = call.option("where").map(|it| condition(it, names));
    for column in names.elements(call.arguments.get(1)?) {
        it.keys.push(key(column, names));
    }
    Some(create_index(it))
}

/// `'embedding'` or `{ name: 'embedding', opclass: 'vector_l2_ops' }`
fn key<'n>(node: &'n Node, names: &mut Names<'n>) -> Key {
    let Some(map) = names.map(node) else {
        let column = name(node, names);
        return column_key(&column, None);
    };
    let column = match map.get("name") {
        Some(it) => name(it, names),
        None => name(node, names),
    };
    let class = map.get("opclass").map(|it| match names.map(it).and_then(|it| it.get("name")) {
        Some(inner) => lower(inner, names),
        None => lower(it, names),
    });
    let mut key = column_key(&column, None);
    key.class = class.map(plain);
    key.order = map.entry("sort").map(super::entry_span);
    key
}
