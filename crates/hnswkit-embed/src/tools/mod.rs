//! The index builders, one file a family, and what they share: from calls to what they stand for.

mod alembic;
mod django;
mod drizzle;
mod knex;
mod kysely;
mod node_pg_migrate;
mod rails;
mod sequelize;
mod typeorm;

use hnswkit_core::{
    lint::{
        Action, Column, Condition, HOLE, IndexCreation, IndexDrop, Key, Operand, TableCreation,
    },
    parse::{Name, ObjectName, Parameter, Span, Value, ValueKind},
};

use crate::{
    holes::{self, Extent, Filled},
    language::Language,
    names::Names,
    node::{Call, Class, Kind, Node},
    reader::Reader,
};

/// Takes note of what the call builds; gives whether its parts were read too.
pub(crate) fn call<'n>(reader: &mut Reader<'n>, node: &'n Node, call: &'n Call) -> bool {
    match reader.language {
        Language::Python => alembic::call(reader, node, call) || django::call(reader, node, call),
        Language::Ruby => rails::call(reader, node, call),
        Language::Script => {
            drizzle::call(reader, node, call)
                || kysely::call(reader, node, call)
                || node_pg_migrate::call(reader, node, call)
                || sequelize::call(reader, node, call)
                || typeorm::call(reader, node, call)
                || knex::call(reader, node, call)
        }
    }
}

/// Takes note of what the class declares.
pub(crate) fn class<'n>(reader: &mut Reader<'n>, class: &'n Class) {
    match reader.language {
        Language::Python => {
            alembic::class(reader, class);
            django::class(reader, class);
        }
        Language::Script => typeorm::class(reader, class),
        Language::Ruby => {}
    }
}

/// The name that the node spells; a word that nobody writes when it is not known.
pub(crate) fn name<'n>(node: &'n Node, names: &mut Names<'n>) -> Name {
    match names.text(node) {
        Some((text, at)) => Name {
            value: holes::fill(text, names, Extent::Part).fragment.text.into_owned(),
            span: text.span(&at.span),
        },
        None => Name { value: names.label(node), span: node.span.clone() },
    }
}

/// A name that the tools do not quote, so that its case does not matter.
pub(crate) fn lower<'n>(node: &'n Node, names: &mut Names<'n>) -> Name {
    let it = name(node, names);
    Name { value: it.value.to_lowercase(), span: it.span }
}

/// A name that stands for something at that place.
pub(crate) fn word(value: impl Into<String>, span: &Span) -> Name {
    Name { value: value.into(), span: span.clone() }
}

/// An object without schema.
pub(crate) fn plain(name: Name) -> ObjectName {
    ObjectName { qualifiers: vec![], name }
}

/// The object of that name, in the schema when one is given.
pub(crate) fn object<'n>(
    node: &'n Node,
    schema: Option<&'n Node>,
    names: &mut Names<'n>,
) -> ObjectName {
    let schema = schema.filter(|it| !matches!(it.kind, Kind::Null));
    ObjectName {
        qualifiers: schema.map(|it| name(it, names)).into_iter().collect(),
        name: name(node, names),
    }
}

/// An object whose name may have its schema before a dot, as tools of JavaScript and Ruby take it.
pub(crate) fn dotted<'n>(node: &'n Node, names: &mut Names<'n>) -> ObjectName {
    let whole = name(node, names);
    match whole.value.rsplit_once('.') {
        Some((schema, last)) => ObjectName {
            qualifiers: vec![word(schema, &whole.span)],
            name: word(last, &whole.span),
        },
        None => plain(whole),
    }
}

/// The value of a parameter, which the tools write as it is.
pub(crate) fn value<'n>(node: &'n Node, names: &mut Names<'n>) -> Value {
    let found = names.resolve(node);
    let (text, span) = match &found.kind {
        Kind::Number(it) => (it.clone(), found.span.clone()),
        Kind::Bool(it) => (it.to_string(), found.span.clone()),
        _ => {
            let it = name(found, names);
            (it.value, it.span)
        }
    };
    let is_number = text.trim().parse::<f64>().is_ok();
    let kind = if is_number { ValueKind::Number } else { ValueKind::Word };
    Value { text, kind, span }
}

/// The parameters of an index; nothing when they are not all known.
pub(crate) fn parameters<'n>(
    node: Option<&'n Node>,
    names: &mut Names<'n>,
) -> Option<Vec<Parameter>> {
    let Some(node) = node.filter(|it| !matches!(it.kind, Kind::Null)) else { return Some(vec![]) };
    let map = names.map(node).filter(|it| !it.open)?;
    Some(map.entries.iter().map(|it| parameter(&it.key, &it.key_span, &it.value, names)).collect())
}

/// One parameter of an index.
pub(crate) fn parameter<'n>(
    key: &str,
    key_span: &Span,
    node: &'n Node,
    names: &mut Names<'n>,
) -> Parameter {
    let value = value(node, names);
    let end = value.span.end.max(key_span.end);
    Parameter {
        namespace: None,
        name: word(key.to_lowercase(), key_span),
        span: key_span.start.min(value.span.start)..end,
        value: Some(value),
    }
}

/// A column as a key of an index.
pub(crate) fn column_key(column: &Name, class: Option<Name>) -> Key {
    Key {
        operand: Operand::Column(None, column.value.clone()),
        text: column.value.clone(),
        class: class.map(plain),
        order: None,
        span: column.span.clone(),
    }
}

/// A key that SQL spells, with its operator class behind it; nothing when it is not known.
pub(crate) fn sql_key<'n>(node: &'n Node, names: &mut Names<'n>) -> Option<Key> {
    let (text, at) = names.text(node)?;
    let Filled { fragment, is_known } = holes::fill(text, names, Extent::Part);
    let sql = fragment.text.trim();
    if !is_known && sql.contains(HOLE) {
        return None;
    }
    let (expression, class) = match sql.rsplit_once([' ', '\n', ')']) {
        Some((_, class)) if class.ends_with("_ops") => {
            (sql.get(..sql.len() - class.len()).unwrap_or_default(), Some(class))
        }
        _ => (sql, None),
    };
    let class = class.map(|it| {
        let start = fragment.text.rfind(it).unwrap_or_default();
        plain(word(it, &fragment.map.span(start..start + it.len()).0))
    });
    Some(Key {
        operand: Operand::read(expression.trim()),
        text: expression.trim().to_owned(),
        class,
        order: None,
        span: text.span(&at.span),
    })
}

/// The condition of a partial index; one that nobody can read here implies nothing.
pub(crate) fn condition<'n>(node: &'n Node, names: &mut Names<'n>) -> Condition {
    let inner = node.call().and_then(|it| it.arguments.first()).unwrap_or(node);
    match names.text(inner) {
        Some((text, _)) => Condition::read(&holes::fill(text, names, Extent::Part).fragment.text),
        None => Condition { parts: vec![names.label(node)], columns: vec![] },
    }
}

/// An index of which nothing but its table is known yet.
pub(crate) fn index(table: ObjectName) -> IndexCreation {
    IndexCreation {
        unique: None,
        name: None,
        table,
        method: None,
        keys: vec![],
        include: None,
        parameters: vec![],
        predicate: None,
        concurrently: None,
        if_not_exists: None,
        only: false,
        insert_concurrently: None,
    }
}

/// The statement that creates it.
pub(crate) fn create_index(index: IndexCreation) -> Action {
    Action::CreateIndex(Box::new(index))
}

/// The statement that drops an index.
pub(crate) fn drop_index(name: ObjectName, concurrently: Option<Span>, if_exists: bool) -> Action {
    Action::DropIndex(IndexDrop {
        names: vec![name],
        concurrently,
        if_exists,
        cascade: None,
        insert_concurrently: None,
        generated: None,
    })
}

/// The statement that creates a table; columns of other types are left out.
pub(crate) fn create_table(name: ObjectName, columns: Vec<Column>) -> Action {
    Action::CreateTable(TableCreation {
        name,
        columns,
        if_not_exists: false,
        temporary: false,
        partitioned: false,
        like: None,
        filled: false,
        complete: false,
    })
}

/// Where the option stands, when it is on.
pub(crate) fn flag(call: &Call, name: &str) -> Option<Span> {
    call.option_entry(name).filter(|it| it.value.is_true()).map(entry_span)
}

/// Where a name with its value stands.
pub(crate) fn entry_span(it: &crate::node::Entry) -> Span {
    it.key_span.start.min(it.value.span.start)..it.value.span.end.max(it.key_span.end)
}

/// The type of pgvector that the name of a builder means.
pub(crate) fn type_name(builder: &str) -> Option<&'static str> {
    match builder {
        "Vector" | "VECTOR" | "VectorField" | "vector" => Some("vector"),
        "HALFVEC" | "HalfVector" | "HalfVectorField" | "HalfVec" | "halfvec" => Some("halfvec"),
        "SPARSEVEC" | "SparseVector" | "SparseVectorField" | "SparseVec" | "sparsevec" => {
            Some("sparsevec")
        }
        "BIT" | "BitField" | "bit" => Some("bit"),
        _ => None,
    }
}

/// A column with the type of pgvector that the node builds; nothing for others, and when the
/// dimensions are not known here.
pub(crate) fn vector_column<'n>(
    name: Name,
    node: &'n Node,
    names: &mut Names<'n>,
) -> Option<Column> {
    let node = names.resolve(node);
    if let Some(value) = names.value(node) {
        return spelled_column(name, &value, &node.span);
    }
    let (builder, dimensions) = match &node.kind {
        Kind::Call(call) => {
            let named = ["dim", "dimensions", "length"].iter().find_map(|it| call.option(it));
            let first = call.arguments.first().filter(|it| it.map().is_none());
            (call.name(), named.or(first))
        }
        _ => (node.last_name(), None),
    };
    let type_name = type_name(builder)?;
    let dimensions = match dimensions.map(|it| &names.resolve(it).kind) {
        None | Some(Kind::Null) => None,
        Some(Kind::Number(it)) => Some(it.parse().ok()?),
        Some(_) => return None,
    };
    Some(Column { name, type_name: type_name.to_owned(), dimensions, type_span: node.span.clone() })
}

/// A column whose type is spelled as in SQL: `vector(3)`.
pub(crate) fn spelled_column(name: Name, spelled: &str, span: &Span) -> Option<Column> {
    let spelled = spelled.trim().to_lowercase();
    let (word, rest) = spelled.split_once('(').unwrap_or((&spelled, ""));
    let word = word.trim().rsplit('.').next().unwrap_or_default();
    let type_name = type_name(word)?;
    let dimensions = match rest.trim_end_matches(')').trim() {
        "" => None,
        it => Some(it.parse().ok()?),
    };
    Some(Column { name, type_name: type_name.to_owned(), dimensions, type_span: span.clone() })
}
