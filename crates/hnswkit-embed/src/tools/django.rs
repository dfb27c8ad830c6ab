//! Django: operations of migrations, and `Meta.indexes` of models.

use hnswkit_core::{
    lint::{Action, Key, Operand, Wrap},
    parse::{Name, ObjectName, Span},
};

use super::{
    column_key, create_index, create_table, drop_index, index, lower, name, parameter, plain,
    vector_column, word,
};
use crate::{
    names::Names,
    node::{Call, Class, Kind, Node},
    reader::Reader,
    write::Way,
};

/// Takes note of what the operation does.
pub(super) fn call<'n>(reader: &mut Reader<'n>, node: &'n Node, call: &'n Call) -> bool {
    let action = match call.name() {
        "CreateModel" => return create_model(reader, node, call),
        "AddIndex" | "AddIndexConcurrently" => {
            let Some(table) = table(reader, call) else { return false };
            let concurrently = call.name().ends_with("Concurrently").then(|| callee_span(call));
            let found = call.argument(1, "index").and_then(|it| {
                let built = reader.names.resolve(it).call()?;
                hnsw(built, table, concurrently, &mut reader.names)
            });
            Some(found.unwrap_or(Action::Other))
        }
        "RemoveIndex" | "RemoveIndexConcurrently" => {
            let concurrently = call.name().ends_with("Concurrently").then(|| callee_span(call));
            let if_exists = concurrently.is_some();
            call.argument(1, "name")
                .map(|it| drop_index(plain(name(it, &mut reader.names)), concurrently, if_exists))
        }
        "AddField" | "AlterField" => {
            let Some(table) = table(reader, call) else { return false };
            let column = call.argument(1, "name").map(|it| name(it, &mut reader.names));
            let column = column.and_then(|title| {
                vector_column(title, call.argument(2, "field")?, &mut reader.names)
            });
            column.map(|it| match call.name() {
                "AddField" => Action::AddColumn(table, it),
                _ => Action::AlterType(table, it),
            })
        }
        "RemoveField" => {
            let Some(table) = table(reader, call) else { return false };
            let column = call.argument(1, "name").map(|it| name(it, &mut reader.names));
            column.map(|it| Action::DropColumn(table, it))
        }
        "VectorExtension" => Some(Action::Extension {
            name: word("vector", &node.span),
            create: true,
            version: None,
        }),
        // What is only state is not run.
        "SeparateDatabaseAndState" => {
            if let Some(it) = call.argument(0, "database_operations") {
                reader.node(it);
            }
            return true;
        }
        _ => None,
    };
    let Some(action) = action else { return false };
    let is_reversible = !matches!(action, Action::DropColumn(..));
    reader.out.event(&node.span, action);
    if is_reversible && reader.host.kind.is_migration() {
        reader.reverse(&(node.span.end..node.span.end));
    }
    true
}

fn callee_span(call: &Call) -> Span {
    call.callee.span.clone()
}

/// The table of the model that an operation names.
fn table<'n>(reader: &mut Reader<'n>, call: &'n Call) -> Option<ObjectName> {
    let model = call.argument(0, "model_name").or_else(|| call.named.get("name"))?;
    let title = name(model, &mut reader.names);
    let model = title.value.to_lowercase();
    let known = reader.model(&model).cloned();
    Some(known.unwrap_or_else(|| default_table(reader.path, &model, &title.span)))
}

/// `app_model`, which Django takes unless `db_table` says otherwise.
fn default_table(path: &str, model: &str, span: &Span) -> ObjectName {
    let path = path.replace('\\', "/");
    let mut folders = path.rsplit('/').skip(1);
    let app = match folders.next() {
        Some("migrations" | "models") => folders.next(),
        it => it,
    };
    let app = app.filter(|it| !it.is_empty() && *it != ".").unwrap_or("app");
    plain(word(format!("{app}_{model}"), span))
}

fn create_model<'n>(reader: &mut Reader<'n>, node: &'n Node, call: &'n Call) -> bool {
    let Some(title) = call.argument(0, "name") else { return false };
    let title = name(title, &mut reader.names);
    let model = title.value.to_lowercase();
    let mut columns = vec![];
    for field in call.argument(1, "fields").and_then(Node::list).unwrap_or_default() {
        if let Some([column, kind]) = field.list() {
            let column = name(column, &mut reader.names);
            columns.extend(vector_column(column, kind, &mut reader.names));
        }
    }
    let default = default_table(reader.path, &model, &title.span);
    let options = call.argument(2, "options").and_then(Node::map);
    let own = options.and_then(|it| it.get("db_table")).map(|it| name(it, &mut reader.names));
    reader.out.event(&node.span, create_table(default.clone(), columns.clone()));
    let table = match own {
        Some(it) => {
            // Other files know the model only, SQL in them the table.
            let table = plain(it);
            reader.out.event(&node.span, create_table(table.clone(), columns));
            table
        }
        None => default,
    };
    reader.models.push((model, table.clone()));
    for it in options.and_then(|it| it.get("indexes")).and_then(Node::list).unwrap_or_default() {
        if let Some(built) = it.call()
            && let Some(action) = hnsw(built, table.clone(), None, &mut reader.names)
        {
            reader.out.event(&it.span, action);
        }
    }
    reader.reverse(&(node.span.end..node.span.end));
    true
}

/// `HnswIndex(…)`; nothing for other indexes, and when too little is known.
fn hnsw<'n>(
    call: &'n Call,
    table: ObjectName,
    concurrently: Option<Span>,
    names: &mut Names<'n>,
) -> Option<Action> {
    let method = match call.name() {
        "HnswIndex" => "hnsw",
        "IvfflatIndex" => "ivfflat",
        _ => return None,
    };
    if call.is_open() {
        return None;
    }
    let mut it = index(table);
    it.name = call.named.get("name").map(|it| name(it, names));
    it.method = Some(word(method, &call.callee.span));
    it.concurrently = concurrently;
    it.include = call.named.entry("include").map(super::entry_span);
    it.predicate = call.named.get("condition").map(|it| super::condition(it, names));
    for parameter_name in ["m", "ef_construction", "lists"] {
        let Some(entry) = call.named.entry(parameter_name) else { continue };
        if !matches!(entry.value.kind, Kind::Null) {
            it.parameters.push(parameter(&entry.key, &entry.key_span, &entry.value, names));
        }
    }
    let classes = match call.named.get("opclasses") {
        Some(it) => names.resolve(it).list()?,
        None => &[],
    };
    if let Some(fields) = call.named.get("fields") {
        for (n, field) in names.resolve(fields).list()?.iter().enumerate() {
            let column = name(field, names);
            let class = classes.get(n).map(|it| lower(it, names));
            it.keys.push(column_key(&column, class));
        }
    }
    for expression in &call.arguments {
        it.keys.push(expression_key(expression, names)?);
    }
    Some(create_index(it))
}

/// `OpClass(Cast("embedding", HalfVectorField(dimensions=3)), name="halfvec_l2_ops")`
fn expression_key<'n>(node: &'n Node, names: &mut Names<'n>) -> Option<Key> {
    let call = names.resolve(node).call()?;
    if call.name() != "OpClass" {
        return None;
    }
    let class = lower(call.argument(1, "name")?, names);
    let cast = names.resolve(call.arguments.first()?);
    let inner = cast.call()?;
    let operand = match inner.name() {
        "Cast" => {
            let column = Operand::Column(None, name(inner.arguments.first()?, names).value);
            let kind =
                vector_column(word("", &cast.span), inner.argument(1, "output_field")?, names)?;
            Operand::Cast(Box::new(column), kind.type_name, kind.dimensions)
        }
        "F" => Operand::Column(None, name(inner.arguments.first()?, names).value),
        _ => return None,
    };
    Some(Key {
        text: operand.to_string(),
        operand,
        class: Some(plain(class)),
        order: None,
        span: cast.span.clone(),
    })
}

/// A model: its fields, and the indexes of its `Meta`.
pub(super) fn class<'n>(reader: &mut Reader<'n>, class: &'n Class) {
    let meta = class.body.iter().find_map(|it| match &it.kind {
        Kind::Class(it) if it.name == "Meta" => Some(it),
        _ => None,
    });
    let is_model = class.bases.iter().any(|it| it.ends_with("Model"));
    if !is_model || reader.host.kind.is_migration() {
        return;
    }
    let mut columns = vec![];
    for node in &class.body {
        if let Kind::Assign(target, value) = &node.kind {
            let title: Name = word(target.last_name(), &target.span);
            columns.extend(vector_column(title, value, &mut reader.names));
        }
    }
    let span = class.body.first().map_or(0..0, |it| it.span.clone());
    let assigned = |name: &str| {
        meta.iter().flat_map(|it| &it.body).find_map(|it| match &it.kind {
            Kind::Assign(target, value) if target.last_name() == name => Some(&**value),
            _ => None,
        })
    };
    let table = match assigned("db_table") {
        Some(it) => plain(name(it, &mut reader.names)),
        None => default_table(reader.path, &class.name.to_lowercase(), &span),
    };
    let old = reader.out.turn(Way::Declared, Wrap::Unknown);
    reader.out.event(&span, Action::DropTable(vec![table.clone()]));
    reader.out.event(&span, create_table(table.clone(), columns));
    let mut open: Vec<&'n Node> = assigned("indexes").into_iter().collect();
    while let Some(node) = open.pop() {
        let found = node.call().and_then(|it| hnsw(it, table.clone(), None, &mut reader.names));
        match found {
            Some(it) => reader.out.event(&node.span, it),
            None => open.extend(node.children().into_iter().rev()),
        }
    }
    reader.out.turn_back(old);
}
