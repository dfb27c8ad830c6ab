//! What is known of the source at hand beside its single statements.

use std::rc::Rc;

use super::{Direction, Role, Tool, catalog::Index};
use crate::parse::Span;

/// The source at hand.
#[derive(Debug, Default)]
pub(super) struct File {
    /// What it is there for.
    pub(super) role: Role,
    /// What runs it, if that is known.
    pub(super) tool: Option<Tool>,
    /// Which way it goes at this place.
    pub(super) direction: Direction,
    /// Whether it is a program with SQL in it.
    pub(super) is_program: bool,
    /// Whether a marker for the way back was seen.
    pub(super) has_down: bool,
    /// The statements seen so far.
    pub(super) statements: usize,
    /// How many statements came before the part at hand.
    pub(super) part: usize,
    /// The indexes of pgvector that it has created, on the way forward.
    pub(super) created: Vec<Created>,
    /// The indexes that it has dropped.
    pub(super) dropped: Vec<Dropped>,
    /// The names of indexes that it has built anew.
    pub(super) rebuilt: Vec<String>,
    /// Whether it looks at whether indexes are valid.
    pub(super) looks_at_validity: bool,
    /// Session settings of pgvector that were set and not taken back.
    pub(super) open_settings: Vec<(String, Span)>,
    /// Whether it asks for nearest rows after that.
    pub(super) asks_after_setting: bool,
    /// Statements of the message at hand that no transaction may hold.
    pub(super) alone: Vec<(Span, &'static str)>,
    /// Those that go in one message with others.
    pub(super) mixed: Vec<(Span, &'static str)>,
    /// Whether any statement shows that no transaction is around the file: what a transaction
    /// may not hold, or `BEGIN`.
    pub(super) is_outside: bool,
    /// Where `SET LOCAL` or its function stands outside of `BEGIN` and `COMMIT`.
    pub(super) locals: Vec<(String, Span)>,
    /// Parameters that indexes were given for their next build.
    pub(super) for_later: Vec<(String, Span)>,
    /// Whether the way back drops an index or table, or runs anything at all.
    pub(super) down_statements: usize,
}

/// An index that was created.
#[derive(Debug, Clone)]
pub(super) struct Created {
    pub(super) index: Rc<Index>,
    pub(super) concurrently: bool,
    pub(super) if_not_exists: Option<Span>,
    pub(super) direction: Direction,
    /// Whether the table was created in the same source.
    pub(super) on_new_table: bool,
}

/// An index that was dropped.
#[derive(Debug, Clone)]
pub(super) struct Dropped {
    pub(super) name: String,
    /// What it was, if that is known.
    pub(super) index: Option<Rc<Index>>,
    pub(super) if_exists: bool,
    pub(super) generated: Option<&'static str>,
    pub(super) span: Span,
    pub(super) direction: Direction,
    /// How many indexes had been created before it.
    pub(super) after_creations: usize,
    pub(super) in_transaction: bool,
}
