//! `estimate --spilled-after`: from the NOTICE of a build back to its memory.

use hnswkit_api::json::SCHEMA;
use hnswkit_core::{
    domain::Rows,
    estimate::{MemoryRange, memory_in_force},
    plan::Plan,
};
use serde::Serialize;

use crate::{
    args::Global,
    failure::Failure,
    output::{
        self, json,
        style::{DIM, TITLE, paint},
        table::Table,
    },
};

/// The memory that was in force.
#[derive(Serialize)]
struct SpilledDocument {
    schema: u32,
    spilled_after: u64,
    indexes: Vec<Spilled>,
}

/// The memory that was in force for one index.
#[derive(Serialize)]
struct Spilled {
    name: String,
    /// If one process built it; null when no setting gives this number.
    serial: Option<Range>,
    /// If workers took part; null when no setting gives this number.
    parallel: Option<Range>,
}

/// A setting between these, both included.
#[derive(Serialize)]
struct Range {
    low_bytes: u64,
    high_bytes: u64,
}

/// Reads the number of tuples; commas and underscores are fine.
pub(super) fn parse(text: &str) -> Result<Rows, Failure> {
    text.replace(',', "").parse().map_err(|_| {
        Failure::input(
            "--spilled-after",
            format!("it must be the number of tuples of the NOTICE, but is `{text}`"),
            "the server says: hnsw graph no longer fits into maintenance_work_mem after N tuples",
        )
    })
}

/// Shows the memory that was in force.
pub(super) fn run(plan: &Plan, rows: Rows, global: Global) -> Result<(), Failure> {
    let answers = plan.request.indexes.iter().map(|it| {
        let answer = memory_in_force(&it.workload(&plan.request.target), rows.get());
        (it, answer)
    });
    if global.json {
        let range = |it: MemoryRange| Range { low_bytes: it.low.get(), high_bytes: it.high.get() };
        let indexes = answers.map(|(index, it)| Spilled {
            name: index.definition.name.as_str().to_owned(),
            serial: it.serial.map(range),
            parallel: it.parallel.map(range),
        });
        let indexes = indexes.collect();
        return json::print(&SpilledDocument {
            schema: SCHEMA,
            spilled_after: rows.get(),
            indexes,
        });
    }
    let mut out = String::new();
    for (index, it) in answers {
        if !out.is_empty() {
            out.push('\n');
        }
        out.push_str(&format!(
            "{}  {}\n",
            paint(TITLE, index.definition.qualified_name()),
            paint(DIM, format!("spilled after {rows} tuples"))
        ));
        let mut table = Table::default();
        for (name, range) in
            [("built by one process", it.serial), ("built with workers", it.parallel)]
        {
            table.row([paint(DIM, name), describe(range)]);
        }
        table.push(&mut out, "  ");
    }
    output::stdout(&out)
}

fn describe(range: Option<MemoryRange>) -> String {
    let Some(MemoryRange { low, high }) = range else {
        return "no maintenance_work_mem gives this number".to_owned();
    };
    let kilobytes = |it: u64| format!("{}kB", it >> 10);
    format!(
        "maintenance_work_mem was {low} ({} to {})",
        kilobytes(low.get()),
        kilobytes(high.get())
    )
}
