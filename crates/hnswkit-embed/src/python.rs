//! Programs of Python in the one shape.

use tree_sitter::Node as Tree;

use crate::{
    escape,
    language::{Lowering, concatenation, named},
    node::{Call, Class, Entry, Function, Kind, Map, Node},
    text::{Part, Style, Text},
};

/// A node of the grammar in our shape.
pub(crate) fn node(it: &Lowering<'_>, tree: Tree<'_>) -> Node {
    let kind = match tree.kind() {
        "string" => Kind::Text(string(it, tree)),
        "concatenated_string" => return concatenation(tree.byte_range(), it.children(tree)),
        "integer" | "float" => Kind::Number(it.spelled(tree).replace('_', "")),
        "unary_operator" if it.spelled_field(tree, "operator") == "-" => {
            match it.field(tree, "argument") {
                Some(Node { kind: Kind::Number(number), .. }) => Kind::Number(format!("-{number}")),
                _ => return it.group(tree),
            }
        }
        "true" => Kind::Bool(true),
        "false" => Kind::Bool(false),
        "none" => Kind::Null,
        "identifier" => Kind::Name(it.spelled(tree).to_owned()),
        "attribute" => match it.field(tree, "object") {
            Some(object) => {
                Kind::Member(Box::new(object), it.spelled_field(tree, "attribute").to_owned())
            }
            None => return it.group(tree),
        },
        "call" => return call(it, tree),
        "binary_operator" => return it.binary(tree),
        "list" | "tuple" | "set" => Kind::List(it.children(tree)),
        "dictionary" => Kind::Map(map(it, tree)),
        "function_definition" => Kind::Function(Box::new(function(it, tree))),
        "class_definition" => Kind::Class(Box::new(Class {
            name: it.spelled_field(tree, "name").to_owned(),
            bases: tree
                .child_by_field_name("superclasses")
                .map(|list| named(list).into_iter().map(|base| it.spelled(base).to_owned()))
                .map(Iterator::collect)
                .unwrap_or_default(),
            decorators: vec![],
            body: it.body(tree, "body"),
        })),
        "assignment" => match (it.field(tree, "left"), it.field(tree, "right")) {
            (Some(left), Some(right)) => Kind::Assign(Box::new(left), Box::new(right)),
            _ => return it.group(tree),
        },
        "with_statement" => with(it, tree),
        "for_statement" => match it.field(tree, "right") {
            Some(list) => Kind::For(
                it.spelled_field(tree, "left").to_owned(),
                Box::new(list),
                it.body(tree, "body"),
            ),
            None => return it.group(tree),
        },
        "return_statement" => match it.children(tree).into_iter().next() {
            Some(value) => Kind::Return(Box::new(value)),
            None => Kind::Group(vec![]),
        },
        "import_statement" | "import_from_statement" => {
            let module = tree.child_by_field_name("module_name");
            let module = module.or_else(|| tree.child_by_field_name("name"));
            Kind::Import(module.map(|part| it.spelled(part).to_owned()).unwrap_or_default())
        }
        "type" | "parameters" => Kind::Group(vec![]),
        _ => return it.group(tree),
    };
    Node::new(tree.byte_range(), kind)
}

fn string(it: &Lowering<'_>, tree: Tree<'_>) -> Text {
    let mut text = Text::default();
    for part in named(tree) {
        match part.kind() {
            "string_content" => {
                let mut from = part.start_byte();
                for escape in named(part) {
                    plain(&mut text, from, escape.start_byte());
                    from = escape.end_byte();
                    let spelled = it.spelled(escape);
                    let value = match escape.kind() {
                        "escape_interpolation" => spelled.get(..1).unwrap_or_default().to_owned(),
                        _ => escape::value(spelled),
                    };
                    text.parts.push(Part::Escape(escape.byte_range(), value));
                }
                plain(&mut text, from, part.end_byte());
            }
            "interpolation" => {
                let value = it.field(part, "expression").unwrap_or_else(|| it.group(part));
                text.parts.push(Part::Hole(part.byte_range(), Box::new(value)));
            }
            _ => {}
        }
    }
    text
}

fn plain(text: &mut Text, from: usize, to: usize) {
    if from < to {
        text.parts.push(Part::Plain(from..to));
    }
}

fn call(it: &Lowering<'_>, tree: Tree<'_>) -> Node {
    let Some(callee) = it.field(tree, "function") else { return it.group(tree) };
    let mut arguments = vec![];
    let mut named_arguments = Map::default();
    for part in tree.child_by_field_name("arguments").map(named).unwrap_or_default() {
        match part.kind() {
            "keyword_argument" => named_arguments.entries.extend(entry(it, part, "name")),
            "dictionary_splat" => named_arguments.open = true,
            _ => arguments.push(it.node(part)),
        }
    }
    // `"…".format(…)` is the string with what is filled in.
    if let Kind::Member(object, name) = &callee.kind
        && name == "format"
        && let Kind::Text(text) = &object.kind
    {
        let text = text.formatted(it.program, Style::Braces, &arguments);
        return Node::new(tree.byte_range(), Kind::Text(text));
    }
    let call = Call { callee, arguments, named: named_arguments, block: None };
    Node::new(tree.byte_range(), Kind::Call(Box::new(call)))
}

fn map(it: &Lowering<'_>, tree: Tree<'_>) -> Map {
    let mut map = Map::default();
    for part in named(tree) {
        match part.kind() {
            "pair" => match entry(it, part, "key") {
                Some(entry) => map.entries.push(entry),
                None => map.open = true,
            },
            _ => map.open = true,
        }
    }
    map
}

/// `name=value` or `"name": value`.
fn entry(it: &Lowering<'_>, tree: Tree<'_>, key: &str) -> Option<Entry> {
    let key = tree.child_by_field_name(key)?;
    let value = it.field(tree, "value")?;
    let (key, key_span) = match key.kind() {
        "string" => {
            let text = string(it, key);
            (text.value(it.program)?, text.span(&key.byte_range()))
        }
        "identifier" => (it.spelled(key).to_owned(), key.byte_range()),
        _ => return None,
    };
    Some(Entry { key, key_span, value })
}

fn function(it: &Lowering<'_>, tree: Tree<'_>) -> Function {
    let parameters = tree.child_by_field_name("parameters").map(named).unwrap_or_default();
    let name = |part: Tree<'_>| {
        let text = it.spelled(part);
        let end = text.find([':', '=']).unwrap_or(text.len());
        text.get(..end).unwrap_or_default().trim().to_owned()
    };
    Function {
        name: it.spelled_field(tree, "name").to_owned(),
        parameters: parameters.into_iter().map(name).collect(),
        body: it.body(tree, "body"),
    }
}

fn with(it: &Lowering<'_>, tree: Tree<'_>) -> Kind {
    let mut items = vec![];
    for clause in named(tree).into_iter().filter(|it| it.kind() == "with_clause") {
        for item in named(clause) {
            let value = item.child_by_field_name("value").unwrap_or(item);
            let alias = value.child_by_field_name("alias").map(|it_| it.spelled(it_).to_owned());
            let value = named(value)
                .into_iter()
                .next()
                .filter(|_| value.kind() == "as_pattern")
                .unwrap_or(value);
            items.push((it.node(value), alias));
        }
    }
    Kind::With(items, it.body(tree, "body"))
}
