//! Kysely: chains of `db.schema`.

use hnswkit_core::lint::{Action, Column};

use super::{
    column_key, condition, create_index, create_table, dotted, drop_index, index, lower, name,
    spelled_column, sql_key,
};
use crate::{
    names::Names,
    node::{Call, Node},
    reader::Reader,
};

/// Takes note of a chain that ends with `execute()`.
pub(super) fn call<'n>(reader: &mut Reader<'n>, node: &'n Node, call: &'n Call) -> bool {
    if call.name() != "execute" {
        return false;
    }
    let mut links = vec![call];
    while let Some(inner) = links.last().and_then(|it| it.callee.object()).and_then(Node::call) {
        links.push(inner);
    }
    links.reverse();
    let Some((first, rest)) = links.split_first() else { return false };
    if first.callee.object().is_none_or(|it| it.last_name() != "schema") {
        return false;
    }
    let Some(title) = first.arguments.first() else { return false };
    let names = &mut reader.names;
    let has = |link: &str| rest.iter().any(|it| it.name() == link);
    let action = match first.name() {
        "createIndex" => Some(created(title, rest, names).unwrap_or(Action::Other)),
        "dropIndex" => Some(drop_index(dotted(title, names), None, has("ifExists"))),
        "createTable" => {
            let table = dotted(title, names);
            Some(create_table(table, rest.iter().filter_map(|it| column(it, names)).collect()))
        }
        "dropTable" => Some(Action::DropTable(vec![dotted(title, names)])),
        "alterTable" => {
            let table = dotted(title, names);
            let found = rest.iter().find_map(|it| column(it, names));
            found.map(|it| Action::AddColumn(table, it))
        }
        _ => None,
    };
    let Some(action) = action else { return false };
    reader.out.event(&node.span, action);
    true
}

/// `addColumn('embedding', sql`vector(3)`)`
fn column<'n>(call: &'n Call, names: &mut Names<'n>) -> Option<Column> {
    if call.name() != "addColumn" {
        return None;
    }
    let title = name(call.arguments.first()?, names);
    let kind = call.arguments.get(1)?;
    let text = kind.call().and_then(|it| it.arguments.first()).unwrap_or(kind);
    spelled_column(title, &names.value(text)?, &kind.span)
}

fn created<'n>(title: &'n Node, links: &[&'n Call], names: &mut Names<'n>) -> Option<Action> {
    let table = links.iter().find(|it| it.name() == "on")?.arguments.first()?;
    let mut it = index(dotted(table, names));
    it.name = Some(name(title, names));
    for link in links {
        let first = link.arguments.first();
        match link.name() {
            "using" => it.method = first.map(|it| lower(it, names)),
            "unique" => it.unique = Some(link.callee.span.clone()),
            "ifNotExists" => it.if_not_exists = Some(link.callee.span.clone()),
            "where" => it.predicate = first.map(|it| condition(it, names)),
            "column" | "columns" => {
                for column in names.elements(first?) {
                    let column = name(column, names);
                    it.keys.push(column_key(&column, None));
                }
            }
            "expression" => {
                let text = first?.call().and_then(|it| it.arguments.first())?;
                it.keys.push(sql_key(text, names)?);
            }
            _ => {}
        }
    }
    Some(create_index(it))
}
