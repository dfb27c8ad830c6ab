//! How long a running build still takes, for people.

use hnswkit_api::json::{IndexProgress, ProgressDocument};
use hnswkit_core::domain::{Rows, Seconds};

use super::{
    style::{DIM, TITLE, paint},
    table::Table,
};

/// Every index with its answer.
pub(crate) fn show(document: &ProgressDocument) -> String {
    let mut out = String::new();
    for it in &document.indexes {
        if !out.is_empty() {
            out.push('\n');
        }
        let samples = match document.samples {
            1 => "1 sample".to_owned(),
            n => format!("{n} samples"),
        };
        out.push_str(&format!("{}  {}\n", paint(TITLE, &it.name), paint(DIM, samples)));
        table(it).push(&mut out, "  ");
    }
    out
}

fn table(it: &IndexProgress) -> Table {
    let mut table = Table::default();
    let mut row = |name: &str, value: String| table.row([paint(DIM, name), value]);
    let rows = |it: u64| Rows::new(it).map_or_else(|_| it.to_string(), |it| it.to_string());
    let band = it.remaining_seconds_low.zip(it.remaining_seconds_high);
    let (Some((low, high)), Some(likely), Some(done)) =
        (band, it.remaining_seconds_likely, it.done)
    else {
        row("takes still", format!("unknown: these are no samples of {} rows", rows(it.rows)));
        return table;
    };
    row("done", format!("{:.0} % of the work of {} rows", 100.0 * done, rows(it.rows)));
    let (low, likely, high) = (Seconds(low), Seconds(likely), Seconds(high));
    row("takes still", format!("{low} to {high}, likely {likely}"));
    if let (Some(spills), Some(factor)) = (it.spills_at, it.spilled_row) {
        row(
            "spills",
            format!("at row {}; a row takes {factor:.1} times as long from there on", rows(spills)),
        );
    }
    table
}
