//! Knex: the table builder.

use hnswkit_core::{
    lint::{Action, Column, Key},
    parse::ObjectName,
};

use super::{
    column_key, create_index, create_table, drop_index, index, lower, name, plain, spelled_column,
    sql_key, word,
};
use crate::{
    names::Names,
    node::{Call, Function, Node},
    reader::Reader,
};

/// Takes note of what the call does.
pub(super) fn call<'n>(reader: &mut Reader<'n>, node: &'n Node, call: &'n Call) -> bool {
    let Some(object) = call.callee.object() else { return false };
    if object.last_name() == "schema" || object.call().is_some() && is_schema(object) {
        return schema(reader, node, call);
    }
    let Some(table) = reader.table(object.last_name()).cloned() else { return false };
    let names = &mut reader.names;
    let action = match call.name() {
        "index" => created(call, table, names),
        "dropIndex" => match call.arguments.get(1) {
            Some(it) => Some(drop_index(plain(name(it, names)), None, false)),
            None => default_name(&table, call, names).map(|it| drop_index(plain(it), None, false)),
        },
        "dropColumn" => call.arguments.first().map(|it| Action::DropColumn(table, name(it, names))),
        _ => None,
    };
    let Some(action) = action else { return false };
    reader.out.event(&node.span, action);
    true
}

/// Whether a chain begins with `knex.schema`.
fn is_schema(node: &Node) -> bool {
    let mut node = node;
    while let Some(object) = node.call().and_then(|it| it.callee.object()) {
        node = object;
    }
    node.last_name() == "schema"
}

fn schema<'n>(reader: &mut Reader<'n>, node: &'n Node, call: &'n Call) -> bool {
    let Some(first) = call.arguments.first() else { return false };
    if ![
        "createTable",
        "createTableIfNotExists",
        "alterTable",
        "table",
        "dropTable",
        "dropTableIfExists",
    ]
    .contains(&call.name())
    {
        return false;
    }
    reader.node(&call.callee);
    let table = super::dotted(first, &mut reader.names);
    if call.name().starts_with("dropTable") {
        reader.out.event(&node.span, Action::DropTable(vec![table]));
        return true;
    }
    let Some(block) = &call.block else { return true };
    let columns = columns(block, &mut reader.names);
    if call.name().starts_with("createTable") {
        reader.out.event(&node.span, create_table(table.clone(), columns));
    } else {
        for (column, is_altered) in columns.into_iter().zip(altered(block)) {
            reader.out.event(
                &node.span,
                match is_altered {
                    true => Action::AlterType(table.clone(), column),
                    false => Action::AddColumn(table.clone(), column),
                },
            );
        }
    }
    let parameter = block.parameters.first().cloned().unwrap_or_else(|| "this".to_owned());
    reader.tables.push((parameter, table));
    reader.body(block);
    reader.tables.pop();
    true
}

/// `t.specificType('embedding', 'vector(3)')` and `t.vector('embedding', 3)`, wherever they stand.
fn columns<'n>(block: &'n Function, names: &mut Names<'n>) -> Vec<Column> {
    builders(block).into_iter().filter_map(|(call, _)| column(call, names)).collect()
}

/// For each of these columns, whether it is there already.
fn altered(block: &Function) -> Vec<bool> {
    builders(block).into_iter().map(|it| it.1).collect()
}

fn builders(block: &Function) -> Vec<(&Call, bool)> {
    let mut found = vec![];
    let mut open: Vec<(&Node, bool)> = block.body.iter().rev().map(|it| (it, false)).collect();
    while let Some((node, is_altered)) = open.pop() {
        let call = node.call();
        let is_altered = is_altered || call.is_some_and(|it| it.name() == "alter");
        if let Some(it) = call
            && ["specificType", "vector", "halfvec"].contains(&it.name())
        {
            found.push((it, is_altered));
        }
        open.extend(node.children().into_iter().rev().map(|it| (it, is_altered)));
    }
    found
}

fn column<'n>(call: &'n Call, names: &mut Names<'n>) -> Option<Column> {
    let title = call.arguments.first()?;
    let span = title.span.start..call.arguments.last()?.span.end;
    let spelled = match (call.name(), call.arguments.get(1)) {
        ("specificType", Some(it)) => names.value(it)?,
        ("specificType", None) => return None,
        (kind, Some(it)) => format!("{kind}({})", super::value(it, names).text),
        (kind, None) => kind.to_owned(),
    };
    let title = name(title, names);
    spelled_column(title, &spelled, &span)
}

/// The name that Knex makes up: `table_column_index`.
fn default_name<'n>(
    table: &ObjectName,
    call: &'n Call,
    names: &mut Names<'n>,
) -> Option<hnswkit_core::parse::Name> {
    let columns = call.arguments.first()?;
    let list = names.elements(columns);
    let titles: Vec<String> = list.into_iter().map(|it| name(it, names).value).collect();
    let value = format!("{}_{}_index", table.name.value, titles.join("_"));
    Some(word(value.to_lowercase(), &columns.span))
}

/// `t.index(['embedding'], 'name', 'hnsw')` or with `{ indexType: 'hnsw' }`.
fn created<'n>(call: &'n Call, table: ObjectName, names: &mut Names<'n>) -> Option<Action> {
    let title = match call.arguments.get(1).filter(|it| names.text(it).is_some()) {
        Some(it) => Some(name(it, names)),
        None => default_name(&table, call, names),
    };
    let mut it = index(table);
    it.name = title;
    let third = call.arguments.get(2).filter(|it| names.text(it).is_some());
    let method = third.or_else(|| call.option("indexType"));
    it.method = method.map(|it| lower(it, names));
    it.predicate = call.option("predicate").map(|it| super::condition(it, names));
    for column in names.elements(call.arguments.first()?) {
        it.keys.push(key(column, names)?);
    }
    Some(create_index(it))
}

/// A column, or SQL in `knex.raw(…)`.
fn key<'n>(node: &'n Node, names: &mut Names<'n>) -> Option<Key> {
    match names.resolve(node).call() {
        Some(call) if call.name() == "raw" => sql_key(call.arguments.first()?, names),
        Some(_) => None,
        None => {
            let column = name(node, names);
            Some(column_key(&column, None))
        }
    }
}
