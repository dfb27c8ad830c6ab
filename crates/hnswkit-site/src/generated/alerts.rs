//! The monitoring pack, from `OUTPUTS`, `ALERTS` and `METRICS`.

use anyhow::Result;
use hnswkit_core::monitor::pack::{ALERTS, Alert, METRICS, OUTPUTS};

use super::source;
use crate::page::{Body, Page, code, prose};

pub(super) fn pages() -> Result<Vec<Page>> {
    let mut body = Body::new(
        "What `hnswkit monitor --format` writes for the programs that collect, judge and draw: \
         alerts with their reasons, metrics with the question that answers each.",
    );
    body.heading(2, "Formats");
    for it in OUTPUTS {
        body.entry(3, "output", it.id, &prose(it.title));
        body.push(&prose(it.usage));
        let command = code(&format!("hnswkit monitor --format {} -o DIR", it.id));
        body.list([format!("Command: {command}"), format!("Source: {}", source(it.source))]);
    }
    body.heading(2, "Alerts");
    body.push("Thresholds are where we would want to be told, and meant to be changed.");
    ALERTS.iter().for_each(|it| alert(&mut body, it));
    body.heading(2, "Metrics");
    body.table(
        ["metric", "what it says", "kind", "unit", "from"],
        METRICS.iter().map(|it| {
            let monitor = format!("[{0}](monitor:{0})", it.monitor);
            [code(it.name), prose(it.help), it.kind.id().into(), it.unit.id().into(), monitor]
        }),
    );
    METRICS.iter().for_each(|it| body.also("metrics", it.name, "metrics"));
    let source = "crates/hnswkit-core/src/monitor/pack/mod.rs";
    Ok(vec![Page::new("reference", "reference/alerts", "Metrics and alerts", body, source)])
}

fn alert(body: &mut Body, it: &Alert) {
    body.entry(3, "alert", it.name, it.name);
    body.push(&prose(it.description));
    body.push(&format!("Why: {}", prose(it.reason)));
    body.list([
        format!("Severity: **{}**, after {}", it.severity.id(), it.wait),
        format!("Runbook: [{0}](runbook:{0})", it.runbook),
    ]);
    body.code("text", it.expr);
}
