//! Goes through a program in the order in which it runs, and collects what it does to the database.

use std::collections::BTreeSet;

use hnswkit_core::{
    lint::{Action, HOLE, Piece, Tool, Wrap},
    parse::{Name, ObjectName, Span, statements},
};

use crate::{
    comments, execute,
    holes::{self, Extent, Filled},
    host::{self, Host, HostKind},
    interest,
    language::{self, Language},
    names::Names,
    node::{Call, Class, Function, Kind, Node},
    text::Text,
    tools,
    write::{Output, Way},
};

/// Goes through a program.
pub(crate) struct Reader<'n> {
    pub(crate) language: Language,
    pub(crate) path: &'n str,
    pub(crate) host: Host,
    pub(crate) names: Names<'n>,
    pub(crate) out: Output,
    /// Tables by the names that blocks of code have for them: `t` of `create_table :items do |t|`.
    pub(crate) tables: Vec<(String, ObjectName)>,
    /// How many of the tables are created by the call around, with the columns in it.
    pub(crate) new_tables: usize,
    /// The tables of the classes that were seen.
    pub(crate) models: Vec<(String, ObjectName)>,
    /// Functions of the program that were gone through at a call, with the way.
    inlined: BTreeSet<(bool, &'n str)>,
}

/// The pieces of the program, and the tool that runs it.
pub(crate) fn read<'a>(
    path: &str,
    program: &str,
    language: Language,
) -> (Vec<Piece<'a>>, Option<Tool>) {
    let Some(tree) = language::parse(program, language) else { return (vec![], None) };
    let nodes = language::nodes(program, language, &tree);
    let comments = comments::comments(program, tree.root_node());
    drop(tree);
    let host = host::host(path, &nodes, language);
    let mut reader = Reader {
        language,
        path,
        host,
        names: Names::new(program, &nodes),
        out: Output::new(program),
        tables: vec![],
        new_tables: 0,
        models: vec![],
        inlined: BTreeSet::new(),
    };
    reader.program(&nodes);
    let pieces = reader.out.into_pieces();
    let tool = host.kind.tool();
    (comments::merge(program, pieces, comments), tool)
}

impl<'n> Reader<'n> {
    fn program(&mut self, nodes: &'n [Node]) {
        let wrap = self.host.forward;
        if self.host.kind == HostKind::RailsSchema {
            self.out.turn(Way::Declared, Wrap::Unknown);
        } else if self.host.kind == HostKind::Program {
            // Whatever tool the others are for, it does not run this one.
            self.out.turn(Way::Up, Wrap::Unknown);
        } else if self.host.kind.tool().map_or(Wrap::Unknown, Tool::wrap) != wrap {
            self.out.turn(Way::Up, wrap);
        } else {
            self.out.expect(wrap);
        }
        self.nodes(nodes);
    }

    /// Goes through nodes in order.
    pub(crate) fn nodes(&mut self, nodes: &'n [Node]) {
        for it in nodes {
            self.node(it);
        }
    }

    /// Goes through a node.
    pub(crate) fn node(&mut self, node: &'n Node) {
        match &node.kind {
            Kind::Function(it) => self.function(node, it),
            Kind::Class(it) => self.class(it),
            Kind::Call(it) => self.call(node, it),
            Kind::Assign(target, value) => {
                self.names.assign(target, value);
                self.node(value);
            }
            Kind::With(items, body) => self.with(items, body),
            Kind::For(name, list, body) => {
                self.node(list);
                let list = self.names.resolve(list);
                let mark = self.names.mark();
                self.names.set(name, list.list().map(|_| list));
                self.nodes(body);
                self.names.reset(mark);
            }
            Kind::Return(value) => {
                if self.host.kind == HostKind::Aerich {
                    for (text, at) in execute::texts(value, &self.names, 6) {
                        self.sql(text, at, &at.span);
                    }
                }
                self.node(value);
            }
            _ => {
                for it in node.children() {
                    self.node(it);
                }
            }
        }
    }

    fn function(&mut self, node: &Node, it: &'n Function) {
        if !self.host.kind.is_migration() || it.name.is_empty() {
            return self.body(it);
        }
        if host::is_up(&it.name) {
            self.body(it);
            if it.name == "change" && self.out.has_builders() {
                self.reverse(&(node.span.end..node.span.end));
            }
        } else if host::is_down(&it.name) {
            let old = self.out.turn(Way::Down, self.host.back);
            self.body(it);
            self.out.turn_back(old);
        }
        // Others are gone through where they are called.
    }

    /// Notes that the way back is there, and is what the tool makes of the way forward.
    pub(crate) fn reverse(&mut self, span: &Span) {
        let old = self.out.turn(Way::Down, self.host.back);
        self.out.event(span, Action::Other);
        self.out.turn_back(old);
    }

    /// Goes through the body of a function.
    pub(crate) fn body(&mut self, it: &'n Function) {
        let mark = self.names.mark();
        for name in &it.parameters {
            self.names.set(name, None);
        }
        self.nodes(&it.body);
        self.names.reset(mark);
    }

    fn class(&mut self, it: &'n Class) {
        let tables = self.tables.len();
        tools::class(self, it);
        self.nodes(&it.decorators);
        self.nodes(&it.body);
        self.tables.truncate(tables);
    }

    fn with(&mut self, items: &'n [(Node, Option<String>)], body: &'n [Node]) {
        let tables = self.tables.len();
        let mut wrap = None;
        for (item, alias) in items {
            self.node(item);
            let Some(call) = item.call() else { continue };
            match call.name() {
                "autocommit_block" => wrap = Some(Wrap::Each),
                "atomic" | "begin" | "transaction" | "begin_transaction" | "in_transaction" => {
                    wrap = Some(Wrap::File);
                }
                "batch_alter_table" => {
                    if let (Some(alias), Some(table)) = (alias, call.argument(0, "table_name")) {
                        let schema = call.named.get("schema");
                        let table = tools::object(table, schema, &mut self.names);
                        self.tables.push((alias.clone(), table));
                    }
                }
                _ => {}
            }
        }
        let old = wrap.map(|it| self.out.wrap(it));
        self.nodes(body);
        if let Some(old) = old {
            self.out.wrap(old);
        }
        self.tables.truncate(tables);
    }

    fn call(&mut self, node: &'n Node, call: &'n Call) {
        if call.name() == "noTransaction" {
            self.out.wrap(Wrap::Each);
        }
        if self.pair(call) {
            return;
        }
        let sent = execute::sent(call, &self.names);
        let is_one = sent.len() == 1;
        let in_transaction =
            !execute::sends(call) && self.names.runner(call).is_some_and(|it| it.1 == Wrap::File);
        let old = in_transaction.then(|| self.out.wrap(Wrap::File));
        for (text, at) in sent {
            let around = if is_one { &node.span } else { &at.span };
            self.sql(text, at, around);
        }
        if let Some(old) = old {
            self.out.wrap(old);
        }
        if tools::call(self, node, call) {
            return;
        }
        self.inline(call);
        let old = execute::is_transaction(call).then(|| self.out.wrap(Wrap::File));
        self.node(&call.callee);
        self.nodes(&call.arguments);
        for it in &call.named.entries {
            self.node(&it.value);
        }
        if let Some(block) = &call.block {
            self.block(call, block);
        }
        if let Some(old) = old {
            self.out.wrap(old);
        }
    }

    /// Goes through code that is handed over.
    fn block(&mut self, call: &'n Call, block: &'n Function) {
        let is_reversible = self.host.kind == HostKind::Rails && call.callee.object().is_some();
        if is_reversible && call.name() == "down" {
            let old = self.out.turn(Way::Down, self.host.back);
            self.body(block);
            return self.out.turn_back(old);
        }
        // `list.forEach(sql => …)`
        let list = call.callee.object().map(|it| self.names.resolve(it));
        let is_each = ["each", "forEach", "map"].contains(&call.name());
        if let (true, Some(list), Some(name)) =
            (is_each, list.filter(|it| it.list().is_some()), block.parameters.first())
        {
            let mark = self.names.mark();
            self.names.set(name, Some(list));
            self.nodes(&block.body);
            return self.names.reset(mark);
        }
        self.body(block);
    }

    /// Goes through a function of the program where a migration calls it, once for each way.
    fn inline(&mut self, call: &'n Call) {
        let is_own = match &call.callee.kind {
            Kind::Name(_) => true,
            Kind::Member(object, _) => {
                matches!(&object.kind, Kind::Name(it) if it == "self" || it == "this")
            }
            _ => false,
        };
        if !is_own || !self.host.kind.is_migration() {
            return;
        }
        let Some(function) = self.names.functions.get(call.name()).copied() else { return };
        let is_entry = host::is_up(&function.name) || host::is_down(&function.name);
        if !is_entry && self.inlined.insert((self.out.way == Way::Down, &function.name)) {
            self.body(function);
        }
    }

    /// SQL for the way forward with SQL for the way back: `RunSQL` of Django, `step` of yoyo.
    fn pair(&mut self, call: &'n Call) -> bool {
        let (up, down) = match (self.host.kind, call.name()) {
            (HostKind::Django | HostKind::Tortoise, "RunSQL") => ("sql", "reverse_sql"),
            (HostKind::Yoyo, "step") => ("apply", "rollback"),
            _ => return false,
        };
        if let Some(it) = call.argument(0, up) {
            self.texts(it);
        }
        if let Some(it) = call.argument(1, down) {
            let old = self.out.turn(Way::Down, self.host.back);
            self.out.begin_group();
            self.texts(it);
            if it.last_name() == "noop" {
                self.out.event(&it.span, Action::Other);
            }
            self.out.turn_back(old);
        }
        true
    }

    fn texts(&mut self, node: &'n Node) {
        for (text, at) in execute::texts(node, &self.names, 6) {
            self.sql(text, at, &at.span);
        }
    }

    /// SQL that is sent; `around` is what a comment beside it belongs to.
    pub(crate) fn sql(&mut self, text: &'n Text, at: &'n Node, around: &Span) {
        let Filled { fragment, is_known } = holes::fill(text, &mut self.names, Extent::Statement);
        if !execute::is_statement(&fragment.text) {
            return;
        }
        let is_inside = around.start <= at.span.start && at.span.end <= around.end;
        let span = if is_inside { around } else { &at.span };
        // Some drivers of Python fill in what `SET` cannot take before they send it, some do not.
        let is_filled =
            self.language == Language::Python && execute::is_setting_with_hole(&fragment.text);
        // What does not concern us may be for another database.
        let is_foreign = !interest::is_interesting(&fragment.text)
            && statements(&fragment.text).iter().any(|it| it.statement.is_err());
        match is_known && !is_filled && !is_foreign {
            true => self.out.sql(fragment, span),
            false => self.out.event(&text.span(&at.span), Action::Other),
        }
    }

    /// The table that a name in a block of code means.
    pub(crate) fn table(&self, name: &str) -> Option<&ObjectName> {
        self.tables.iter().rfind(|it| it.0 == name).map(|it| &it.1)
    }

    /// The table of a class.
    pub(crate) fn model(&self, class: &str) -> Option<&ObjectName> {
        self.models.iter().rfind(|it| it.0 == class).map(|it| &it.1)
    }

    /// A table that is known as the class only.
    pub(crate) fn unknown_table(&self, class: &str, span: &Span) -> ObjectName {
        tools::plain(Name { value: format!("{HOLE}{class}›"), span: span.clone() })
    }
}
