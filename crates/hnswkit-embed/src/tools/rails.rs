//! Rails: the methods of migrations and of `schema.rb`.

use hnswkit_core::{
    lint::{Action, Column, Key},
    parse::{Name, ObjectName},
};

use super::{
    column_key, condition, create_index, create_table, dotted, drop_index, flag, index, lower,
    name, plain, spelled_column, word,
};
use crate::{
    names::Names,
    node::{Call, Function, Node},
    reader::Reader,
};

/// Takes note of what the call does.
pub(super) fn call<'n>(reader: &mut Reader<'n>, node: &'n Node, call: &'n Call) -> bool {
    // `t.index` in `create_table :items do |t|`
    let receiver = call.callee.object();
    if let Some(table) = receiver.and_then(|it| reader.table(it.last_name()).cloned()) {
        return in_table(reader, node, call, table);
    }
    let names = &mut reader.names;
    let Some(first) = call.arguments.first() else { return false };
    let second = call.arguments.get(1);
    let action = match call.name() {
        "create_table" | "change_table" => return table(reader, node, call, first),
        "drop_table" => Some(Action::DropTable(vec![dotted(first, names)])),
        "rename_table" => {
            second.map(|it| Action::RenameTable(dotted(first, names), name(it, names)))
        }
        "add_index" => {
            second.map(|it| created(call, dotted(first, names), it, names).unwrap_or(Action::Other))
        }
        "remove_index" => {
            let table = dotted(first, names);
            dropped(call, table, second, names)
        }
        "rename_index" => match (second, call.arguments.get(2)) {
            (Some(old), Some(new)) => {
                Some(Action::RenameIndex(plain(name(old, names)), name(new, names)))
            }
            _ => None,
        },
        "add_column" | "change_column" => second.and_then(|title| {
            let column = column(call, title, call.arguments.get(2)?, names)?;
            Some(match call.name() {
                "add_column" => Action::AddColumn(dotted(first, names), column),
                _ => Action::AlterType(dotted(first, names), column),
            })
        }),
        "remove_column" => {
            second.map(|it| Action::DropColumn(dotted(first, names), name(it, names)))
        }
        "rename_column" => match (second, call.arguments.get(2)) {
            (Some(old), Some(new)) => {
                let table = dotted(first, names);
                Some(Action::RenameColumn(table, name(old, names), name(new, names)))
            }
            _ => None,
        },
        "enable_extension" => {
            Some(Action::Extension { name: name(first, names), create: true, version: None })
        }
        _ => None,
    };
    let Some(action) = action else { return false };
    reader.out.event(&node.span, action);
    true
}

fn table<'n>(reader: &mut Reader<'n>, node: &'n Node, call: &'n Call, first: &'n Node) -> bool {
    let table = dotted(first, &mut reader.names);
    let Some(block) = &call.block else { return true };
    let parameter = block.parameters.first().cloned().unwrap_or_default();
    if call.name() == "create_table" {
        if flag(call, "force").is_some() || call.option("force").is_some() {
            reader.out.event(&node.span, Action::DropTable(vec![table.clone()]));
        }
        let columns = columns(block, &parameter, &mut reader.names);
        reader.out.event(&node.span, create_table(table.clone(), columns));
    }
    let is_new = usize::from(call.name() == "create_table");
    reader.tables.push((parameter, table));
    reader.new_tables += is_new;
    reader.body(block);
    reader.new_tables -= is_new;
    reader.tables.pop();
    true
}

/// The columns that a block gives to a table.
fn columns<'n>(block: &'n Function, parameter: &str, names: &mut Names<'n>) -> Vec<Column> {
    let calls = block.body.iter().filter_map(Node::call);
    let own = calls.filter(|it| it.callee.object().is_some_and(|it| it.last_name() == parameter));
    own.filter_map(|it| table_column(it, names)).collect()
}

/// `t.vector :embedding, limit: 3` or `t.column :embedding, "vector(3)"`
fn table_column<'n>(call: &'n Call, names: &mut Names<'n>) -> Option<Column> {
    let title = call.arguments.first()?;
    if call.name() == "column" {
        return column(call, title, call.arguments.get(1)?, names);
    }
    let title = name(title, names);
    typed(call, title, call.name(), names)
}

/// `add_column :items, :embedding, :vector, limit: 3`
fn column<'n>(
    call: &'n Call,
    title: &'n Node,
    kind: &'n Node,
    names: &mut Names<'n>,
) -> Option<Column> {
    let kind = names.value(kind)?;
    let title = name(title, names);
    typed(call, title, &kind, names)
}

fn typed<'n>(call: &'n Call, title: Name, kind: &str, names: &mut Names<'n>) -> Option<Column> {
    let spelled = match call.named.get("limit") {
        Some(it) => format!("{kind}({})", super::value(it, names).text),
        None => kind.to_owned(),
    };
    let span = call.named.entry("limit").map_or(title.span.clone(), super::entry_span);
    spelled_column(title, &spelled, &span)
}

fn in_table<'n>(
    reader: &mut Reader<'n>,
    node: &'n Node,
    call: &'n Call,
    table: ObjectName,
) -> bool {
    let names = &mut reader.names;
    let first = call.arguments.first();
    let action = match call.name() {
        "index" => first.map(|it| created(call, table, it, names).unwrap_or(Action::Other)),
        "remove_index" => dropped(call, table, first, names),
        "change" => first.and_then(|title| {
            Some(Action::AlterType(table, column(call, title, call.arguments.get(1)?, names)?))
        }),
        "remove" => first.map(|it| Action::DropColumn(table, name(it, names))),
        // Those of a new table came with it.
        _ if 0 < reader.new_tables => None,
        _ => table_column(call, names).map(|it| Action::AddColumn(table, it)),
    };
    let Some(action) = action else { return false };
    reader.out.event(&node.span, action);
    true
}

/// The name that Rails makes up: `index_items_on_embedding`.
fn default_name(table: &ObjectName, titles: &[String], at: &Node) -> Name {
    word(format!("index_{}_on_{}", table.name.value, titles.join("_and_")), &at.span)
}

fn created<'n>(
    call: &'n Call,
    table: ObjectName,
    columns: &'n Node,
    names: &mut Names<'n>,
) -> Option<Action> {
    if call.is_open() {
        return None;
    }
    let mut it = index(table);
    let mut titles = vec![];
    for column in names.elements(columns) {
        let key = key(call, column, names);
        titles.push(key.text.clone());
        it.keys.push(key);
    }
    it.name = Some(match call.named.get("name") {
        Some(it) => name(it, names),
        None => default_name(&it.table, &titles, columns),
    });
    it.method = call.named.get("using").map(|it| lower(it, names));
    it.unique = flag(call, "unique");
    it.concurrently = call
        .named
        .entry("algorithm")
        .filter(|it| names.value(&it.value).is_some_and(|it| it == "concurrently"))
        .map(super::entry_span);
    it.if_not_exists = flag(call, "if_not_exists");
    it.include = call.named.entry("include").map(super::entry_span);
    it.predicate = call.named.get("where").map(|it| condition(it, names));
    Some(create_index(it))
}

/// A column, or an expression as a string; the class may stand with it, or in a map of its own.
fn key<'n>(call: &'n Call, column: &'n Node, names: &mut Names<'n>) -> Key {
    let title = name(column, names);
    let is_expression = title.value.contains(['(', ':', ' ']);
    let sql = is_expression.then(|| super::sql_key(column, names)).flatten();
    let mut key = sql.unwrap_or_else(|| column_key(&title, None));
    let of_column = |option: &str, names: &mut Names<'n>| {
        let option = call.named.get(option)?;
        match names.map(option) {
            Some(map) => map.get(&title.value),
            None => Some(option),
        }
    };
    if let Some(it) = of_column("opclass", names) {
        key.class = Some(plain(lower(it, names)));
    }
    key.order = of_column("order", names).map(|it| it.span.clone());
    key
}

fn dropped<'n>(
    call: &'n Call,
    table: ObjectName,
    columns: Option<&'n Node>,
    names: &mut Names<'n>,
) -> Option<Action> {
    let columns = columns.or_else(|| call.named.get("column"));
    let title = match call.named.get("name") {
        Some(it) => name(it, names),
        None => {
            let columns = columns?;
            let list = names.elements(columns);
            let titles: Vec<String> = list.into_iter().map(|it| name(it, names).value).collect();
            default_name(&table, &titles, columns)
        }
    };
    let concurrently = call
        .named
        .entry("algorithm")
        .filter(|it| names.value(&it.value).is_some_and(|it| it == "concurrently"))
        .map(super::entry_span);
    Some(drop_index(plain(title), concurrently, flag(call, "if_exists").is_some()))
}
