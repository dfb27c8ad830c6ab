//! TypeORM: methods of the query runner, and the columns of entities.

use hnswkit_core::{
    lint::{Action, Column, Wrap},
    parse::Name,
};

use super::{create_table, dotted, drop_index, name, plain, spelled_column, word};
use crate::{
    names::Names,
    node::{Call, Class, Kind, Map, Node},
    reader::Reader,
    write::Way,
};

/// Takes note of what the call does.
pub(super) fn call<'n>(reader: &mut Reader<'n>, node: &'n Node, call: &'n Call) -> bool {
    if call.callee.object().is_none() {
        return false;
    }
    match call.name() {
        "startTransaction" => drop(reader.out.wrap(Wrap::File)),
        "commitTransaction" | "rollbackTransaction" => drop(reader.out.wrap(Wrap::Each)),
        _ => {}
    }
    let names = &mut reader.names;
    let (first, second) = (call.arguments.first(), call.arguments.get(1));
    let action = match (call.name(), first, second) {
        ("dropIndex", Some(_), Some(second)) if names.text(second).is_some() => {
            Some(drop_index(plain(name(second, names)), None, false))
        }
        ("createTable", Some(first), _) => made(first, "Table", names).and_then(|map| {
            let table = dotted(map.get("name")?, names);
            let columns = map.get("columns").and_then(Node::list).unwrap_or_default();
            let columns = columns.iter().filter_map(|it| column(entries(it, names)?, names));
            let columns = columns.collect();
            Some(create_table(table, columns))
        }),
        ("addColumn", Some(first), Some(second)) => {
            made(second, "TableColumn", names).and_then(|map| {
                let column = column(map, names)?;
                Some(Action::AddColumn(dotted(first, names), column))
            })
        }
        _ => None,
    };
    let Some(action) = action else { return false };
    reader.out.event(&node.span, action);
    true
}

/// The options of `new Table({ … })`.
fn made<'n>(node: &'n Node, builder: &str, names: &Names<'n>) -> Option<&'n Map> {
    let call = names.resolve(node).call().filter(|it| it.name() == builder)?;
    names.map(call.arguments.first()?)
}

fn entries<'n>(node: &'n Node, names: &Names<'n>) -> Option<&'n Map> {
    names.map(node).or_else(|| made(node, "TableColumn", names))
}

/// `{ name: 'embedding', type: 'vector', length: '3' }`
fn column<'n>(map: &'n Map, names: &mut Names<'n>) -> Option<Column> {
    let title = name(map.get("name")?, names);
    typed(title, map, names)
}

fn typed<'n>(title: Name, map: &'n Map, names: &mut Names<'n>) -> Option<Column> {
    let kind = map.get("type")?;
    let spelled = names.value(kind)?;
    let length = map.get("length").map(|it| super::value(it, names).text);
    let spelled = match length {
        Some(it) => format!("{spelled}({it})"),
        None => spelled,
    };
    spelled_column(title, &spelled, &kind.span)
}

/// An entity: the columns of its table.
pub(super) fn class<'n>(reader: &mut Reader<'n>, class: &'n Class) {
    let entity = class.decorators.iter().filter_map(Node::call).find(|it| it.name() == "Entity");
    let Some(entity) = entity else { return };
    let names = &mut reader.names;
    let table = match entity.arguments.first().filter(|it| it.text().is_some()) {
        Some(it) => plain(name(it, names)),
        None => match entity.option("name") {
            Some(it) => plain(name(it, names)),
            None => return,
        },
    };
    let mut columns = vec![];
    for node in &class.body {
        let Kind::Group(parts) = &node.kind else { continue };
        let decorator = parts.iter().filter_map(Node::call).find(|it| it.name() == "Column");
        let (Some(decorator), Some(field)) = (decorator, parts.last()) else { continue };
        // `@Column('vector', { length: 3 })`
        let kind = decorator.arguments.first().and_then(|it| names.value(it));
        let Some(map) = decorator.arguments.iter().find_map(|it| names.map(it)) else { continue };
        let title = match map.get("name") {
            Some(it) => name(it, names),
            None => word(field.last_name(), &field.span),
        };
        columns.extend(match kind {
            Some(kind) => {
                let length = map.get("length").map(|it| super::value(it, names).text);
                let spelled = length.map_or(kind.clone(), |it| format!("{kind}({it})"));
                spelled_column(title, &spelled, &field.span)
            }
            None => typed(title, map, names),
        });
    }
    let span = entity.callee.span.clone();
    let old = reader.out.turn(Way::Declared, Wrap::Unknown);
    reader.out.event(&span, Action::DropTable(vec![table.clone()]));
    reader.out.event(&span, create_table(table, columns));
    reader.out.turn_back(old);
}
