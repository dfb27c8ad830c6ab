//! Programs in one shape, whatever their language: what matters of them.

use hnswkit_core::parse::Span;

use crate::text::Text;

/// A part of a program.
#[derive(Debug, Clone)]
pub(crate) struct Node {
    pub(crate) span: Span,
    pub(crate) kind: Kind,
}

/// What it is.
#[derive(Debug, Clone)]
pub(crate) enum Kind {
    Text(Text),
    Number(String),
    Bool(bool),
    Null,
    Name(String),
    /// `object.name`
    Member(Box<Node>, String),
    Call(Box<Call>),
    List(Vec<Node>),
    Map(Map),
    Function(Box<Function>),
    Class(Box<Class>),
    /// `name = value`
    Assign(Box<Node>, Box<Node>),
    /// `with call as name: body`
    With(Vec<(Node, Option<String>)>, Vec<Node>),
    /// `for name in list: body`
    For(String, Box<Node>, Vec<Node>),
    Return(Box<Node>),
    /// A module that is taken in.
    Import(String),
    /// Anything else that has parts.
    Group(Vec<Node>),
}

/// A call, or an object that is made.
#[derive(Debug, Clone)]
pub(crate) struct Call {
    pub(crate) callee: Node,
    pub(crate) arguments: Vec<Node>,
    pub(crate) named: Map,
    /// Code that is handed over.
    pub(crate) block: Option<Function>,
}

/// Names with values.
#[derive(Debug, Clone, Default)]
pub(crate) struct Map {
    pub(crate) entries: Vec<Entry>,
    /// Whether more comes in that cannot be seen here.
    pub(crate) open: bool,
}

/// A name with its value.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub(crate) key: String,
    pub(crate) key_span: Span,
    pub(crate) value: Node,
}

/// A function; one without name is handed over or called at once.
#[derive(Debug, Clone, Default)]
pub(crate) struct Function {
    pub(crate) name: String,
    pub(crate) parameters: Vec<String>,
    pub(crate) body: Vec<Node>,
}

/// A class.
#[derive(Debug, Clone)]
pub(crate) struct Class {
    pub(crate) name: String,
    /// What it is derived from, as it is spelled.
    pub(crate) bases: Vec<String>,
    pub(crate) decorators: Vec<Node>,
    pub(crate) body: Vec<Node>,
}

impl Node {
    pub(crate) fn new(span: Span, kind: Kind) -> Self {
        Self { span, kind }
    }

    pub(crate) fn call(&self) -> Option<&Call> {
        match &self.kind {
            Kind::Call(it) => Some(it),
            _ => None,
        }
    }

    pub(crate) fn text(&self) -> Option<&Text> {
        match &self.kind {
            Kind::Text(it) => Some(it),
            _ => None,
        }
    }

    pub(crate) fn list(&self) -> Option<&[Node]> {
        match &self.kind {
            Kind::List(it) => Some(it),
            _ => None,
        }
    }

    pub(crate) fn map(&self) -> Option<&Map> {
        match &self.kind {
            Kind::Map(it) => Some(it),
            _ => None,
        }
    }

    pub(crate) fn is_true(&self) -> bool {
        matches!(self.kind, Kind::Bool(true))
    }

    pub(crate) fn is_false(&self) -> bool {
        matches!(self.kind, Kind::Bool(false))
    }

    /// The last name of what is called or named: `c` of `a.b.c`.
    pub(crate) fn last_name(&self) -> &str {
        match &self.kind {
            Kind::Name(it) | Kind::Member(_, it) => it,
            Kind::Call(it) => it.callee.last_name(),
            _ => "",
        }
    }

    /// The object on which it is called: `a.b` of `a.b.c`.
    pub(crate) fn object(&self) -> Option<&Node> {
        match &self.kind {
            Kind::Member(it, _) => Some(it),
            _ => None,
        }
    }

    /// The first name: `a` of `a.b().c`.
    pub(crate) fn root(&self) -> &str {
        let mut node = self;
        loop {
            node = match &node.kind {
                Kind::Member(it, _) => it,
                Kind::Call(it) => &it.callee,
                Kind::Name(it) => return it,
                _ => return "",
            };
        }
    }

    /// The parts in which code may stand.
    pub(crate) fn children(&self) -> Vec<&Node> {
        match &self.kind {
            Kind::Member(it, _) | Kind::Return(it) => vec![it],
            Kind::Call(it) => {
                let named = it.named.entries.iter().map(|it| &it.value);
                let body = it.block.iter().flat_map(|it| &it.body);
                std::iter::once(&it.callee).chain(&it.arguments).chain(named).chain(body).collect()
            }
            Kind::List(it) | Kind::Group(it) => it.iter().collect(),
            Kind::Map(it) => it.entries.iter().map(|it| &it.value).collect(),
            Kind::Function(it) => it.body.iter().collect(),
            Kind::Class(it) => it.decorators.iter().chain(&it.body).collect(),
            Kind::Assign(target, value) => vec![target, value],
            Kind::With(items, body) => items.iter().map(|it| &it.0).chain(body).collect(),
            Kind::For(_, list, body) => std::iter::once(list.as_ref()).chain(body).collect(),
            Kind::Text(it) => it.holes().collect(),
            Kind::Number(_) | Kind::Bool(_) | Kind::Null | Kind::Name(_) | Kind::Import(_) => {
                vec![]
            }
        }
    }
}

impl Map {
    pub(crate) fn get(&self, key: &str) -> Option<&Node> {
        self.entry(key).map(|it| &it.value)
    }

    pub(crate) fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries.iter().rfind(|it| it.key == key)
    }
}

impl Call {
    /// The name by which it is called: `c` of `a.b.c(…)`.
    pub(crate) fn name(&self) -> &str {
        self.callee.last_name()
    }

    /// The positional argument of that number, or else the one of that name.
    pub(crate) fn argument(&self, n: usize, name: &str) -> Option<&Node> {
        self.named.get(name).or_else(|| self.arguments.get(n))
    }

    /// The value of an option: a named argument, or an entry of a map that is handed over.
    pub(crate) fn option(&self, name: &str) -> Option<&Node> {
        self.option_entry(name).map(|it| &it.value)
    }

    /// The option with its name.
    pub(crate) fn option_entry(&self, name: &str) -> Option<&Entry> {
        let maps = self.arguments.iter().filter_map(Node::map);
        std::iter::once(&self.named).chain(maps).find_map(|it| it.entry(name))
    }

    /// Whether options come in that cannot be seen here.
    pub(crate) fn is_open(&self) -> bool {
        self.named.open || self.arguments.iter().any(|it| it.map().is_some_and(|it| it.open))
    }
}
