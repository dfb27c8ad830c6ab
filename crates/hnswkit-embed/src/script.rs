//! Programs of TypeScript and JavaScript in the one shape.

use tree_sitter::Node as Tree;

use crate::{
    escape,
    language::{Lowering, named},
    node::{Call, Class, Entry, Function, Kind, Map, Node},
    text::{Part, Text},
};

/// A node of the grammar in our shape.
pub(crate) fn node(it: &Lowering<'_>, tree: Tree<'_>) -> Node {
    let kind = match tree.kind() {
        "string" | "template_string" => Kind::Text(string(it, tree)),
        "number" => Kind::Number(it.spelled(tree).replace('_', "")),
        "unary_expression" => {
            match (it.spelled_field(tree, "operator"), it.field(tree, "argument")) {
                ("-", Some(Node { kind: Kind::Number(number), .. })) => {
                    Kind::Number(format!("-{number}"))
                }
                ("!", Some(Node { kind: Kind::Number(number), .. })) => Kind::Bool(number == "0"),
                _ => return it.group(tree),
            }
        }
        "true" => Kind::Bool(true),
        "false" => Kind::Bool(false),
        "null" | "undefined" => Kind::Null,
        "identifier" | "this" | "type_identifier" => Kind::Name(it.spelled(tree).to_owned()),
        "member_expression" => match it.field(tree, "object") {
            Some(object) => {
                Kind::Member(Box::new(object), it.spelled_field(tree, "property").to_owned())
            }
            None => return it.group(tree),
        },
        "call_expression" | "new_expression" => return call(it, tree),
        "binary_expression" if it.spelled_field(tree, "operator") == "+" => {
            return it.sum(tree, "binary_expression").unwrap_or_else(|| it.group(tree));
        }
        "array" => Kind::List(it.children(tree)),
        "object" => Kind::Map(map(it, tree)),
        "as_expression" | "satisfies_expression" | "non_null_expression" => {
            return match named(tree).first() {
                Some(first) => it.node(*first),
                None => it.group(tree),
            };
        }
        "function_declaration"
        | "generator_function_declaration"
        | "function_expression"
        | "method_definition"
        | "arrow_function" => Kind::Function(Box::new(function(it, tree))),
        "class_declaration" | "abstract_class_declaration" | "class" => {
            Kind::Class(Box::new(class(it, tree)))
        }
        "export_statement" => return export(it, tree),
        "variable_declarator" => return bind(it, tree, "name", "value"),
        "public_field_definition" => return field(it, tree),
        "assignment_expression" => return bind(it, tree, "left", "right"),
        "for_in_statement" => match it.field(tree, "right") {
            Some(list) => Kind::For(
                it.spelled_field(tree, "left").to_owned(),
                Box::new(list),
                it.field(tree, "body").into_iter().collect(),
            ),
            None => return it.group(tree),
        },
        "return_statement" => match it.children(tree).into_iter().next() {
            Some(value) => Kind::Return(Box::new(value)),
            None => Kind::Group(vec![]),
        },
        "import_statement" => match it.field(tree, "source") {
            Some(source) => Kind::Import(value(it, &source)),
            None => Kind::Group(vec![]),
        },
        "type_annotation"
        | "type_arguments"
        | "interface_declaration"
        | "type_alias_declaration" => Kind::Group(vec![]),
        _ => return it.group(tree),
    };
    Node::new(tree.byte_range(), kind)
}

fn value(it: &Lowering<'_>, node: &Node) -> String {
    node.text().and_then(|text| text.value(it.program)).unwrap_or_default()
}

fn string(it: &Lowering<'_>, tree: Tree<'_>) -> Text {
    let mut text = Text::default();
    for part in named(tree) {
        let span = part.byte_range();
        text.parts.push(match part.kind() {
            "string_fragment" => Part::Plain(span),
            "escape_sequence" => Part::Escape(span, escape::value(it.spelled(part))),
            "template_substitution" => Part::Hole(span, Box::new(it.group(part))),
            _ => continue,
        });
    }
    text
}

fn call(it: &Lowering<'_>, tree: Tree<'_>) -> Node {
    let callee = it.field(tree, "function").or_else(|| it.field(tree, "constructor"));
    let Some(callee) = callee else { return it.group(tree) };
    let mut call = Call { callee, arguments: vec![], named: Map::default(), block: None };
    let list = tree.child_by_field_name("arguments");
    if let Some(list) = list.filter(|it| it.kind() == "template_string") {
        let text = Text { tagged: true, ..string(it, list) };
        call.arguments.push(Node::new(list.byte_range(), Kind::Text(text)));
        return Node::new(tree.byte_range(), Kind::Call(Box::new(call)));
    }
    if callee_is_require(&call)
        && let Some(module) =
            list.map(|list| it.children(list)).and_then(|it| it.into_iter().next())
    {
        return Node::new(tree.byte_range(), Kind::Import(value(it, &module)));
    }
    for part in list.map(named).unwrap_or_default() {
        match it.node(part) {
            Node { kind: Kind::Function(function), .. } if call.block.is_none() => {
                call.block = Some(*function);
            }
            _ if part.kind() == "spread_element" => call.named.open = true,
            node => call.arguments.push(node),
        }
    }
    Node::new(tree.byte_range(), Kind::Call(Box::new(call)))
}

fn callee_is_require(call: &Call) -> bool {
    matches!(&call.callee.kind, Kind::Name(it) if it == "require")
}

fn map(it: &Lowering<'_>, tree: Tree<'_>) -> Map {
    let mut map = Map::default();
    for part in named(tree) {
        let entry = match part.kind() {
            "pair" => part.child_by_field_name("key").and_then(|key| {
                let value = it.field(part, "value")?;
                let (name, key_span) = key_of(it, key)?;
                Some(Entry { value: call_it(value, &name), key: name, key_span })
            }),
            "method_definition" => {
                let function = function(it, part);
                Some(Entry {
                    key: function.name.clone(),
                    key_span: part.byte_range(),
                    value: Node::new(part.byte_range(), Kind::Function(Box::new(function))),
                })
            }
            "shorthand_property_identifier" => Some(Entry {
                key: it.spelled(part).to_owned(),
                key_span: part.byte_range(),
                value: Node::new(part.byte_range(), Kind::Name(it.spelled(part).to_owned())),
            }),
            _ => None,
        };
        match entry {
            Some(entry) => map.entries.push(entry),
            None => map.open = true,
        }
    }
    map
}

fn key_of(it: &Lowering<'_>, key: Tree<'_>) -> Option<(String, hnswkit_core::parse::Span)> {
    match key.kind() {
        "property_identifier" | "number" => Some((it.spelled(key).to_owned(), key.byte_range())),
        "string" => {
            let text = string(it, key);
            Some((text.value(it.program)?, text.span(&key.byte_range())))
        }
        _ => None,
    }
}

/// Gives a function the name that it is bound to.
fn call_it(mut node: Node, name: &str) -> Node {
    if let Kind::Function(it) = &mut node.kind
        && it.name.is_empty()
    {
        it.name = name.to_owned();
    }
    node
}

fn function(it: &Lowering<'_>, tree: Tree<'_>) -> Function {
    let list = tree.child_by_field_name("parameters").map(named).unwrap_or_default();
    let mut parameters: Vec<String> = list
        .into_iter()
        .map(|part| it.spelled(part.child_by_field_name("pattern").unwrap_or(part)).to_owned())
        .collect();
    if let Some(only) = tree.child_by_field_name("parameter") {
        parameters.push(it.spelled(only).to_owned());
    }
    let body = tree.child_by_field_name("body");
    Function {
        name: it.spelled_field(tree, "name").to_owned(),
        parameters,
        body: match body {
            Some(block) if block.kind() == "statement_block" => it.children(block),
            Some(value) => {
                let value = it.node(value);
                vec![Node::new(value.span.clone(), Kind::Return(Box::new(value)))]
            }
            None => vec![],
        },
    }
}

fn class(it: &Lowering<'_>, tree: Tree<'_>) -> Class {
    let heritage = named(tree).into_iter().filter(|it| it.kind() == "class_heritage");
    let decorators = named(tree).into_iter().filter(|it| it.kind() == "decorator");
    Class {
        name: it.spelled_field(tree, "name").to_owned(),
        bases: heritage.map(|part| it.spelled(part).to_owned()).collect(),
        decorators: decorators.map(|part| it.node(part)).collect(),
        body: it.body(tree, "body"),
    }
}

/// Decorators of an exported class stand before `export`.
fn export(it: &Lowering<'_>, tree: Tree<'_>) -> Node {
    let Some(Node { kind: Kind::Class(mut class), span }) = it.field(tree, "declaration") else {
        return it.group(tree);
    };
    let decorators = named(tree).into_iter().filter(|it| it.kind() == "decorator");
    class.decorators.extend(decorators.map(|part| it.node(part)));
    Node::new(span, Kind::Class(class))
}

/// A field of a class, with its decorators before it.
fn field(it: &Lowering<'_>, tree: Tree<'_>) -> Node {
    let decorators = named(tree).into_iter().filter(|it| it.kind() == "decorator");
    let mut parts: Vec<Node> = decorators.map(|part| it.node(part)).collect();
    let name = tree
        .child_by_field_name("name")
        .map(|name| Node::new(name.byte_range(), Kind::Name(it.spelled(name).to_owned())));
    match (name, it.field(tree, "value")) {
        (Some(name), Some(value)) => {
            let value = call_it(value, name.last_name());
            let assign = Kind::Assign(Box::new(name), Box::new(value));
            if parts.is_empty() {
                return Node::new(tree.byte_range(), assign);
            }
            parts.push(Node::new(tree.byte_range(), assign));
        }
        (Some(name), None) => parts.push(name),
        _ => {}
    }
    Node::new(tree.byte_range(), Kind::Group(parts))
}

fn bind(it: &Lowering<'_>, tree: Tree<'_>, name: &str, value: &str) -> Node {
    let (Some(name), Some(value)) = (it.field(tree, name), it.field(tree, value)) else {
        return it.group(tree);
    };
    let value = call_it(value, name.last_name());
    Node::new(tree.byte_range(), Kind::Assign(Box::new(name), Box::new(value)))
}
