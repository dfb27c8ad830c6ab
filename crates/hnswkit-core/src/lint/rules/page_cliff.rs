//! A few dimensions too many.

use super::shared::number;
use crate::{
    domain::ElementType,
    lint::{
        Rule, Severity,
        catalog::Kind,
        rule::{Report, Scene, page},
    },
};

pub(in crate::lint) static RULE: Rule = Rule {
    id: "page-cliff",
    summary: "a few dimensions fewer would halve the index",
    severity: Severity::Hint,
    page: page!("page_cliff.md"),
    check,
};

/// Dimensions within this share of a cliff are worth a word.
const NEAR: f64 = 0.03;

fn check(scene: &Scene<'_>, report: &mut Report<'_>) {
    let Some(create) = scene.hnsw() else { return };
    let Some(Kind { dimensions: Some(dimensions), name }) = scene.kind().cloned() else { return };
    let (width, most) = match name.as_str() {
        "vector" => (4, ElementType::Vector.max_indexed_dimensions()),
        "halfvec" => (2, ElementType::Halfvec.max_indexed_dimensions()),
        _ => return,
    };
    let Some(m) = number(create, "m", 16).and_then(|it| u64::try_from(it).ok()) else { return };
    if u64::from(most) < dimensions || !(2..=100).contains(&m) {
        return;
    }
    let here = rows_a_page(dimensions, width, m);
    // With more rows a page the steps are small.
    if 1 < here {
        return;
    }
    let from = dimensions - (dimensions as f64 * NEAR) as u64;
    let Some(edge) = (from..dimensions).rev().find(|it| here < rows_a_page(*it, width, m)) else {
        return;
    };
    let Some(key) = create.keys.first() else { return };
    let takes = |n: u64| match n {
        0 => "two pages a row",
        1 => "one page a row",
        _ => "half a page a row",
    };
    report
        .at(&key.span, format!(
            "{dimensions} dimensions take {} in the index, {edge} take {}",
            takes(here),
            takes(rows_a_page(edge, width, m))
        ))
        .help(match width {
            4 => "index it as halfvec, which takes half of that, or have the model give fewer dimensions",
            _ => "have the model give fewer dimensions",
        });
}

/// Rows on a page of 8 kB, elements of the lowest level; none when one takes two pages.
// pgvector 0.8.6 src/hnswbuild.c CreateGraphPages, src/hnsw.h HNSW_ELEMENT_TUPLE_SIZE and
// HNSW_NEIGHBOR_TUPLE_SIZE.
fn rows_a_page(dimensions: u64, width: u64, m: u64) -> u64 {
    let element = (72 + 8 + width * dimensions).next_multiple_of(8);
    let neighbors = (4 + 12 * m).next_multiple_of(8);
    8_160 / (element + neighbors + 8)
}
