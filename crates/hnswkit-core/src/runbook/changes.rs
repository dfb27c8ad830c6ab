//! The steps of a plan that changes what is there, in words.

use super::{markdown::code_cell, numbers::band, view::View};
use crate::{
    domain::Bytes,
    plan::{Built, IndexRequest, Mode, Operation, Plan, Step},
    sql::Blocked,
};

/// A row of the table of changes.
pub(super) struct Change {
    pub(super) name: String,
    pub(super) table: String,
    pub(super) operation: &'static str,
    pub(super) rows: String,
    pub(super) time: String,
}

/// A row of a table of steps.
pub(super) struct StepRow {
    pub(super) n: usize,
    pub(super) what: String,
    pub(super) waits: String,
}

impl View<'_> {
    pub(super) fn is_change(&self) -> bool {
        is_change(self.plan)
    }

    pub(super) fn changes(&self) -> Vec<Change> {
        let builds = self.plan.builds();
        let rows = self.requests().iter().zip(&self.plan.estimates).map(|(index, it)| Change {
            name: code_cell(index.definition.name.as_str()),
            table: code_cell(&format!("{} ({})", index.definition.table, index.definition.key)),
            operation: index.operation.id,
            rows: index.rows.to_string(),
            time: match builds.of(&index.definition) {
                Built::There => band(it),
                Built::Back => format!("{} on the way back", band(it)),
                Built::Nowhere => "not here".to_owned(),
            },
        });
        rows.collect()
    }

    pub(super) fn who_waits(&self) -> &'static str {
        match self.plan.request.mode {
            Mode::Online => {
                "Reads and writes go on while it runs, but for the moments that the steps below name."
            }
            Mode::Transactional => {
                "**Writes to the tables wait** until the transaction ends, and reads where the steps \
                 below say so."
            }
        }
    }

    /// Whether the way there builds anything.
    pub(super) fn builds(&self) -> bool {
        0 < self.plan.summary().builds
    }

    pub(super) fn disk_to_change(&self) -> String {
        let it = self.plan.summary();
        #[cfg(feature = "every-operation")]
        let is_filled = !it.fills.is_empty();
        #[cfg(not(feature = "every-operation"))]
        let is_filled = false;
        let what = match (self.builds(), is_filled) {
            (_, false) => "indexes and WAL together",
            (true, true) => "indexes, columns and WAL together",
            (false, true) => "until the column is filled, WAL and all",
        };
        let parts = match it.disk_peak_bytes {
            Bytes(0) => vec!["nothing is built here".to_owned()],
            disk => vec![format!("{disk} must be free, {what}")],
        };
        #[cfg(feature = "every-operation")]
        let parts: Vec<_> =
            parts.into_iter().chain(it.fills.iter().map(crate::plan::Fill::disk)).collect();
        parts.join("; ")
    }

    /// The steps that are not about settings.
    pub(super) fn steps(&self) -> Vec<StepRow> {
        rows(&self.plan.up)
    }

    pub(super) fn steps_back(&self) -> Vec<StepRow> {
        rows(&self.plan.down)
    }

    /// Up to which step one can go back; behind a sentence.
    pub(super) fn no_return(&self) -> String {
        let shown = shown(&self.plan.up);
        let last = self.plan.up.iter().enumerate().filter(|(_, it)| it.no_return);
        let place = |n| shown.iter().position(|it| *it == n);
        let steps: Vec<_> =
            last.filter_map(|(n, _)| Some(format!("step {}", place(n)? + 1))).collect();
        match steps.as_slice() {
            [] => String::new(),
            all => format!(
                " From {} on, what was there before is gone, and {}.",
                all.join(" and "),
                match self.plan.builds_back() {
                    true => "going back means to build it again",
                    false => "nothing brings it back",
                }
            ),
        }
    }
}

/// Where the steps are that are not about settings.
fn shown(steps: &[Step]) -> Vec<usize> {
    (0..steps.len()).filter(|n| !steps[*n].statement.is_setting()).collect()
}

fn rows(steps: &[Step]) -> Vec<StepRow> {
    let row = |(n, at): (usize, usize)| {
        let step = &steps[at];
        StepRow { n: n + 1, what: code_cell(&step.statement.title()), waits: waits(step) }
    };
    shown(steps).into_iter().enumerate().map(row).collect()
}

fn waits(step: &Step) -> String {
    let Some(lock) = step.statement.lock() else { return "nothing".to_owned() };
    let blocked: Vec<_> = lock.mode.blocks().iter().map(|it| Blocked::id(*it)).collect();
    match blocked.as_slice() {
        [] => "nothing".to_owned(),
        all => format!("{} on {}, {}", all.join(", "), code_cell(&lock.table), lock.held),
    }
}

/// Whether the plan does anything but create indexes.
pub(super) fn is_change(plan: &Plan) -> bool {
    let creates = |it: &IndexRequest| it.operation == Operation::DEFAULT;
    plan.request.indexes.is_empty() || !plan.request.indexes.iter().all(creates)
}
