//! Sequelize: methods of `queryInterface`.

use hnswkit_core::{lint::Action, parse::ObjectName};

use super::{column_key, create_index, drop_index, flag, index, lower, name, plain, sql_key, word};
use crate::{
    names::Names,
    node::{Call, Kind, Node},
    reader::Reader,
};

/// Takes note of what the call does.
pub(super) fn call<'n>(reader: &mut Reader<'n>, node: &'n Node, call: &'n Call) -> bool {
    if call.callee.object().is_none() {
        return false;
    }
    let (Some(first), Some(second)) = (call.arguments.first(), call.arguments.get(1)) else {
        return false;
    };
    let names = &mut reader.names;
    let action = match call.name() {
        "addIndex" => created(call, first, second, names),
        "removeIndex" => names
            .text(second)
            .is_some()
            .then(|| drop_index(plain(name(second, names)), flag(call, "concurrently"), false)),
        _ => None,
    };
    let Some(action) = action else { return false };
    reader.out.event(&node.span, action);
    true
}

fn created<'n>(
    call: &'n Call,
    table: &'n Node,
    second: &'n Node,
    names: &mut Names<'n>,
) -> Option<Action> {
    let fields = match names.map(second) {
        Some(map) => map.get("fields")?,
        None => second,
    };
    let table = table_of(table, names);
    if call.is_open() {
        return Some(Action::Other);
    }
    let fields = names.resolve(fields).list()?;
    let mut titles = vec![];
    let mut it = index(table);
    // One class for all keys.
    let class = call.option("operator").map(|it| lower(it, names));
    for field in fields {
        let mut key = match &field.kind {
            Kind::Text(_) => {
                let column = name(field, names);
                titles.push(column.value.clone());
                column_key(&column, None)
            }
            Kind::Map(map) => {
                let column = name(map.get("name")?, names);
                titles.push(column.value.clone());
                let class = map.get("operator").map(|it| lower(it, names));
                let mut key = column_key(&column, class);
                key.order = map.entry("order").map(super::entry_span);
                key
            }
            Kind::Call(inner) if inner.name() == "literal" => {
                sql_key(inner.arguments.first()?, names)?
            }
            _ => return Some(Action::Other),
        };
        key.class = key.class.or_else(|| class.clone().map(plain));
        it.keys.push(key);
    }
    it.name = Some(match call.option("name") {
        Some(it) => name(it, names),
        // Sequelize 6 dist/lib/utils.js nameIndex.
        None => word(
            format!("{}_{}", it.table.name.value, titles.join("_")).to_lowercase(),
            &second.span,
        ),
    });
    it.method = call.option("using").map(|it| lower(it, names));
    it.unique = flag(call, "unique");
    it.concurrently = flag(call, "concurrently");
    it.predicate = call.option("where").map(|it| super::condition(it, names));
    Some(create_index(it))
}

/// `'table'` or `{ tableName: 'table', schema: 's' }`
fn table_of<'n>(node: &'n Node, names: &mut Names<'n>) -> ObjectName {
    match names.map(node).and_then(|it| Some((it.get("tableName")?, it.get("schema")))) {
        Some((title, schema)) => super::object(title, schema, names),
        None => plain(name(node, names)),
    }
}
