//! Programs of Ruby in the one shape.

use tree_sitter::Node as Tree;

use crate::{
    escape,
    language::{Lowering, concatenation, inner, named},
    node::{Call, Class, Entry, Function, Kind, Map, Node},
    text::{Part, Text},
};

/// Methods of strings that leave them the SQL that they are.
const SAME: &[&str] = &["freeze", "squish", "strip", "strip_heredoc", "chomp", "dup", "to_s"];

/// A node of the grammar in our shape.
pub(crate) fn node(it: &Lowering<'_>, tree: Tree<'_>) -> Node {
    let kind = match tree.kind() {
        "string" | "bare_string" | "bare_symbol" | "delimited_symbol" => {
            Kind::Text(string(it, tree))
        }
        "heredoc_beginning" => Kind::Text(heredoc(it, tree)),
        // Where it begins says what becomes of it.
        "heredoc_body" => Kind::Group(vec![]),
        "chained_string" => return concatenation(tree.byte_range(), it.children(tree)),
        "simple_symbol" => Kind::Text(Text::plain(inner(&tree.byte_range(), 1, 0))),
        "integer" | "float" => Kind::Number(it.spelled(tree).replace('_', "")),
        "unary" if it.spelled_field(tree, "operator") == "-" => match it.field(tree, "operand") {
            Some(Node { kind: Kind::Number(number), .. }) => Kind::Number(format!("-{number}")),
            _ => return it.group(tree),
        },
        "true" => Kind::Bool(true),
        "false" => Kind::Bool(false),
        "nil" => Kind::Null,
        "identifier" | "constant" | "self" | "instance_variable" => {
            Kind::Name(it.spelled(tree).to_owned())
        }
        "scope_resolution" => match it.field(tree, "scope") {
            Some(scope) => Kind::Member(Box::new(scope), it.spelled_field(tree, "name").to_owned()),
            None => Kind::Name(it.spelled_field(tree, "name").to_owned()),
        },
        "call" => return call(it, tree),
        "binary" => return it.binary(tree),
        "array" | "string_array" | "symbol_array" => Kind::List(it.children(tree)),
        "hash" => Kind::Map(map(it, &named(tree)).0),
        "method" | "singleton_method" => Kind::Function(Box::new(Function {
            name: it.spelled_field(tree, "name").to_owned(),
            parameters: parameters(it, tree),
            body: it.body(tree, "body"),
        })),
        "class" => Kind::Class(Box::new(Class {
            name: it.spelled_field(tree, "name").to_owned(),
            bases: vec![it.spelled_field(tree, "superclass").to_owned()],
            decorators: vec![],
            body: it.body(tree, "body"),
        })),
        "assignment" => match (it.field(tree, "left"), it.field(tree, "right")) {
            (Some(left), Some(right)) => Kind::Assign(Box::new(left), Box::new(right)),
            _ => return it.group(tree),
        },
        "return" => match it.children(tree).into_iter().next() {
            Some(value) => Kind::Return(Box::new(value)),
            None => Kind::Group(vec![]),
        },
        "method_parameters" | "block_parameters" => Kind::Group(vec![]),
        _ => return it.group(tree),
    };
    Node::new(tree.byte_range(), kind)
}

fn string(it: &Lowering<'_>, tree: Tree<'_>) -> Text {
    let mut text = Text::default();
    for part in named(tree) {
        push(it, part, &mut text);
    }
    text
}

fn push(it: &Lowering<'_>, part: Tree<'_>, text: &mut Text) {
    let span = part.byte_range();
    match part.kind() {
        "escape_sequence" => {
            text.parts.push(Part::Escape(span, escape::value(it.spelled(part))));
        }
        "interpolation" => text.parts.push(Part::Hole(span, Box::new(it.group(part)))),
        "string_content" | "heredoc_content" => text.parts.push(Part::Plain(span)),
        _ => {}
    }
}

/// The text of a heredoc, which stands behind the line on which it begins.
fn heredoc(it: &Lowering<'_>, tree: Tree<'_>) -> Text {
    let Some(body) = it.heredocs.get(&tree.start_byte()) else { return Text::default() };
    let mut text = Text::default();
    let mut end = body.end_byte();
    for part in named(*body) {
        if part.kind() == "heredoc_end" {
            end = part.start_byte();
        }
        push(it, part, &mut text);
    }
    let spelled = it.program.get(body.start_byte()..end).unwrap_or_default();
    let indent = match it.spelled(tree).starts_with("<<~") {
        true => indent(spelled),
        false => 0,
    };
    // The body begins with the end of the line before it, and ends with what is before its mark.
    let last = spelled.rfind('\n').map_or(end, |it| body.start_byte() + it + 1);
    Text { parts: dedent(it.program, text.parts, indent, last), ..text }
}

/// The blanks before the line that has the fewest.
fn indent(text: &str) -> usize {
    let lines = text.lines().skip(1).filter(|it| !it.trim().is_empty());
    lines.map(|it| it.len() - it.trim_start().len()).min().unwrap_or(0)
}

/// The parts without so many blanks before each line, up to `end`.
fn dedent(program: &str, parts: Vec<Part>, indent: usize, end: usize) -> Vec<Part> {
    let mut dedented = vec![];
    for part in parts {
        let Part::Plain(span) = part else {
            dedented.push(part);
            continue;
        };
        let text = program.get(span.clone()).unwrap_or_default();
        let mut at = span.start;
        for line in text.split_inclusive('\n') {
            let begins = program.get(..at).is_some_and(|it| it.ends_with('\n'));
            let blanks = line.len() - line.trim_start_matches([' ', '\t']).len();
            let from = at + if begins { blanks.min(indent) } else { 0 };
            at += line.len();
            if from < at.min(end) {
                dedented.push(Part::Plain(from..at.min(end)));
            }
        }
    }
    dedented
}

fn call(it: &Lowering<'_>, tree: Tree<'_>) -> Node {
    let name = it.spelled_field(tree, "method");
    let receiver = it.field(tree, "receiver");
    if let Some(Node { kind: Kind::Text(_), .. }) = &receiver
        && SAME.contains(&name)
        && let Some(text) = receiver
    {
        return text;
    }
    let callee = match receiver {
        Some(it) => Kind::Member(Box::new(it), name.to_owned()),
        None => Kind::Name(name.to_owned()),
    };
    let start = tree.start_byte();
    let end = tree.child_by_field_name("method").map_or(start, |it| it.end_byte());
    let list = tree.child_by_field_name("arguments").map(named).unwrap_or_default();
    let (map, arguments) = map(it, &list);
    let block = tree.child_by_field_name("block").map(|block| Function {
        name: String::new(),
        parameters: parameters(it, block),
        body: it.body(block, "body"),
    });
    let callee = Node::new(start..end, callee);
    let call = Call { callee, arguments, named: map, block };
    Node::new(tree.byte_range(), Kind::Call(Box::new(call)))
}

/// The pairs as a map, and the rest.
fn map(it: &Lowering<'_>, parts: &[Tree<'_>]) -> (Map, Vec<Node>) {
    let mut map = Map::default();
    let mut rest = vec![];
    for part in parts {
        match part.kind() {
            "pair" => match entry(it, *part) {
                Some(entry) => map.entries.push(entry),
                None => map.open = true,
            },
            "hash_splat_argument" => map.open = true,
            _ => rest.push(it.node(*part)),
        }
    }
    (map, rest)
}

fn entry(it: &Lowering<'_>, tree: Tree<'_>) -> Option<Entry> {
    let key = tree.child_by_field_name("key")?;
    let (name, key_span) = match key.kind() {
        "hash_key_symbol" => (it.spelled(key).to_owned(), key.byte_range()),
        "simple_symbol" => (it.spelled(key).get(1..)?.to_owned(), inner(&key.byte_range(), 1, 0)),
        "string" => {
            let text = string(it, key);
            (text.value(it.program)?, text.span(&key.byte_range()))
        }
        _ => return None,
    };
    let value = match it.field(tree, "value") {
        Some(value) => value,
        // `name:` is short for `name: name`.
        None => Node::new(key_span.clone(), Kind::Name(name.clone())),
    };
    Some(Entry { key: name, key_span, value })
}

fn parameters(it: &Lowering<'_>, tree: Tree<'_>) -> Vec<String> {
    let list = tree.child_by_field_name("parameters").map(named).unwrap_or_default();
    list.into_iter().map(|part| it.spelled(part).to_owned()).collect()
}
