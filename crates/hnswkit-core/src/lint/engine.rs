//! Runs the rules over the sources, in order.

use std::rc::Rc;

use super::{
    Action, Content, Direction, Event, Finding, Fragment, OffsetMap, Options, Piece, Role, Rule,
    Severity, Source, Tool, Wrap,
    catalog::{Catalog, Index, Qualified},
    directive::{Directive, direction_of, directive, generated, tool_of},
    embedded::Within,
    file::{Created, Dropped, File},
    read,
    relocate::Relocate,
    rule::{Moment, Report, Scene, Target},
    rules::{RULES, concurrent},
    session::Session,
    suppress::{self, Suppression},
};
use crate::parse::{Seen, Span, walk};

/// Checks the sources, which are run in this order, and gives what the rules find, by source and
/// place.
///
/// ```
/// use hnswkit_core::lint::{Options, Source, check};
///
/// let sql = "CREATE INDEX CONCURRENTLY i ON t USING hnsw (v vector_l2_ops) WITH (m = 101, ef_construction = 400)";
/// let found = check(&[Source::sql("1.sql", sql)], &Options::default());
/// assert_eq!(found[0].rule.id, "m-out-of-range");
/// assert_eq!(&sql[found[0].span.clone()], "101");
/// ```
pub fn check(sources: &[Source<'_>], options: &Options) -> Vec<Finding> {
    let mut engine = Engine {
        options,
        rules: RULES.iter().filter_map(|it| Some((*it, severity(it, options)?))).collect(),
        catalog: Catalog::default(),
        session: Session::default(),
        file: File::default(),
        source: 0,
        findings: vec![],
        suppressions: vec![],
        pending: vec![],
        last: None,
        way_back: None,
        open: None,
        orm: None,
        silent: false,
        within: Within::File,
    };
    for (n, source) in sources.iter().enumerate() {
        engine.source(n, source);
    }
    engine.judge(&Moment::End, &(0..0));
    let Engine { mut findings, mut suppressions, .. } = engine;
    suppress::apply(&mut findings, &mut suppressions, |it| severity(it, options));
    findings.sort_by(|a, b| {
        let key = |it: &Finding| (it.source, it.span.start, it.span.end, it.rule.id);
        key(a).cmp(&key(b)).then_with(|| a.message.cmp(&b.message))
    });
    findings.dedup_by(|a, b| {
        a.rule == b.rule && a.source == b.source && a.span == b.span && a.message == b.message
    });
    findings
}

fn severity(rule: &'static Rule, options: &Options) -> Option<Severity> {
    if options.disabled.contains(rule.id) {
        return None;
    }
    Some(options.severities.get(rule.id).copied().unwrap_or(rule.severity))
}

struct Engine<'a> {
    options: &'a Options,
    rules: Vec<(&'static Rule, Severity)>,
    catalog: Catalog,
    session: Session,
    file: File,
    source: usize,
    findings: Vec<Finding>,
    suppressions: Vec<Suppression>,
    /// Suppressions that wait for their statement.
    pending: Vec<usize>,
    /// The last statement.
    last: Option<Span>,
    /// What the journal held when the way back began.
    way_back: Option<usize>,
    /// What the journal held when the open transaction began.
    open: Option<usize>,
    /// The tool that wrote the next statement.
    orm: Option<&'static str>,
    /// Whether nothing is judged.
    silent: bool,
    within: Within,
}

impl Engine<'_> {
    fn source(&mut self, n: usize, source: &Source<'_>) {
        let tool = source.tool.or_else(|| tool_of(source.name)).or(self.options.tool);
        self.source = n;
        self.silent = source.role == Role::Schema;
        self.file = File {
            role: source.role,
            tool,
            is_program: matches!(source.content, Content::Program(_)),
            ..File::default()
        };
        self.session = Session::new(tool.map_or(Wrap::Unknown, Tool::wrap));
        self.last = None;
        self.orm = None;
        self.pending.clear();
        if direction_of(source.name) == Direction::Down {
            self.turn(Direction::Down);
        }
        let program = OffsetMap::default();
        match &source.content {
            Content::Sql(text) if text.contains("--> statement-breakpoint") => {
                self.directive(Directive::Tool(Tool::Drizzle));
                self.sql(text, &program);
            }
            Content::Sql(text) => self.sql(text, &program),
            Content::Program(pieces) => {
                for it in pieces {
                    self.piece(it);
                }
                self.within = Within::Program;
            }
        }
        self.end_message();
        self.judge(&Moment::EndOfSource, &(0..0));
        if let Some(it) = self.open.take() {
            // What was not committed is not there.
            self.catalog.undo(it);
        }
        self.turn(Direction::Up);
        self.within = Within::File;
    }

    fn piece(&mut self, it: &Piece<'_>) {
        match it {
            Piece::Sql(Fragment { text, map }) => {
                self.end_message();
                self.within = Within::Text(map.clone());
                self.sql(text, map);
                self.end_message();
            }
            Piece::Event(it) => {
                self.end_message();
                self.within = Within::Program;
                self.begin_statement(&it.span.clone());
                self.event(it.clone());
                self.end_message();
            }
            Piece::Direction(it) => self.turn(*it),
            Piece::Wrap(it) => self.session.wrap = *it,
            Piece::Comment { text, span, trailing } => self.comment(text, span, *trailing),
        }
    }

    fn sql(&mut self, text: &str, map: &OffsetMap) {
        // In a program every message is one of its own.
        let mut last_end = None;
        walk(text, read::is_wanted, |it| match it {
            Seen::Comment(span) => {
                let comment = &text[span.clone()];
                let trailing = last_end.is_some_and(|it: usize| {
                    it <= span.start && !text[it..span.start].contains('\n')
                });
                self.comment(comment, &map.span(span).0, trailing);
            }
            Seen::Passed(span) => {
                last_end = Some(span.end);
                self.passed(&text[span.clone()], &map.span(span).0);
            }
            Seen::Statement(span, tokens) => {
                last_end = Some(span.end);
                let events = read::events(text, &span, tokens);
                let is_command = text[span.clone()].starts_with('\\');
                self.begin_statement(&map.span(span.clone()).0);
                if is_command && self.file.tool.is_none() {
                    self.file.tool = Some(Tool::Psql);
                    self.session.wrap = Wrap::Each;
                }
                for mut it in events {
                    it.relocate(map);
                    self.event(it);
                }
            }
        });
    }

    fn comment(&mut self, text: &str, span: &Span, trailing: bool) {
        if let Some(it) = directive(text) {
            return self.directive(it);
        }
        if let Some(it) = generated(text) {
            self.orm = Some(it);
        }
        if let Some(mut it) = Suppression::read(self.source, text, span) {
            match (&self.last, trailing) {
                (Some(last), true) => it.covers = Some(last.start..span.start),
                _ => self.pending.push(self.suppressions.len()),
            }
            self.suppressions.push(it);
        }
    }

    fn directive(&mut self, it: Directive) {
        match it {
            Directive::Tool(tool) => {
                self.file.tool = Some(tool);
                self.session.wrap = tool.wrap();
            }
            Directive::Wrap(tool, wrap) => {
                self.file.tool = Some(tool);
                self.session.wrap = wrap;
            }
            Directive::Part(tool, direction, wrap) => {
                let is_new = self.file.tool != Some(tool);
                self.file.tool = Some(tool);
                self.end_message();
                self.turn(direction);
                self.file.has_down |= direction == Direction::Down;
                // goose says once for the file that it wants no transaction.
                let wrap = match wrap {
                    Wrap::Unknown if is_new => tool.wrap(),
                    Wrap::Unknown => self.session.wrap,
                    it => it,
                };
                self.session = Session::new(wrap);
            }
            Directive::Rollback => self.file.has_down = true,
            Directive::WayBack => self.turn(Direction::Down),
        }
    }

    /// Sees which statements went in one message with others.
    fn end_message(&mut self) {
        let alone = std::mem::take(&mut self.file.alone);
        let one_message = self.session.wrap == Wrap::Message || self.file.is_program;
        if one_message && self.file.part + 1 < self.file.statements {
            self.file.mixed.extend(alone);
        }
        self.file.part = self.file.statements;
    }

    /// Goes that way from here on; what the way back does is taken back when it ends.
    fn turn(&mut self, direction: Direction) {
        self.file.direction = direction;
        match (direction, self.way_back) {
            (Direction::Down, None) => self.way_back = Some(self.catalog.watch()),
            (Direction::Up, Some(it)) => {
                self.catalog.undo(it);
                self.way_back = None;
            }
            _ => {}
        }
    }

    fn begin_statement(&mut self, span: &Span) {
        for it in self.pending.drain(..) {
            let own = &self.suppressions[it].span;
            let covers = span.start.min(own.start)..span.end;
            self.suppressions[it].covers = Some(covers);
        }
        self.last = Some(span.clone());
        self.file.statements += 1;
        if self.file.direction == Direction::Down {
            self.file.down_statements += 1;
        }
    }

    /// Takes note of a statement that nobody reads.
    fn passed(&mut self, text: &str, span: &Span) {
        self.begin_statement(span);
        self.orm = None;
        let mut words = text.split_ascii_whitespace();
        let first = words.next().unwrap_or_default();
        if first.eq_ignore_ascii_case("INSERT") {
            let name = words.nth(1).unwrap_or_default();
            let end = name.find('(').unwrap_or(name.len());
            let name = name[..end].replace('"', "");
            let (schema, name) = name.rsplit_once('.').unwrap_or(("", &name));
            let schema = if schema == "public" { "" } else { schema };
            self.catalog.fill(&Qualified::new(&name.to_ascii_lowercase(), schema));
        }
    }

    fn event(&mut self, mut event: Event) {
        if let Action::DropIndex(it) = &mut event.action {
            it.generated = it.generated.or(self.orm);
        }
        self.orm = None;
        let before = self.findings.len();
        self.judge(&Moment::Event(&event), &event.span);
        // A way to run it is soon found; what it says stays.
        let is_refused = self.findings[before..].iter().any(|it| {
            it.rule.severity == Severity::Error && !it.rule.id.starts_with("concurrently-in-")
        });
        let source = (self.file.role == Role::Judged).then_some(self.source);
        let index = match &event.action {
            Action::CreateIndex(it) => self.catalog.planned(it, source, &event.span).map(Rc::new),
            _ => None,
        };
        self.note(&event, index.as_ref(), is_refused);
        match &event.action {
            Action::Begin if self.open.is_none() => self.open = Some(self.catalog.watch()),
            Action::Commit if self.open.take().is_some() => self.catalog.keep(),
            Action::Rollback => {
                if let Some(it) = self.open.take() {
                    self.catalog.undo(it);
                }
            }
            _ => {}
        }
        // What the server refuses does not happen.
        if !is_refused {
            self.catalog.apply(&event.action, source, index);
        }
        self.session.apply(&event.action);
    }

    /// Remembers what rules ask for at the end of the source.
    fn note(&mut self, event: &Event, index: Option<&Rc<Index>>, is_refused: bool) {
        if let Some(it) = concurrent(&self.scene(&Moment::Event(event), &event.span)) {
            self.file.alone.push(it);
            self.file.is_outside |= self.session.wrap == Wrap::Unknown;
        }
        match &event.action {
            Action::CreateIndex(it) => {
                if let Some(index) = index.cloned() {
                    let table = self.catalog.table_of(&index.table);
                    self.file.created.push(Created {
                        on_new_table: table.is_some_and(|it| it.created_in == Some(self.source)),
                        index,
                        concurrently: it.concurrently.is_some(),
                        if_not_exists: it.if_not_exists.clone(),
                        direction: self.file.direction,
                    });
                }
            }
            Action::DropIndex(it) => {
                for name in &it.names {
                    self.file.dropped.push(Dropped {
                        name: name.name.value.clone(),
                        index: self.catalog.index(name).cloned(),
                        if_exists: it.if_exists,
                        generated: it.generated,
                        span: event.span.clone(),
                        direction: self.file.direction,
                        after_creations: self.file.created.len(),
                        in_transaction: self.session.explicit || self.session.wrap == Wrap::File,
                    });
                }
            }
            Action::Begin => self.file.is_outside = true,
            Action::Query(it) => {
                self.file.asks_after_setting |= !self.file.open_settings.is_empty();
                self.catalog.ask(it);
            }
            Action::SetIndex(name, list)
                if list
                    .iter()
                    .any(|it| ["m", "ef_construction"].contains(&it.name.value.as_str())) =>
            {
                self.file.for_later.push((name.name.value.clone(), event.span.clone()));
            }
            Action::Reindex(it) => {
                if let super::RebuildTarget::Index(name) = &it.target {
                    self.file.rebuilt.push(name.name.value.clone());
                }
            }
            Action::Block(it) => self.file.looks_at_validity |= it.looks_at_validity,
            Action::Set(it) if it.local.is_some() => {
                let is_open = self.session.explicit
                    || matches!(self.session.wrap, Wrap::File | Wrap::Message);
                if let (Some(span), false) = (&it.local, is_open) {
                    self.file.locals.push((it.name.clone(), span.clone()));
                }
            }
            Action::Set(it) if it.name.starts_with("hnsw.") && !it.default && !is_refused => {
                self.file.open_settings.push((it.name.clone(), event.span.clone()));
            }
            Action::Reset(Some(name)) => self.file.open_settings.retain(|it| it.0 != *name),
            Action::Reset(None) => self.file.open_settings.clear(),
            _ => {}
        }
    }

    fn scene<'a>(&'a self, moment: &Moment<'a>, statement: &'a Span) -> Scene<'a> {
        Scene {
            moment: *moment,
            statement,
            catalog: &self.catalog,
            session: &self.session,
            file: &self.file,
            source: self.source,
            options: self.options,
            target: None,
        }
    }

    fn judge(&mut self, moment: &Moment<'_>, statement: &Span) {
        if self.silent && !matches!(moment, Moment::End) {
            return;
        }
        let before = self.findings.len();
        // Many rules ask for these, and they are the same for all.
        let target = match moment {
            Moment::Event(Event { action: Action::CreateIndex(it), .. }) => {
                Some(Target::of(it, &self.catalog))
            }
            _ => None,
        };
        let scene = Scene {
            moment: *moment,
            statement,
            catalog: &self.catalog,
            session: &self.session,
            file: &self.file,
            source: self.source,
            options: self.options,
            target: target.as_ref(),
        };
        for (rule, severity) in &self.rules {
            let mut report = Report {
                rule,
                severity: *severity,
                source: self.source,
                statement,
                findings: &mut self.findings,
            };
            (rule.check)(&scene, &mut report);
        }
        self.within.sift(&mut self.findings, before, statement);
    }
}
