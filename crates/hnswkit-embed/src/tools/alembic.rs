//! Alembic and SQLAlchemy.

use hnswkit_core::{
    lint::{Action, Column, Key},
    parse::{Name, ObjectName, Span},
};

use super::{
    column_key, condition, create_index, create_table, drop_index, flag, index, lower, name,
    object, parameters, plain, sql_key, vector_column, word,
};
use crate::{
    names::Names,
    node::{Call, Class, Kind, Node},
    reader::Reader,
    write::Way,
};

/// Takes note of what the call builds.
pub(super) fn call<'n>(reader: &mut Reader<'n>, node: &'n Node, call: &'n Call) -> bool {
    let Kind::Member(..) = &call.callee.kind else { return declared(reader, node, call) };
    let root = call.callee.root();
    // Within `with op.batch_alter_table(…) as batch:` the table is not said again.
    let batch = reader.table(root).cloned();
    let first = usize::from(batch.is_none());
    let table = |n: usize, reader: &mut Reader<'n>| match &batch {
        Some(it) => Some(it.clone()),
        None => {
            let table = call.argument(n, "table_name")?;
            Some(object(table, call.named.get("schema"), &mut reader.names))
        }
    };
    let action = match call.name() {
        "create_index" => {
            let Some(table) = table(1, reader) else { return false };
            let columns = call.argument(1 + first, "columns");
            let title = call.argument(0, "index_name");
            Some(created(call, title, table, columns, &mut reader.names).unwrap_or(Action::Other))
        }
        "drop_index" => call.argument(0, "index_name").map(|it| {
            let index = object(it, call.named.get("schema"), &mut reader.names);
            let if_exists = flag(call, "if_exists").is_some();
            drop_index(index, flag(call, "postgresql_concurrently"), if_exists)
        }),
        "create_table" => {
            let Some(title) = call.argument(0, "table_name") else { return false };
            let title = object(title, call.named.get("schema"), &mut reader.names);
            let columns = columns(&call.arguments, &mut reader.names);
            reader.out.event(&node.span, create_table(title.clone(), columns));
            reader.tables.push((String::new(), title));
            reader.nodes(&call.arguments);
            reader.tables.pop();
            return true;
        }
        "drop_table" => call.argument(0, "table_name").map(|it| {
            Action::DropTable(vec![object(it, call.named.get("schema"), &mut reader.names)])
        }),
        "add_column" => {
            let Some(table) = table(0, reader) else { return false };
            let column = call.arguments.get(first).and_then(|it| column(it, &mut reader.names));
            column.map(|it| Action::AddColumn(table, it))
        }
        "drop_column" => {
            let Some(table) = table(0, reader) else { return false };
            let column = call.argument(first, "column_name");
            column.map(|it| Action::DropColumn(table, name(it, &mut reader.names)))
        }
        "alter_column" => altered(call, table(0, reader), first, &mut reader.names),
        "rename_table" => match (call.arguments.first(), call.arguments.get(1)) {
            (Some(old), Some(new)) => {
                let old = object(old, call.named.get("schema"), &mut reader.names);
                Some(Action::RenameTable(old, name(new, &mut reader.names)))
            }
            _ => None,
        },
        "Index" => return declared(reader, node, call),
        _ => None,
    };
    if let Some(it) = action {
        reader.out.event(&node.span, it);
        return true;
    }
    false
}

/// `op.alter_column("t", "c", type_=…, new_column_name=…)`
fn altered<'n>(
    call: &'n Call,
    table: Option<ObjectName>,
    first: usize,
    names: &mut Names<'n>,
) -> Option<Action> {
    let column = name(call.argument(first, "column_name")?, names);
    if let Some(new) = call.named.get("new_column_name") {
        return Some(Action::RenameColumn(table?, column, name(new, names)));
    }
    let column = vector_column(column, call.named.get("type_")?, names)?;
    Some(Action::AlterType(table?, column))
}

/// The statement that creates the index; nothing when too little of it is known.
fn created<'n>(
    call: &'n Call,
    title: Option<&'n Node>,
    table: ObjectName,
    columns: Option<&'n Node>,
    names: &mut Names<'n>,
) -> Option<Action> {
    if call.is_open() {
        return None;
    }
    let mut it = index(table);
    it.name = title.filter(|it| !matches!(it.kind, Kind::Null)).map(|it| name(it, names));
    it.method = call.named.get("postgresql_using").map(|it| lower(it, names));
    it.unique = flag(call, "unique");
    it.concurrently = flag(call, "postgresql_concurrently");
    it.if_not_exists = flag(call, "if_not_exists");
    it.include = call.named.entry("postgresql_include").map(super::entry_span);
    it.parameters = parameters(call.named.get("postgresql_with"), names)?;
    it.predicate = call.named.get("postgresql_where").map(|it| condition(it, names));
    let classes = match call.named.get("postgresql_ops") {
        Some(it) => Some(names.map(it).filter(|it| !it.open)?),
        None => None,
    };
    let columns = names.resolve(columns?);
    for column in columns.list()? {
        it.keys.push(key(column, classes, names)?);
    }
    Some(create_index(it))
}

/// A key; nothing when it is not known.
fn key<'n>(
    node: &'n Node,
    classes: Option<&'n crate::node::Map>,
    names: &mut Names<'n>,
) -> Option<Key> {
    let node = names.resolve(node);
    let class = |key: &str, names: &mut Names<'n>| {
        classes.and_then(|it| it.get(key)).map(|it| lower(it, names))
    };
    match &node.kind {
        Kind::Text(_) => {
            let column = name(node, names);
            let class = class(&column.value, names);
            Some(column_key(&column, class))
        }
        // `Item.embedding`
        Kind::Member(_, attribute) => {
            let class = class(attribute, names);
            Some(column_key(&word(attribute.as_str(), &node.span), class))
        }
        Kind::Call(call) if ["text", "literal_column", "column"].contains(&call.name()) => {
            let inner = call.arguments.first()?;
            let mut key = sql_key(inner, names)?;
            // The key of the map is the expression, or the label that it was given.
            if key.class.is_none() {
                key.class = class(&key.text.clone(), names).map(plain);
            }
            Some(key)
        }
        _ => None,
    }
}

/// The columns with a type of pgvector among the arguments.
fn columns<'n>(arguments: &'n [Node], names: &mut Names<'n>) -> Vec<Column> {
    arguments.iter().filter_map(|it| column(it, names)).collect()
}

/// `sa.Column("embedding", Vector(3))`
fn column<'n>(node: &'n Node, names: &mut Names<'n>) -> Option<Column> {
    let call = names.resolve(node).call().filter(|it| it.name() == "Column")?;
    let title = name(call.argument(0, "name")?, names);
    vector_column(title, call.argument(1, "type_")?, names)
}

/// `Table("t", metadata, …)` and `Index("i", …)`, which declare what migrations make.
fn declared<'n>(reader: &mut Reader<'n>, node: &'n Node, call: &'n Call) -> bool {
    match call.name() {
        "Table" => {
            let Some(title) = call.arguments.first().filter(|it| it.text().is_some()) else {
                return false;
            };
            let title = object(title, call.named.get("schema"), &mut reader.names);
            let columns = columns(&call.arguments, &mut reader.names);
            declare(reader, &title, columns, &node.span);
            reader.tables.push((String::new(), title));
            reader.nodes(&call.arguments);
            reader.tables.pop();
            true
        }
        "Index" if call.named.get("postgresql_using").is_some() => {
            let table = match reader.table("") {
                Some(it) => Some(it.clone()),
                None => table_of(reader, call),
            };
            let table = table.unwrap_or_else(|| reader.unknown_table("table", &node.span));
            let mut parts = call.arguments.iter();
            let Some(title) = parts.next() else { return false };
            let columns: Vec<&'n Node> = parts.collect();
            let found = declared_index(call, title, table, &columns, &mut reader.names);
            if let Some(it) = found {
                let old = reader.out.turn(Way::Declared, hnswkit_core::lint::Wrap::Unknown);
                reader.out.event(&node.span, it);
                reader.out.turn_back(old);
            }
            true
        }
        _ => false,
    }
}

/// `Index("name", "column", …)` has its columns among the arguments.
fn declared_index<'n>(
    call: &'n Call,
    title: &'n Node,
    table: ObjectName,
    columns: &[&'n Node],
    names: &mut Names<'n>,
) -> Option<Action> {
    let classes = match call.named.get("postgresql_ops") {
        Some(it) => Some(names.map(it).filter(|it| !it.open)?),
        None => None,
    };
    let mut it = index(table);
    it.name = Some(name(title, names));
    it.method = call.named.get("postgresql_using").map(|it| lower(it, names));
    it.unique = flag(call, "unique");
    it.include = call.named.entry("postgresql_include").map(super::entry_span);
    it.parameters = parameters(call.named.get("postgresql_with"), names)?;
    it.predicate = call.named.get("postgresql_where").map(|it| condition(it, names));
    for column in columns {
        it.keys.push(key(column, classes, names)?);
    }
    Some(create_index(it)).filter(|_| !call.is_open())
}

/// The table of the model whose column an index names: `Index("i", Item.embedding)`.
fn table_of(reader: &Reader<'_>, call: &Call) -> Option<ObjectName> {
    let column = call.arguments.get(1)?;
    reader.model(column.root()).cloned()
}

fn declare<'n>(reader: &mut Reader<'n>, table: &ObjectName, columns: Vec<Column>, span: &Span) {
    let old = reader.out.turn(Way::Declared, hnswkit_core::lint::Wrap::Unknown);
    // The table is new here, whatever the migrations made before.
    reader.out.event(span, Action::DropTable(vec![table.clone()]));
    reader.out.event(span, create_table(table.clone(), columns));
    reader.out.turn_back(old);
}

/// A model with `__tablename__`.
pub(super) fn class<'n>(reader: &mut Reader<'n>, class: &'n Class) {
    let mut table = None;
    let mut columns = vec![];
    for node in &class.body {
        let Kind::Assign(target, value) = &node.kind else { continue };
        let title = target.last_name();
        if title == "__tablename__" {
            table = Some(plain(name(value, &mut reader.names)));
        } else if let Some(call) = value.call()
            && ["mapped_column", "Column"].contains(&call.name())
        {
            columns.extend(attribute(call, title, &target.span, &mut reader.names));
        }
    }
    let Some(table) = table else { return };
    declare(reader, &table, columns, &class.body.first().map_or(0..0, |it| it.span.clone()));
    reader.models.push((class.name.clone(), table.clone()));
    // Indexes among its arguments are indexes of this table.
    reader.tables.push((String::new(), table));
}

/// `embedding = mapped_column(Vector(3))`, or with a name of its own before the type.
fn attribute<'n>(
    call: &'n Call,
    title: &str,
    span: &Span,
    names: &mut Names<'n>,
) -> Option<Column> {
    let first = call.arguments.first()?;
    let (title, kind): (Name, &'n Node) = match names.text(first).is_some() {
        true => (name(first, names), call.arguments.get(1)?),
        false => (word(title, span), first),
    };
    vector_column(title, kind, names)
}
