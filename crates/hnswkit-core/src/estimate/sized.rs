//! The size of the index of a workload: elements, pages, and their bounds.

use super::{
    layout::{HEAP_TIDS, Layout},
    size::{PageModel, Pages},
    workload::Workload,
};
use crate::domain::ElementType;

/// The size of an index.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sized {
    /// Elements: rows, but for those that share one.
    pub(super) elements: u64,
    /// Elements that are inserted after the build has spilled.
    pub(super) inserted: u64,
    /// Pages, the meta page included.
    pub(super) pages: Pages,
    /// What the pages of other numbers of rows come from.
    #[cfg(feature = "every-number")]
    pub(super) model: PageModel,
}

/// The average of a sparsevec's elements is guessed, and its rows differ.
const NON_ZERO_OFF: (f64, f64) = (0.9, 1.1);

/// The size when so many of the rows come after the build has spilled.
pub(super) fn size(it: &Workload, spilled: u64) -> Sized {
    let rows = it.rows.get();
    let elements = elements(it);
    let share = elements as f64 / rows.max(1) as f64;
    let inserted = ((spilled as f64 * share).round() as u64).min(elements);
    let model = PageModel::new(Layout::of(it));
    let mut pages = model.pages(elements - inserted, inserted);
    // Equal vectors are found by luck: the more of them, the less.
    if elements < rows {
        pages.high = model.pages(rows, 0).high;
    }
    if it.vector_type.element() == ElementType::Sparsevec {
        let with = |factor: f64| {
            let non_zero = (f64::from(it.non_zero) * factor).round() as u32;
            PageModel::new(Layout::of(&Workload { non_zero, ..*it }))
        };
        pages.low = with(NON_ZERO_OFF.0).pages(elements - inserted, inserted).low.min(pages.low);
        let most = if elements < rows { rows } else { elements };
        pages.high = with(NON_ZERO_OFF.1).pages(most, 0).high.max(pages.high);
    }
    Sized {
        elements,
        inserted,
        pages,
        #[cfg(feature = "every-number")]
        model,
    }
}

/// Elements of the graph; equal vectors share one, which has room for ten rows.
fn elements(it: &Workload) -> u64 {
    let rows = it.rows.get();
    if !it.hnsw.merges_duplicates() {
        return rows;
    }
    let distinct = (rows as f64 * (1.0 - it.duplicates)).round() as u64;
    distinct.max(rows.div_ceil(HEAP_TIDS)).min(rows)
}
