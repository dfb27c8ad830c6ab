//! Drizzle: tables and indexes of a schema in TypeScript.

use hnswkit_core::{
    lint::{Action, Column, Key, Wrap},
    parse::ObjectName,
};

use super::{
    column_key, condition, create_index, create_table, index, lower, name, parameters, plain,
    sql_key, vector_column, word,
};
use crate::{
    names::Names,
    node::{Call, Kind, Node},
    reader::Reader,
    write::Way,
};

/// Takes note of a table, with its columns and indexes.
pub(super) fn call<'n>(reader: &mut Reader<'n>, node: &'n Node, call: &'n Call) -> bool {
    if call.name() != "pgTable" && call.name() != "table" {
        return false;
    }
    let (Some(title), Some(fields)) =
        (call.arguments.first().filter(|it| it.text().is_some()), call.arguments.get(1))
    else {
        return false;
    };
    let Some(map) = reader.names.map(fields) else { return false };
    let table = plain(name(title, &mut reader.names));
    // What the program calls a column, and what the database does.
    let mut titles = vec![];
    let mut columns: Vec<Column> = vec![];
    for entry in &map.entries {
        let Some(builder) = innermost(&entry.value) else { continue };
        let own = builder.arguments.first().filter(|it| it.text().is_some());
        let title = match own {
            Some(it) => name(it, &mut reader.names),
            None => word(entry.key.as_str(), &entry.key_span),
        };
        titles.push((entry.key.clone(), title.value.clone()));
        let kind = super::type_name(builder.name());
        let dimensions = builder.option("dimensions").map(|it| &reader.names.resolve(it).kind);
        let known = match dimensions {
            Some(Kind::Number(it)) => it.parse().ok().map(Some),
            Some(_) => None,
            None => Some(None),
        };
        if let (Some(type_name), Some(dimensions)) = (kind, known) {
            let type_name = type_name.to_owned();
            let type_span = entry.value.span.clone();
            columns.push(Column { name: title, type_name, dimensions, type_span });
        } else if let Some(it) = custom(builder, &title, &mut reader.names) {
            columns.push(it);
        }
    }
    let old = reader.out.turn(Way::Declared, Wrap::Unknown);
    reader.out.event(&node.span, Action::DropTable(vec![table.clone()]));
    reader.out.event(&node.span, create_table(table.clone(), columns));
    let parameter = call.block.iter().find_map(|it| it.parameters.first());
    reader.names.set_columns(parameter.cloned().unwrap_or_default(), titles.clone());
    let mut open: Vec<&'n Node> = call.block.iter().flat_map(|it| it.body.iter().rev()).collect();
    while let Some(node) = open.pop() {
        match chain(node) {
            Some(links) => {
                if let Some(it) = built(&links, table.clone(), &titles, &mut reader.names) {
                    reader.out.event(&node.span, it);
                }
            }
            None => open.extend(node.children().into_iter().rev()),
        }
    }
    reader.out.turn_back(old);
    true
}

/// A type of one's own: `halfvec3('embedding')` says nothing of itself.
fn custom<'n>(
    builder: &'n Call,
    title: &hnswkit_core::parse::Name,
    names: &mut Names<'n>,
) -> Option<Column> {
    builder.callee.call()?;
    vector_column(title.clone(), &builder.callee, names)
}

/// The first call of a chain: `vector(…)` of `vector(…).notNull()`.
fn innermost(node: &Node) -> Option<&Call> {
    let mut call = node.call()?;
    while let Some(inner) = call.callee.object().and_then(Node::call) {
        call = inner;
    }
    Some(call)
}

/// The calls of `index(…).using(…).with(…)`, first one first.
fn chain(node: &Node) -> Option<Vec<&Call>> {
    let mut links = vec![node.call()?];
    while let Some(inner) = links.last().and_then(|it| it.callee.object()).and_then(Node::call) {
        links.push(inner);
    }
    links.reverse();
    let first = links.first()?;
    let is_index =
        matches!(&first.callee.kind, Kind::Name(it) if it == "index" || it == "uniqueIndex");
    is_index.then_some(links)
}

fn built<'n>(
    links: &[&'n Call],
    table: ObjectName,
    titles: &[(String, String)],
    names: &mut Names<'n>,
) -> Option<Action> {
    let mut it = index(table);
    for link in links {
        match link.name() {
            "index" | "uniqueIndex" => {
                it.name = link.arguments.first().map(|it| name(it, names));
                if link.name() == "uniqueIndex" {
                    it.unique = Some(link.callee.span.clone());
                }
            }
            "using" => {
                let mut arguments = link.arguments.iter();
                it.method = arguments.next().map(|it| lower(it, names));
                for argument in arguments {
                    it.keys.push(key(argument, titles, names)?);
                }
            }
            "on" | "onOnly" => {
                for argument in &link.arguments {
                    it.keys.push(key(argument, titles, names)?);
                }
            }
            "with" => it.parameters = parameters(link.arguments.first(), names)?,
            "where" => it.predicate = link.arguments.first().map(|it| condition(it, names)),
            _ => {}
        }
    }
    Some(create_index(it))
}

/// `t.embedding.op('vector_l2_ops')`, or SQL.
fn key<'n>(node: &'n Node, titles: &[(String, String)], names: &mut Names<'n>) -> Option<Key> {
    match &node.kind {
        Kind::Member(_, column) => {
            let title = titles.iter().find(|it| it.0 == *column).map(|it| it.1.as_str());
            Some(column_key(&word(title.unwrap_or(column), &node.span), None))
        }
        Kind::Call(call) => match (call.name(), call.callee.object()) {
            ("op", Some(inner)) => {
                let class = lower(call.arguments.first()?, names);
                let mut key = key(inner, titles, names)?;
                key.class = Some(plain(class));
                Some(key)
            }
            ("sql", _) => sql_key(call.arguments.first()?, names),
            (order, Some(inner)) => {
                let mut key = key(inner, titles, names)?;
                if ["desc", "asc", "nullsFirst", "nullsLast"].contains(&order) {
                    key.order = Some(call.callee.span.clone());
                }
                Some(key)
            }
            _ => None,
        },
        _ => None,
    }
}
