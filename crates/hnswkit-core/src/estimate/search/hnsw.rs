//! pgvector's cost of a scan: the old model, and the one that came with 0.8.0.

use super::{
    super::math::ln,
    cost::{CPU_INDEX_TUPLE, CPU_OPERATOR, CPU_TUPLE, Cost, pages_fetched},
    query::PlannerSettings,
    table::{Table, whole},
};

/// The share of a first visit's neighbors that is new, as pgvector takes it.
// pgvector 0.8.6 src/hnsw.c hnswcostestimate: scalingFactor.
const SCALING: f64 = 0.55;

/// A scan of the index, with all that the conditions leave.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scan {
    /// Its costs, those of the table's rows included.
    pub(super) cost: Cost,
    /// Entries that pgvector reckons with before the first row; not what a scan really visits.
    pub(super) visited: f64,
    /// Pages of the index that pgvector reckons with.
    pub(super) pages: f64,
}

/// What a scan costs with that `hnsw.ef_search`.
pub(super) fn scan(it: &Table, ef_search: f64, settings: &PlannerSettings) -> Scan {
    let found = if it.new_costs { new(it, ef_search, settings) } else { old(it, settings) };
    let (startup, index) = found.costs;
    // PostgreSQL 18 src/backend/optimizer/path/costsize.c cost_index: pgvector says nothing of
    // the order of the table, so each row is fetched on its own.
    let rows = it.passing();
    let fetched = whole(it.entries);
    let pages = pages_fetched(fetched, it.pages, it.index_pages, settings);
    let each = CPU_TUPLE + it.conditions * CPU_OPERATOR;
    let run = index - startup + pages * settings.random_page_cost + each * fetched;
    let total = startup + run + it.key * CPU_OPERATOR * rows;
    Scan { cost: Cost { startup, total, rows }, visited: found.visited, pages: found.pages }
}

struct Found {
    /// Before the first row, and after the last; the index alone.
    costs: (f64, f64),
    visited: f64,
    pages: f64,
}

/// Up to 0.7.4: neither `hnsw.ef_search` nor LIMIT matters, nor that most of the work is random.
// pgvector 0.7.4 src/hnsw.c hnswcostestimate.
fn old(it: &Table, settings: &PlannerSettings) -> Found {
    // Both are cut to whole numbers, one after the other.
    let level = (ln(it.entries).floor() / ln(it.m)).floor();
    let visited = ((level + 2.0) * it.m).clamp(1.0, it.entries);
    let (pages, total) = generic(it, visited, settings);
    Found { costs: (total, total), visited, pages }
}

/// Since 0.8.0: the share of the index that the first row takes, of the cost of all of it.
// pgvector 0.8.6 src/hnsw.c hnswcostestimate.
fn new(it: &Table, ef_search: f64, settings: &PlannerSettings) -> Found {
    let (pages, total) = generic(it, it.entries.max(1.0), settings);
    let visited = visited(it.entries, it.m, ef_search);
    let ratio = (visited / it.entries).min(1.0);
    let mut startup = total * ratio;
    let touched = pages * ratio;
    // A table whose vectors are in TOAST looks small: without this its index never paid.
    if it.pages < touched && ratio < 0.5 {
        startup -= touched * (settings.random_page_cost - settings.seq_page_cost);
        startup -= (touched - it.pages) * settings.seq_page_cost;
    }
    Found { costs: (startup, total), visited: visited.min(it.entries), pages: touched }
}

/// Entries that a scan visits before its first row, as pgvector reckons.
fn visited(entries: f64, m: f64, ef_search: f64) -> f64 {
    let (entries, of_m) = (ln(entries), ln(m));
    let level = (entries / of_m).floor();
    let new = SCALING * entries / (of_m * (1.0 + ln(ef_search)));
    level * m + 2.0 * m * ef_search * new
}

/// The pages that hold so many entries, and what reading them costs.
// PostgreSQL 18 src/backend/utils/adt/selfuncs.c genericcostestimate.
fn generic(it: &Table, entries: f64, settings: &PlannerSettings) -> (f64, f64) {
    let pages = if 1.0 < it.index_pages && 1.0 < it.entries {
        (entries * it.index_pages / it.entries).ceil()
    } else {
        1.0
    };
    let cpu = entries * (CPU_INDEX_TUPLE + CPU_OPERATOR);
    (pages, pages * settings.random_page_cost + cpu)
}
