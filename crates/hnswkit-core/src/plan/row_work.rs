//! What a plan does row by row besides its builds: columns filled, tables read or written anew.

use super::{
    IndexRequest, Mode, Plan, Step,
    column_findings::{rewrite_seconds, stored},
    model_findings::is,
};
use crate::{
    domain::{Bytes, QualifiedName, Rows, Seconds},
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
    /// WAL in the better case that was measured.
    pub wal_bytes_low: Bytes,
    /// WAL in the worse case that was measured.
    pub wal_bytes_high: Bytes,
    /// What the values take in the table, until the other column is dropped.
    pub column_bytes: Bytes,
}

/// Milliseconds and bytes of WAL for a row that the plan fills: without and with an HNSW index.
// Measured with pgvector 0.8.6 on two processors that others shared, 1,536 dimensions, 3,000 rows:
// 0.08 and 10 to 12 ms, and a pause for half of that behind each batch.
const BY_PLAN: [(f64, f64); 2] = [(0.12, 4_100.0), (18.0, 10_700.0)];
/// Bytes of WAL for a row that the application fills: every page has room, and none has.
// Measured likewise, a vector(1024) beside it: fillfactor 50 and 100.
const BY_APPLICATION: [f64; 2] = [5_300.0, 28_000.0];

impl Plan {
    /// The columns that are filled, by the plan or after it.
    pub(super) fn fills(&self) -> Vec<Fill> {
        let by_plan = self.up.iter().enumerate().filter_map(|(n, step)| {
            let Statement::Backfill(it) = &step.statement else { return None };
            let index = self.about(step)?;
            let rows = index.rows.get() as f64;
            let [low, high] = BY_PLAN;
            let seconds = |ms: f64| Seconds(rows * ms / 1_000.0);
            let seconds = Some((seconds(low.0), seconds(high.0)));
            Some(fill(index, &it.table, Some(n), seconds, [low.1, high.1]))
        });
        let is_expand = |it: &&IndexRequest| is(it, "expand");
        let by_application = self
            .request
            .indexes
            .iter()
            .filter(is_expand)
            .map(|it| fill(it, &it.definition.table, None, None, BY_APPLICATION));
        by_plan.chain(by_application).collect()
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

    fn about(&self, step: &Step) -> Option<&IndexRequest> {
        let index = step.index.as_deref()?;
        self.request.indexes.iter().find(|it| *it.definition == *index)
    }
}

fn fill(
    index: &IndexRequest,
    table: &QualifiedName,
    step: Option<usize>,
    seconds: Option<(Seconds, Seconds)>,
    wal: [f64; 2],
) -> Fill {
    let rows = index.rows.get();
    let [wal_bytes_low, wal_bytes_high] = wal.map(|it| Bytes((rows as f64 * it) as u64));
    Fill {
        step,
        on: table.to_string(),
        rows: index.rows,
        seconds,
        wal_bytes_low,
        wal_bytes_high,
        column_bytes: Bytes(stored(index.vector_type.into(), rows)),
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
            "filling adds {column_bytes} of values to {on}, a second version of each row until \
             vacuum has been there, and {wal_bytes_low} to {wal_bytes_high} of WAL"
        )
    }
}
