//! The parts of the index, and of the memory in which it is built.

use super::{
    counted::Counted,
    graph::RowMemory,
    layout::{ITEM_POINTERS, Layout, PAGE, PAGE_OVERHEAD},
    memory::{LEFT_TO_POSTGRESQL, NEVER_FILLED},
    parallel::Build,
    parts::{Part, with_rest},
    workload::Workload,
};
use crate::domain::{Bytes, Rows};

/// The parts of an index of so many elements.
pub(super) fn of_index(it: &Workload, elements: u64, pages: u64) -> Vec<Part> {
    let layout = Layout::of(it);
    let (element, neighbors) = (layout.element(), layout.mean_neighbors());
    let data_pages = pages - 1;
    let n = commas(elements);
    let parts = vec![
        Part::new("meta page", PAGE, "1 page: version, parameters, entry point".to_owned()),
        Part::new(
            "element tuples",
            elements * element,
            format!(
                "{n} × {element} B: the value has {} B, level, flags and ten heap pointers 72",
                layout.value
            ),
        ),
        Part::new(
            "neighbor tuples",
            (elements as f64 * neighbors).round() as u64,
            format!(
                "{n} × {neighbors:.0} B: 6 B for each of {} links, {} on each layer above",
                2 * layout.m,
                layout.m
            ),
        ),
        Part::new(
            "item pointers and page headers",
            elements * ITEM_POINTERS + data_pages * PAGE_OVERHEAD,
            format!("{n} × {ITEM_POINTERS} B and {} pages × {PAGE_OVERHEAD} B", commas(data_pages)),
        ),
    ];
    with_rest(
        parts,
        Bytes(pages * PAGE),
        "unused space on pages",
        format!(
            "{:.1} rows a page: an element and its links are kept on one page if they fit on one",
            elements as f64 / data_pages as f64
        ),
    )
}

/// The parts of the memory of a build of so many rows.
pub(super) fn of_memory(it: &Workload, build: Build, used: u64) -> Vec<Part> {
    let rows = it.rows.get();
    let row = RowMemory::new(it);
    let n = commas(rows);
    let part = |name, bytes: f64, what: &str| {
        Part::new(name, (rows as f64 * bytes) as u64, format!("{n} × {bytes:.0} B: {what}"))
    };
    let links = row.pointers + row.ground + row.upper;
    let in_graph = || {
        vec![
            part("elements", row.element, "level, lock, ten heap pointers"),
            part("links", links, "16 B for each link, whether it is set or not"),
            part("values", row.value, "the vector"),
        ]
    };
    match build {
        _ if !it.pgvector.builds_in_parallel() => {
            let counted = Counted::new(it);
            let value = Layout::of(it).value as f64;
            let other = counted.counted() as f64 - value;
            let parts = vec![
                part("elements and links", other, "what pgvector 0.5 counts besides the vector"),
                part("values", value, "the vector"),
            ];
            let why = format!(
                "{n} × {:.0} B that pgvector 0.5 does not count: maintenance_work_mem is exceeded \
                 by so much",
                counted.not_counted()
            );
            with_rest(parts, Bytes(used), "allocator", why)
        }
        Build::Serial => {
            let why = format!(
                "a header for each of {:.1} chunks a row, and the tails of {} blocks of 1 MiB",
                row.chunks(),
                commas(used >> 20)
            );
            with_rest(in_graph(), Bytes(used), "allocator", why)
        }
        Build::Parallel { .. } => {
            let mut parts = in_graph();
            let why = "a parallel build leaves it to PostgreSQL".to_owned();
            parts.push(Part::new("left to PostgreSQL", LEFT_TO_POSTGRESQL, why));
            let why = format!("{} B that a parallel build never fills", commas(NEVER_FILLED));
            with_rest(parts, Bytes(used), "reserve", why)
        }
    }
}

fn commas(n: u64) -> String {
    Rows::new(n).map_or_else(|_| n.to_string(), |it| it.to_string())
}
