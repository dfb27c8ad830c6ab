//! What the names of a program stand for, as far as one reading tells.

use std::collections::{BTreeMap, BTreeSet};

use hnswkit_core::lint::{HOLE, Wrap};

use crate::{
    execute,
    node::{Call, Function, Kind, Map, Node},
    text::Text,
};

/// How often a name may lead to another name.
const HOPS: usize = 4;

/// What names stand for at the place that is read.
#[derive(Debug)]
pub(crate) struct Names<'n> {
    pub(crate) program: &'n str,
    /// All that is assigned to a name somewhere.
    assigned: BTreeMap<&'n str, Vec<&'n Node>>,
    /// What it was assigned last on the way here; nothing when that is not known.
    current: BTreeMap<&'n str, Option<&'n Node>>,
    /// How to take back what was assigned since.
    journal: Vec<(&'n str, Option<Option<&'n Node>>)>,
    /// Functions that send the argument of that number to the server, and how.
    runners: BTreeMap<&'n str, (usize, Wrap)>,
    /// Functions by their names.
    pub(crate) functions: BTreeMap<&'n str, &'n Function>,
    /// What stands for a hole, by what fills it.
    labels: BTreeMap<&'n str, String>,
    /// The table at hand as the program calls it, and its columns as both sides do.
    columns: (String, Vec<(String, String)>),
    taken: BTreeSet<String>,
}

impl<'n> Names<'n> {
    pub(crate) fn new(program: &'n str, nodes: &'n [Node]) -> Self {
        let mut names = Self {
            program,
            assigned: BTreeMap::new(),
            current: BTreeMap::new(),
            journal: vec![],
            runners: BTreeMap::new(),
            functions: BTreeMap::new(),
            labels: BTreeMap::new(),
            columns: (String::new(), vec![]),
            taken: BTreeSet::new(),
        };
        nodes.iter().for_each(|it| names.note(it));
        names
    }

    fn note(&mut self, node: &'n Node) {
        match &node.kind {
            Kind::Assign(target, value) => {
                if let Some(name) = variable(target) {
                    self.assigned.entry(name).or_default().push(value);
                }
            }
            Kind::Function(it) if !it.name.is_empty() => {
                self.functions.insert(&it.name, it);
                if let Some(n) = runs(it) {
                    self.runners.insert(&it.name, n);
                }
            }
            _ => {}
        }
        node.children().into_iter().for_each(|it| self.note(it));
    }

    /// The place to which names can be taken back.
    pub(crate) fn mark(&self) -> usize {
        self.journal.len()
    }

    /// Forgets what names were given since.
    pub(crate) fn reset(&mut self, mark: usize) {
        while mark < self.journal.len() {
            match self.journal.pop() {
                Some((name, Some(old))) => drop(self.current.insert(name, old)),
                Some((name, None)) => drop(self.current.remove(name)),
                None => return,
            }
        }
    }

    /// From here on the name stands for that.
    pub(crate) fn set(&mut self, name: &'n str, value: Option<&'n Node>) {
        let old = self.current.insert(name, value);
        self.journal.push((name, old));
    }

    /// From here on the name of the target stands for that.
    pub(crate) fn assign(&mut self, target: &'n Node, value: &'n Node) {
        if let Some(name) = variable(target) {
            self.set(name, Some(value));
        }
    }

    /// What the node stands for: itself, or what its name was given.
    pub(crate) fn resolve(&self, node: &'n Node) -> &'n Node {
        let mut node = node;
        for _ in 0..HOPS {
            let Some(name) = variable(node) else { return node };
            let found = match self.current.get(name) {
                Some(it) => *it,
                None => match self.assigned.get(name).map(Vec::as_slice) {
                    Some([only]) => Some(*only),
                    _ => None,
                },
            };
            match found {
                Some(it) => node = it,
                None => return node,
            }
        }
        node
    }

    /// The string that it stands for.
    pub(crate) fn text(&self, node: &'n Node) -> Option<(&'n Text, &'n Node)> {
        let node = self.resolve(node);
        node.text().map(|it| (it, node))
    }

    /// The value of the string that it stands for.
    pub(crate) fn value(&self, node: &'n Node) -> Option<String> {
        self.text(node)?.0.value(self.program)
    }

    /// The map that it stands for.
    pub(crate) fn map(&self, node: &'n Node) -> Option<&'n Map> {
        self.resolve(node).map()
    }

    /// The elements of the list that it stands for; the thing itself when it is none.
    pub(crate) fn elements(&self, node: &'n Node) -> Vec<&'n Node> {
        let node = self.resolve(node);
        node.list().map_or_else(|| vec![node], |it| it.iter().collect())
    }

    /// From here on members of the table are its columns.
    pub(crate) fn set_columns(&mut self, table: String, columns: Vec<(String, String)>) {
        self.columns = (table, columns);
    }

    /// What the database calls the column.
    pub(crate) fn column(&self, object: &Node, member: &str) -> Option<&str> {
        let is_table = matches!(&object.kind, Kind::Name(it) if *it == self.columns.0);
        let found = self.columns.1.iter().find(|it| is_table && it.0 == member);
        found.map(|it| it.1.as_str())
    }

    /// The argument that a function of this program sends to the server, and how it does.
    pub(crate) fn runner(&self, call: &'n Call) -> Option<(&'n Node, Wrap)> {
        let Kind::Name(name) = &call.callee.kind else { return None };
        let (n, wrap) = self.runners.get(name.as_str())?;
        Some((call.arguments.get(*n)?, *wrap))
    }

    /// What stands for a hole in SQL: a word that nobody writes, the same for the same filler.
    pub(crate) fn label(&mut self, filler: &Node) -> String {
        let spelled: &'n str = self.program.get(filler.span.clone()).unwrap_or_default();
        if let Some(it) = self.labels.get(spelled) {
            return it.clone();
        }
        let plain = spelled.len() <= 40
            && !spelled.is_empty()
            && spelled.chars().all(|it| it.is_ascii_alphanumeric() || it == '_' || it == '.');
        let stem = if plain { spelled.replace('.', "_") } else { "…".to_owned() };
        let mut label = format!("{HOLE}{stem}›");
        if self.taken.contains(&label) {
            label = format!("{HOLE}{stem}{}›", self.taken.len() + 1);
        }
        self.taken.insert(label.clone());
        self.labels.insert(spelled, label.clone());
        label
    }
}

/// The name of a variable, or of a member of the object or class at hand.
fn variable(node: &Node) -> Option<&str> {
    match &node.kind {
        Kind::Name(it) => Some(it),
        Kind::Member(object, it) if ["self", "this", "cls"].contains(&object.root()) => Some(it),
        _ => None,
    }
}

/// The parameter that a function sends to the server as it is, or element by element.
fn runs(function: &Function) -> Option<(usize, Wrap)> {
    let mut elements: BTreeMap<&str, &str> = BTreeMap::new();
    let mut open: Vec<(&Node, Wrap)> =
        function.body.iter().rev().map(|it| (it, Wrap::Unknown)).collect();
    while let Some((node, mut wrap)) = open.pop() {
        if let Kind::For(name, list, _) = &node.kind
            && let Kind::Name(list) = &list.kind
        {
            elements.insert(name, list);
        }
        if let Some(call) = node.call() {
            if execute::sends(call)
                && let Some(Kind::Name(name)) = call.arguments.first().map(|it| &it.kind)
            {
                let name = elements.get(name.as_str()).copied().unwrap_or(name);
                if let Some(n) = function.parameters.iter().position(|it| it == name) {
                    return Some((n, wrap));
                }
            }
            if execute::is_transaction(call) {
                wrap = Wrap::File;
            }
        }
        open.extend(node.children().into_iter().rev().map(|it| (it, wrap)));
    }
    None
}
