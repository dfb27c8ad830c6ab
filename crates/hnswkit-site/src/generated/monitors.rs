//! Questions to a running server, from `MONITORS`.

use anyhow::Result;
use hnswkit_core::monitor::{MONITORS, Scope};

use crate::page::{Body, Page, prose};

pub(super) fn pages() -> Result<Vec<Page>> {
    let mut body = Body::new(
        "Queries that say how indexes and builds are doing. They only read; \
         `hnswkit monitor` prints them narrowed down to your plan.",
    );
    body.push("For programs that ask again and again there are [metrics and alerts](page:reference/alerts).");
    body.table(
        ["monitor", "question"],
        MONITORS.iter().map(|it| {
            let header = it.header();
            [format!("[{}](monitor:{})", header.title, it.id), prose(&header.question)]
        }),
    );
    for it in MONITORS {
        let header = it.header();
        body.entry(2, "monitor", it.id, &prose(&header.title));
        body.push(&prose(&header.question));
        body.list([
            format!("Healthy: {}", prose(&header.healthy)),
            format!("Ran on: {} and later", prose(&header.since)),
            format!("Rights: {}", prose(&header.rights)),
        ]);
        header.notes.iter().for_each(|it| body.push(&prose(it)));
        if it.scope == Scope::Index {
            body.push("It is about one index: `hnswkit monitor` fills in what stands behind `:`.");
        }
        body.code("sql", it.sql());
    }
    let source = "crates/hnswkit-core/src/monitor/mod.rs";
    Ok(vec![Page::new("reference", "reference/monitors", "Monitors", body, source)])
}
