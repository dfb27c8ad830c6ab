//! A plan and its steps.

use std::{borrow::Cow, sync::Arc};

use super::{Check, Finding, Request};
use crate::{
    domain::{Bytes, IndexDefinition},
    estimate::Estimate,
    sql::{Statement, Transaction},
};

/// Everything that is going to happen, and the way back.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// What was asked for.
    pub request: Request,
    /// The change, in order.
    pub up: Vec<Step>,
    /// The way back, in order.
    pub down: Vec<Step>,
    /// The numbers of each index, in the order of the request.
    pub estimates: Vec<Estimate>,
    /// The size of each index that serves until the new one is proven; as planned, where it is not
    /// known what it is. In the order of the request.
    pub old_indexes: Vec<Option<Bytes>>,
    /// What the reader should know.
    pub findings: Vec<Finding>,
}

/// One statement and why it is there.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// The part of the work that it belongs to.
    pub phase: Phase,
    /// The index that it is about, when it is about one.
    pub index: Option<Arc<IndexDefinition>>,
    /// The sentence that a reviewer needs.
    pub why: Cow<'static, str>,
    /// The statement.
    pub statement: Statement,
    /// Proves that the step did what it should; fails loudly when not.
    pub verify: Option<Box<Statement>>,
    /// Takes the step back.
    pub rollback: Option<Box<Statement>>,
    /// The point of no return: from here on the way back is another build, or there is none.
    pub no_return: bool,
    /// It does something only where a run was interrupted before, and passes otherwise.
    pub cleans_up: bool,
}

/// A part of the work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Phase {
    /// Settings for the short steps.
    Prepare,
    /// Look before anything is changed.
    Guard,
    /// The long part.
    Build,
    /// The drop of a rollback.
    Drop,
    /// Prove it.
    Verify,
    /// Put the settings back.
    Restore,
}

impl Phase {
    /// The word for JSON and terminals.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Prepare => "prepare",
            Self::Guard => "guard",
            Self::Build => "build",
            Self::Drop => "drop",
            Self::Verify => "verify",
            Self::Restore => "restore",
        }
    }
}

impl Plan {
    /// Whether a transaction may hold the plan; decided by its statements.
    pub fn transaction(&self) -> Transaction {
        let all = || self.up.iter().chain(&self.down).map(|it| it.statement.transaction());
        if all().any(|it| it == Transaction::Forbidden) {
            Transaction::Forbidden
        } else if all().any(|it| it == Transaction::Required) {
            Transaction::Required
        } else {
            Transaction::Allowed
        }
    }

    /// Read-only queries for before; each gives rows of `ok` and `detail`.
    pub fn preflight(&self) -> impl Iterator<Item = Check> {
        let pairs = self.request.indexes.iter().zip(&self.estimates);
        let builds = self.builds();
        pairs.flat_map(move |(index, it)| {
            let built = builds.of(&index.definition);
            let mut all = Check::all(index, it.disk_peak_bytes);
            all.retain(|it| index.is_whole() || it.kind.is_about(built));
            all
        })
    }

    /// The steps that prove the end of the change.
    pub fn proofs(&self) -> impl Iterator<Item = &Step> {
        proofs(&self.up)
    }

    /// The indexes that are there afterwards as planned, in order.
    pub fn kept(&self) -> impl Iterator<Item = &IndexDefinition> {
        let kept = self.request.indexes.iter().filter(|it| it.operation.id != "drop");
        kept.map(|it| &*it.definition)
    }

    /// The planned indexes, in order.
    pub fn definitions(&self) -> impl Iterator<Item = &IndexDefinition> {
        self.request.indexes.iter().map(|it| &*it.definition)
    }
}

/// The steps behind the last change that prove something.
pub(crate) fn proofs(steps: &[Step]) -> impl Iterator<Item = &Step> {
    let after = |it: &Step| matches!(it.phase, Phase::Verify | Phase::Restore);
    let n = steps.iter().rev().take_while(|it| after(it)).count();
    let is_setting = |it: &Step| matches!(it.statement, Statement::Set(_));
    steps[steps.len() - n..].iter().filter(move |it| it.phase == Phase::Verify && !is_setting(it))
}
