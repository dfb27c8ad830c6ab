//! The languages that are read: their endings, and how their programs come into one shape.

use std::collections::{BTreeMap, VecDeque};

use hnswkit_core::parse::Span;
use tree_sitter::{Parser, Tree};

use crate::{
    node::{Kind, Node},
    python, ruby, script,
    text::{Part, Style, Text},
};

/// A language that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Language {
    /// Python
    Python,
    /// Ruby
    Ruby,
    /// TypeScript and JavaScript
    Script,
}

/// How deep programs are read. Nobody writes them deeper, and each level takes room on the stack.
const DEPTH: usize = 150;

/// The language of the program at that path.
pub(crate) fn of(path: &str) -> Option<Language> {
    let (_, ending) = path.rsplit_once('.')?;
    match ending.to_ascii_lowercase().as_str() {
        "py" | "pyi" => Some(Language::Python),
        "rb" => Some(Language::Ruby),
        "ts" | "mts" | "cts" | "tsx" | "js" | "mjs" | "cjs" | "jsx" => Some(Language::Script),
        _ => None,
    }
}

/// The tree of the program.
pub(crate) fn parse(program: &str, language: Language) -> Option<Tree> {
    let grammar = match language {
        Language::Python => tree_sitter_python::LANGUAGE,
        Language::Ruby => tree_sitter_ruby::LANGUAGE,
        // It reads JavaScript too, which saves a grammar of its own.
        Language::Script => tree_sitter_typescript::LANGUAGE_TYPESCRIPT,
    };
    let mut parser = Parser::new();
    parser.set_language(&grammar.into()).ok()?;
    parser.parse(program, None)
}

/// The program in one shape.
pub(crate) fn nodes(program: &str, language: Language, tree: &Tree) -> Vec<Node> {
    let lower = match language {
        Language::Python => python::node,
        Language::Ruby => ruby::node,
        Language::Script => script::node,
    };
    let heredocs = match language {
        Language::Ruby => heredocs(tree.root_node()),
        Language::Python | Language::Script => BTreeMap::new(),
    };
    let lowering = Lowering { program, heredocs: &heredocs, lower, depth: DEPTH };
    lowering.children(tree.root_node())
}

/// The bodies of heredocs, by the place where they are announced: both come in the same order.
fn heredocs(root: tree_sitter::Node<'_>) -> BTreeMap<usize, tree_sitter::Node<'_>> {
    let mut announced = VecDeque::new();
    let mut bodies = BTreeMap::new();
    for_each(root, &mut |it| match it.kind() {
        "heredoc_beginning" => announced.push_back(it.start_byte()),
        "heredoc_body" => drop(announced.pop_front().map(|start| bodies.insert(start, it))),
        _ => {}
    });
    bodies
}

/// Calls `seen` for all nodes, in order of their places.
pub(crate) fn for_each<'t>(
    root: tree_sitter::Node<'t>,
    seen: &mut dyn FnMut(tree_sitter::Node<'t>),
) {
    let mut cursor = root.walk();
    loop {
        seen(cursor.node());
        if cursor.goto_first_child() {
            continue;
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() {
                return;
            }
        }
    }
}

/// Takes nodes of a grammar and gives them the one shape.
#[derive(Clone, Copy)]
pub(crate) struct Lowering<'a> {
    pub(crate) program: &'a str,
    /// The bodies of heredocs, by the place where they are announced.
    pub(crate) heredocs: &'a BTreeMap<usize, tree_sitter::Node<'a>>,
    lower: fn(&Lowering<'a>, tree_sitter::Node<'_>) -> Node,
    depth: usize,
}

impl<'a> Lowering<'a> {
    /// The node in our shape.
    pub(crate) fn node(&self, it: tree_sitter::Node<'_>) -> Node {
        match self.depth.checked_sub(1) {
            Some(depth) => (self.lower)(&Self { depth, ..*self }, it),
            None => Node::new(it.byte_range(), Kind::Group(vec![])),
        }
    }

    /// The part of the node that the grammar names so.
    pub(crate) fn field(&self, it: tree_sitter::Node<'_>, name: &str) -> Option<Node> {
        it.child_by_field_name(name).map(|it| self.node(it))
    }

    /// All parts of the node.
    pub(crate) fn children(&self, it: tree_sitter::Node<'_>) -> Vec<Node> {
        named(it).into_iter().map(|it| self.node(it)).collect()
    }

    /// All parts of the part that the grammar names so.
    pub(crate) fn body(&self, it: tree_sitter::Node<'_>, name: &str) -> Vec<Node> {
        it.child_by_field_name(name).map(|it| self.children(it)).unwrap_or_default()
    }

    /// How the node is spelled.
    pub(crate) fn spelled(&self, it: tree_sitter::Node<'_>) -> &'a str {
        self.program.get(it.byte_range()).unwrap_or_default()
    }

    /// How the part is spelled that the grammar names so.
    pub(crate) fn spelled_field(&self, it: tree_sitter::Node<'_>, name: &str) -> &'a str {
        it.child_by_field_name(name).map(|it| self.spelled(it)).unwrap_or_default()
    }

    /// Anything that has parts; the part itself when there is only one.
    pub(crate) fn group(&self, it: tree_sitter::Node<'_>) -> Node {
        let mut parts = self.children(it);
        match (parts.len(), parts.pop()) {
            (1, Some(only)) => only,
            (_, last) => {
                parts.extend(last);
                Node::new(it.byte_range(), Kind::Group(parts))
            }
        }
    }

    /// The operands of `a + b + c`, however many there are: the grammar nests them to the left.
    pub(crate) fn sum(&self, it: tree_sitter::Node<'_>, kind: &str) -> Option<Node> {
        let mut operands = vec![];
        let mut left = it;
        while left.kind() == kind && self.spelled_field(left, "operator") == "+" {
            operands.push(left.child_by_field_name("right")?);
            left = left.child_by_field_name("left")?;
        }
        operands.push(left);
        let operands = operands.into_iter().rev().map(|it| self.node(it)).collect();
        Some(concatenation(it.byte_range(), operands))
    }

    /// Adding or formatting in Python and Ruby, which do both alike: `a + b`, `"…%s…" % b`.
    pub(crate) fn binary(&self, tree: tree_sitter::Node<'_>) -> Node {
        match self.spelled_field(tree, "operator") {
            "+" => self.sum(tree, tree.kind()).unwrap_or_else(|| self.group(tree)),
            "%" => {
                let parts = (self.field(tree, "left"), self.field(tree, "right"));
                let (Some(left), Some(right)) = parts else { return self.group(tree) };
                let Kind::Text(text) = &left.kind else {
                    return Node::new(tree.byte_range(), Kind::Group(vec![left, right]));
                };
                let values = match right.kind {
                    Kind::List(list) => list,
                    kind => vec![Node::new(right.span, kind)],
                };
                let text = text.formatted(self.program, Style::Percent, &values);
                Node::new(tree.byte_range(), Kind::Text(text))
            }
            _ => self.group(tree),
        }
    }
}

/// Strings put together; what is no string is a hole in them.
pub(crate) fn concatenation(span: Span, operands: Vec<Node>) -> Node {
    if !operands.iter().any(|it| it.text().is_some()) {
        return Node::new(span, Kind::Group(operands));
    }
    let mut text = Text::default();
    for it in operands {
        match it.kind {
            Kind::Text(part) => text.append(part),
            kind => {
                let hole = Node::new(it.span.clone(), kind);
                text.parts.push(Part::Hole(it.span, Box::new(hole)));
            }
        }
    }
    Node::new(span, Kind::Text(text))
}

/// The parts of a node, without comments.
pub(crate) fn named(it: tree_sitter::Node<'_>) -> Vec<tree_sitter::Node<'_>> {
    let mut cursor = it.walk();
    it.named_children(&mut cursor).filter(|it| it.kind() != "comment").collect()
}

/// `span` without so many bytes at its ends.
pub(crate) fn inner(span: &Span, start: usize, end: usize) -> Span {
    let from = (span.start + start).min(span.end);
    from..span.end.saturating_sub(end).max(from)
}
