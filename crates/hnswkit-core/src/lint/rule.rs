//! A rule, and what it is shown.

use super::{
    Event, Finding, Fix, IndexCreation, Options, Severity,
    catalog::{Catalog, Kind, Qualified},
    file::File,
    session::Session,
};
use crate::parse::Span;

/// A rule: one file of code, one page, one line in [`RULES`](super::RULES).
pub struct Rule {
    /// Its name, which says what it finds.
    pub id: &'static str,
    /// What it finds, in one clause.
    pub summary: &'static str,
    /// How bad that is.
    pub severity: Severity,
    /// The page in Markdown; empty without the feature `pages`.
    pub page: &'static str,
    pub(super) check: fn(&Scene<'_>, &mut Report<'_>),
}

/// When a rule looks.
#[derive(Debug, Clone, Copy)]
pub(super) enum Moment<'a> {
    /// At a statement, before it has changed anything.
    Event(&'a Event),
    /// At the end of a source.
    EndOfSource,
    /// At the end of all.
    End,
}

/// What a rule sees.
#[derive(Clone, Copy)]
pub(super) struct Scene<'a> {
    /// When it looks.
    pub(super) moment: Moment<'a>,
    /// Where the statement stands; empty at an end.
    pub(super) statement: &'a Span,
    /// What exists, as far as the files tell.
    pub(super) catalog: &'a Catalog,
    /// Settings and transactions.
    pub(super) session: &'a Session,
    /// What is known of the source.
    pub(super) file: &'a File,
    /// The place of the source in the list.
    pub(super) source: usize,
    /// What we were told.
    pub(super) options: &'a Options,
    /// What the index that is created stands on.
    pub(super) target: Option<&'a Target>,
}

/// What an index that is created stands on.
#[derive(Debug)]
pub(super) struct Target {
    /// The table.
    pub(super) table: Qualified,
    /// The type of what it holds, when it is known for sure.
    pub(super) kind: Option<Kind>,
}

impl Target {
    /// Looks it up.
    pub(super) fn of(it: &IndexCreation, catalog: &Catalog) -> Self {
        let kind = it.keys.first().and_then(|key| catalog.kind_of(&it.table, &key.operand));
        Self { table: catalog.table_key(&it.table), kind }
    }
}

/// Takes what a rule finds.
pub(super) struct Report<'a> {
    pub(super) rule: &'static Rule,
    pub(super) severity: Severity,
    pub(super) source: usize,
    /// The statement at hand; empty at an end.
    pub(super) statement: &'a Span,
    pub(super) findings: &'a mut Vec<Finding>,
}

/// The last finding of a report, to add to.
pub(super) struct Found<'a>(&'a mut Finding);

impl Report<'_> {
    /// Reports it in the source at hand.
    pub(super) fn at(&mut self, span: &Span, message: impl Into<String>) -> Found<'_> {
        self.within(self.source, span, message)
    }

    /// Reports it in another source.
    pub(super) fn within(
        &mut self,
        source: usize,
        span: &Span,
        message: impl Into<String>,
    ) -> Found<'_> {
        let is_here = source == self.source
            && self.statement.start <= span.start
            && span.end <= self.statement.end;
        self.findings.push(Finding {
            rule: self.rule,
            severity: self.severity,
            source,
            span: span.clone(),
            statement: if is_here { self.statement.clone() } else { span.clone() },
            message: message.into(),
            help: None,
            fix: None,
        });
        let last = self.findings.len() - 1;
        Found(&mut self.findings[last])
    }
}

impl Found<'_> {
    /// Says what to do.
    pub(super) fn help(self, help: impl Into<String>) -> Self {
        self.0.help = Some(help.into());
        self
    }

    /// Gives the edits that do it.
    pub(super) fn fix(self, fix: Fix) -> Self {
        self.0.fix = Some(fix);
        self
    }
}

impl std::fmt::Debug for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.id)
    }
}

impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

/// The page of a rule, when pages are wanted.
macro_rules! page {
    ($file:literal) => {{
        #[cfg(feature = "pages")]
        {
            include_str!($file)
        }
        #[cfg(not(feature = "pages"))]
        {
            ""
        }
    }};
}
pub(super) use page;
