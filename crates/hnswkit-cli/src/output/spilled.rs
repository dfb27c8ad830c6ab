//! The memory that was in force when a build spilled, for people.

use hnswkit_api::json::{MemoryBounds, SpilledDocument, SpilledIndex};
use hnswkit_core::domain::{Bytes, Rows};

use super::{
    style::{DIM, TITLE, paint},
    table::Table,
};

/// Every index with its answers.
pub(crate) fn show(document: &SpilledDocument, after: Rows) -> String {
    let mut out = String::new();
    for it in &document.indexes {
        if !out.is_empty() {
            out.push('\n');
        }
        let aside = paint(DIM, format!("spilled after {after} tuples"));
        out.push_str(&format!("{}  {aside}\n", paint(TITLE, &it.name)));
        table(it).push(&mut out, "  ");
    }
    out
}

/// The answers for one index.
pub(crate) fn table(it: &SpilledIndex) -> Table {
    let mut table = Table::default();
    for (name, range) in [("built by one process", it.serial), ("built with workers", it.parallel)]
    {
        table.row([paint(DIM, name), describe(range)]);
    }
    let rows = Rows::new(it.rows).map_or_else(|_| it.rows.to_string(), |it| it.to_string());
    let value = format!("maintenance_work_mem = {}", it.recommended_maintenance_work_mem);
    table.row([paint(DIM, format!("all {rows} rows need")), value]);
    table
}

fn describe(range: Option<MemoryBounds>) -> String {
    let Some(MemoryBounds { low_bytes, high_bytes }) = range else {
        return "no maintenance_work_mem gives this number".to_owned();
    };
    let kilobytes = |it: u64| format!("{}kB", it >> 10);
    format!(
        "maintenance_work_mem was {} ({} to {})",
        Bytes(low_bytes),
        kilobytes(low_bytes),
        kilobytes(high_bytes)
    )
}
