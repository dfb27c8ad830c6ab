//! What a plan does row by row besides its builds: columns filled, tables read or written anew.

use super::{
    IndexRequest, Mode, Plan, Step, column_findings::rewrite_seconds, model_findings::is,
    summary::is_build,
};
use crate::{
    domain::{Bytes, ColumnType, IndexDefinition, QualifiedName, Rows, Seconds},
    estimate::{Estimate, Filled, Filler},
    sql::Statement,
};

/// A column that gets a value in every row, which writes each row anew.
#[derive(Debug, Clone, PartialEq)]
pub struct Fill {
    /// The step, counted from 0; nothing when the application fills it, after the plan.
    pub step: Option<usize>,
    /// The table, as SQL.
    pub on: String,
    /// Its rows.
    pub rows: Rows,
    /// How long it takes without and with an HNSW index on the table, as measured; nothing when
    /// the application fills it, in its own time.
    pub seconds: Option<(Seconds, Seconds)>,
    /// WAL when no index gets a new entry and no page is written whole.
    pub wal_bytes_low: Bytes,
    /// WAL when the old index gets an entry for each row, and pages are written whole.
    pub wal_bytes_high: Bytes,
    /// What the table grows by: the values, until the other column is dropped, and a new version of
    /// each row.
    pub column_bytes: Bytes,
}

/// Milliseconds for a row that the plan fills: without and with an HNSW index.
// Measured with pgvector 0.8.6 on two processors that others shared, 1,536 dimensions, 3,000 rows:
// 0.08 and 10 to 12 ms, and a pause for half of that behind each batch.
const BY_PLAN: (f64, f64) = (0.12, 18.0);

impl Plan {
    /// The columns that are filled, by the plan or after it.
    pub(super) fn fills(&self) -> Vec<Fill> {
        let by_plan = self.up.iter().enumerate().filter_map(|(n, step)| {
            let Statement::Backfill(it) = &step.statement else { return None };
            let (index, estimate) = self.about(step.index.as_deref()?)?;
            let old = index.change.as_ref()?.from;
            let rows = index.rows.get() as f64;
            let seconds = |ms: f64| Seconds(rows * ms / 1_000.0);
            let seconds = Some((seconds(BY_PLAN.0), seconds(BY_PLAN.1)));
            let filled = estimate.filled(old, index.vector_type.into(), Filler::Plan);
            Some(fill(index, &it.table, (Some(n), seconds), filled))
        });
        let is_expand = |it: &&IndexRequest| is(it, "expand");
        let by_application = self.request.indexes.iter().filter(is_expand).filter_map(|index| {
            let (_, estimate) = self.about(&index.definition)?;
            let old: ColumnType = index.model.as_ref()?.old_type;
            let filled = estimate.filled(old, index.vector_type.into(), Filler::Application);
            Some(fill(index, &index.definition.table, (None, None), filled))
        });
        by_plan.chain(by_application).collect()
    }

    /// Whether all that is written is written by the application, after the plan.
    pub(super) fn is_filled_later(&self) -> bool {
        let builds = self.up.iter().any(|it| is_build(&it.statement));
        let fills = self.fills();
        !builds && !fills.is_empty() && fills.iter().all(|it| it.step.is_none())
    }

    /// The steps that read every row, counted from 0; how long that takes was not measured.
    pub(super) fn reads(&self) -> Vec<usize> {
        let reads = |it: &Step| {
            matches!(
                it.statement,
                Statement::VerifyCast(_)
                    | Statement::VerifyBackfilled(_)
                    | Statement::CopyNotNull(_)
                    | Statement::FillGate(_)
                    | Statement::ProveFilled(_)
            )
        };
        self.up.iter().enumerate().filter(|(_, it)| reads(it)).map(|(n, _)| n).collect()
    }

    /// How long tables are written anew under a lock, in memory and without other indexes.
    pub(super) fn rewrites(&self) -> Option<(Seconds, Seconds)> {
        if self.request.mode == Mode::Online {
            return None;
        }
        let changes = self.request.indexes.iter().filter_map(|it| Some((it.change?, it.rows)));
        changes
            .map(|(it, rows)| rewrite_seconds(it.from, rows))
            .reduce(|one, other| (Seconds(one.0.0 + other.0.0), Seconds(one.1.0 + other.1.0)))
    }

    fn about(&self, index: &IndexDefinition) -> Option<(&IndexRequest, &Estimate)> {
        let mut all = self.request.indexes.iter().zip(&self.estimates);
        all.find(|(it, _)| *it.definition == *index)
    }
}

fn fill(
    index: &IndexRequest,
    table: &QualifiedName,
    (step, seconds): (Option<usize>, Option<(Seconds, Seconds)>),
    filled: Filled,
) -> Fill {
    Fill {
        step,
        on: table.to_string(),
        rows: index.rows,
        seconds,
        wal_bytes_low: filled.wal_bytes_low,
        wal_bytes_high: filled.wal_bytes_high,
        column_bytes: filled.column_bytes,
    }
}

impl Fill {
    /// What it costs in time, as a clause.
    pub(super) fn time(&self) -> String {
        match self.seconds {
            Some((low, high)) => format!(
                "{low} to {high} to fill {} rows, without and with an HNSW index on the table, at \
                 the 0.12 and 18 ms a row that 3,000 rows of 1,536 dimensions took",
                self.rows
            ),
            None => format!(
                "then the application fills {} rows, which takes as long as it takes",
                self.rows
            ),
        }
    }

    /// What it costs in disk, as a clause.
    pub(crate) fn disk(&self) -> String {
        let Self { on, column_bytes, wal_bytes_low, wal_bytes_high, .. } = self;
        format!(
            "filling adds {column_bytes} to {on}, of it a second version of each row until vacuum \
             has been there, and {wal_bytes_low} to {wal_bytes_high} of WAL"
        )
    }
}
