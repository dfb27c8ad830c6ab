//! What the messages of a server mean.

use serde::Serialize;

use super::SpilledIndex;
use crate::problem::Position;

/// What was found in a text: messages that are known, and messages that are not.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "tsify", derive(tsify::Tsify), tsify(missing_as_null))]
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
    /// Where it is documented, or was measured.
    pub sources: Vec<String>,
    /// For a build that spilled, when a spec is given: the memory that was in force and the memory
    /// that would hold all, for each index of the spec; otherwise empty.
    pub memory: Vec<SpilledIndex>,
    /// Where it stands; never empty.
    pub places: Vec<MessagePlace>,
}

/// SQL that shows more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "tsify", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct ExplainCheck {
    /// What it shows.
    pub why: String,
    /// The statement.
    pub sql: String,
}

/// A variable part of a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "tsify", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct ExplainValue {
    /// What it is, in snake case.
    pub name: String,
    /// What the message says.
    pub value: String,
}

/// Where a message stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "tsify", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct MessagePlace {
    /// The first character.
    pub start: Position,
    /// After the last character.
    pub end: Position,
}

/// A message that is not in the table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "tsify", derive(tsify::Tsify), tsify(missing_as_null))]
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
