//! What the messages of a server mean.

use hnswkit_core::{
    domain::Rows,
    explain::{Explained, Figure, Found, Unknown},
    plan::Plan,
};
use serde::Serialize;

use super::{SCHEMA, SpilledIndex};
use crate::{problem::Position, spec::place::Source};

/// What was found in a text: messages that are known, and messages that are not.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "tsify", derive(tsify::Tsify), tsify(missing_as_null))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ExplainDocument {
    /// The version of the document.
    pub schema: u32,
    /// The messages that are known, in the order of the text; one that is there again is not
    /// listed again but has one more place.
    pub found: Vec<ExplainedMessage>,
    /// Lines that look like messages and are not in the table.
    pub unknown: Vec<UnknownMessage>,
}

/// A message that is known.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "tsify", derive(tsify::Tsify), tsify(missing_as_null))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ExplainedMessage {
    /// A stable name in kebab case.
    pub id: String,
    /// `log`, `notice`, `warning`, `error` or `fatal`: how servers send it.
    pub severity: String,
    /// The message as the text has it, without what stands before it on the line.
    pub message: String,
    /// What happened, in a few words.
    pub title: String,
    /// What it means.
    pub meaning: String,
    /// What to do, in this order.
    pub actions: Vec<String>,
    /// SQL that shows more; only read, never changed by it.
    pub checks: Vec<ExplainCheck>,
    /// What the message says in its variable parts.
    pub values: Vec<ExplainValue>,
    /// What follows from the numbers in it.
    pub figures: Vec<ExplainFigure>,
    /// Where it is documented, or was measured.
    pub sources: Vec<String>,
    /// The releases of pgvector or PostgreSQL on which tests have produced it in this wording; null
    /// when all that are supported.
    pub seen_on: Option<String>,
    /// Why no test of hnswkit has produced the message in this wording; null when one has, on a
    /// real server or with a real tool.
    pub not_reproduced: Option<String>,
    /// For a build that spilled, when a spec is given: the memory that was in force and the memory
    /// that would hold all, for each index of the spec; otherwise empty.
    pub memory: Vec<SpilledIndex>,
    /// Where it stands; never empty.
    pub places: Vec<MessagePlace>,
}

/// SQL that shows more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "tsify", derive(tsify::Tsify), tsify(missing_as_null))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ExplainCheck {
    /// What it shows.
    pub why: String,
    /// The statement.
    pub sql: String,
}

/// A variable part of a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "tsify", derive(tsify::Tsify), tsify(missing_as_null))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ExplainValue {
    /// What it is, in snake case.
    pub name: String,
    /// What the message says.
    pub value: String,
}

/// A number that follows from a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "tsify", derive(tsify::Tsify), tsify(missing_as_null))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ExplainFigure {
    /// What it is, in a few words.
    pub name: String,
    /// How much it is.
    pub value: u64,
    /// Of what: `bytes`, `dimensions` or `seconds`.
    pub unit: String,
    /// How it is computed.
    pub why: String,
}

/// Where a message stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "tsify", derive(tsify::Tsify), tsify(missing_as_null))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MessagePlace {
    /// The first character.
    pub start: Position,
    /// After the last character.
    pub end: Position,
}

/// A message that is not in the table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "tsify", derive(tsify::Tsify), tsify(missing_as_null))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct UnknownMessage {
    /// `notice`, `warning`, `error` or `fatal`.
    pub severity: String,
    /// The message as the text has it.
    pub message: String,
    /// Whether it is in another language than English, which the table does not have.
    pub translated: bool,
    /// The first character.
    pub start: Position,
    /// After the last character.
    pub end: Position,
}

impl ExplainDocument {
    /// What was found in `text`; with a plan, the memory of builds that spilled.
    pub fn new(text: &str, explained: &Explained, plan: Option<&Plan>) -> Self {
        let source = Source::new(text, "");
        let found = explained.found.iter().map(|it| ExplainedMessage::new(it, &source, plan));
        let unknown = explained.unknown.iter().map(|it| UnknownMessage::new(it, &source));
        Self { schema: SCHEMA, found: found.collect(), unknown: unknown.collect() }
    }

    /// Every position, in no order.
    pub(crate) fn positions(&mut self) -> impl Iterator<Item = &mut Position> {
        let found = self.found.iter_mut().flat_map(|it| &mut it.places);
        let found = found.flat_map(|it| [&mut it.start, &mut it.end]);
        found.chain(self.unknown.iter_mut().flat_map(|it| [&mut it.start, &mut it.end]))
    }
}

impl ExplainedMessage {
    fn new(it: &Found, source: &Source, plan: Option<&Plan>) -> Self {
        let values = it
            .values
            .iter()
            .map(|(name, value)| ExplainValue { name: (*name).to_owned(), value: value.clone() });
        let checks = it.checks().into_iter();
        let checks = checks.map(|(why, sql)| ExplainCheck { why: why.to_owned(), sql });
        let places = it.spans.iter().map(|it| MessagePlace {
            start: source.position(it.start),
            end: source.position(it.end),
        });
        let texts = |it: &[&str]| it.iter().map(|it| (*it).to_owned()).collect();
        Self {
            id: it.explanation.id.to_owned(),
            severity: it.explanation.severity.id().to_owned(),
            message: it.message.clone(),
            title: it.title(),
            meaning: it.meaning(),
            actions: it.actions(),
            checks: checks.collect(),
            values: values.collect(),
            figures: it.figures().into_iter().map(ExplainFigure::from).collect(),
            seen_on: it.seen_on().map(ToOwned::to_owned),
            not_reproduced: it.not_reproduced().map(ToOwned::to_owned),
            sources: texts(it.explanation.sources),
            memory: plan.and_then(|plan| memory(it, plan)).unwrap_or_default(),
            places: places.collect(),
        }
    }
}

impl From<Figure> for ExplainFigure {
    fn from(it: Figure) -> Self {
        Self { name: it.name.to_owned(), value: it.value, unit: it.unit.to_owned(), why: it.why }
    }
}

/// The memory of a build that spilled.
fn memory(it: &Found, plan: &Plan) -> Option<Vec<SpilledIndex>> {
    let tuples: Rows = it.value("tuples")?.parse().ok()?;
    Some(SpilledIndex::all(plan, tuples))
}

impl UnknownMessage {
    fn new(it: &Unknown, source: &Source) -> Self {
        Self {
            severity: it.severity.to_owned(),
            message: it.message.clone(),
            translated: it.translated,
            start: source.position(it.span.start),
            end: source.position(it.span.end),
        }
    }
}
