//! PostgreSQL's costs of reading, sorting and limiting one table.
// PostgreSQL 18 src/backend/optimizer/path/costsize.c; the terms are the same since 15.

use super::{
    super::math::ln,
    query::PlannerSettings,
    table::{Table, whole},
};

/// The costs that hardly anybody changes.
// PostgreSQL 18 src/include/optimizer/cost.h.
pub(super) const CPU_TUPLE: f64 = 0.01;
pub(super) const CPU_INDEX_TUPLE: f64 = 0.005;
pub(super) const CPU_OPERATOR: f64 = 0.0025;
const PARALLEL_SETUP: f64 = 1_000.0;
const PARALLEL_TUPLE: f64 = 0.1;

/// `min_parallel_table_scan_size` in pages.
// PostgreSQL 18 src/backend/utils/misc/guc_tables.c.
const FIRST_WORKER: f64 = 1_024.0;

/// Bytes of a row in the sort: its header, and a key with its distance.
// PostgreSQL 18 relation_byte_size: MAXALIGN of the header and of the width.
const SORTED_ROW: f64 = 24.0 + 16.0;

/// A plan's costs, and the rows that it gives.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Cost {
    /// Before the first row.
    pub(super) startup: f64,
    /// After the last.
    pub(super) total: f64,
    /// The rows.
    pub(super) rows: f64,
}

impl Cost {
    /// The same when only so many rows are fetched, after so many that are skipped.
    // PostgreSQL 18 src/backend/optimizer/util/pathnode.c adjust_limit_rows_costs.
    pub(super) fn limited(self, offset: f64, limit: f64) -> Self {
        let each = (self.total - self.startup) / self.rows;
        let skipped = offset.min(self.rows);
        let startup = self.startup + each * skipped;
        let rows = limit.min((self.rows - skipped).max(1.0));
        Self { startup, total: startup + each * rows, rows }
    }

    /// Whether it is taken instead of the other: totals within 1 % leave it to the startup cost.
    // PostgreSQL 18 src/backend/optimizer/util/pathnode.c compare_path_costs_fuzzily.
    pub(super) fn beats(&self, other: &Self) -> bool {
        const FUZZ: f64 = 1.01;
        if self.total > other.total * FUZZ || other.total > self.total * FUZZ {
            return self.total < other.total;
        }
        if self.startup > other.startup * FUZZ || other.startup > self.startup * FUZZ {
            return self.startup < other.startup;
        }
        self.total < other.total
    }
}

/// Reading the whole table, and its distances.
pub(super) fn sequential(it: &Table, settings: &PlannerSettings) -> Cost {
    let rows = it.passing();
    let operators = it.conditions + it.predicate;
    let disk = settings.seq_page_cost * it.pages;
    let cpu = (CPU_TUPLE + operators * CPU_OPERATOR) * it.rows;
    Cost { startup: 0.0, total: disk + cpu + it.key * CPU_OPERATOR * rows, rows }
}

/// Sorting what another plan gives, of which so many rows are wanted.
// PostgreSQL 18 cost_tuplesort.
pub(super) fn sorted(from: Cost, wanted: f64, settings: &PlannerSettings) -> Cost {
    let rows = from.rows.max(2.0);
    let kept = if wanted < rows { wanted } else { rows };
    let memory = settings.work_mem.get() as f64;
    let comparison = 2.0 * CPU_OPERATOR * rows;
    let bytes = rows * SORTED_ROW;
    let work = if memory < kept * SORTED_ROW {
        comparison * log2(rows) + spilled(bytes, memory, settings)
    } else if 2.0 * kept < rows || memory < bytes {
        comparison * log2(2.0 * kept)
    } else {
        comparison * log2(rows)
    };
    let startup = from.total + work;
    Cost { startup, total: startup + CPU_OPERATOR * rows, rows: from.rows }
}

/// The disk that a sort takes which does not fit.
// PostgreSQL 18 src/backend/utils/sort/tuplesort.c tuplesort_merge_order.
fn spilled(bytes: f64, memory: f64, settings: &PlannerSettings) -> f64 {
    let runs = bytes / memory;
    let order = (memory / (34.0 * 8_192.0)).floor().clamp(6.0, 500.0);
    let passes = if order < runs { (ln(runs) / ln(order)).ceil() } else { 1.0 };
    let page = 0.75 * settings.seq_page_cost + 0.25 * settings.random_page_cost;
    2.0 * (bytes / 8_192.0).ceil() * passes * page
}

/// The plans in which workers read the table; none below 8 MB.
pub(super) fn parallel(it: &Table, wanted: f64, settings: &PlannerSettings) -> Option<[Cost; 2]> {
    let workers = workers(it.pages, settings)?;
    // PostgreSQL 18 get_parallel_divisor: what the leader does besides.
    let divisor = workers + (1.0 - 0.3 * workers).max(0.0);
    let rows = it.passing();
    let part = whole(rows / divisor);
    let operators = it.conditions + it.predicate;
    let cpu = (CPU_TUPLE + operators * CPU_OPERATOR) * it.rows / divisor;
    let total = settings.seq_page_cost * it.pages + cpu + it.key * CPU_OPERATOR * part;
    let read = Cost { startup: 0.0, total, rows: part };
    // PostgreSQL 18 src/backend/optimizer/plan/planner.c create_ordered_paths; 17 was the first
    // to reckon with the leader here.
    let merged = if it.postgres < 17 { part * workers } else { whole(part * divisor) };
    let gathered = Cost {
        startup: PARALLEL_SETUP,
        total: total + PARALLEL_SETUP + PARALLEL_TUPLE * rows,
        rows,
    };
    Some([
        gather_merge(sorted(read, wanted, settings), merged, workers),
        sorted(gathered, wanted, settings),
    ])
}

/// Merging what each worker has sorted.
// PostgreSQL 18 cost_gather_merge.
fn gather_merge(sorted: Cost, rows: f64, workers: f64) -> Cost {
    let processes = workers + 1.0;
    let comparison = 2.0 * CPU_OPERATOR * log2(processes);
    let before = comparison * processes + PARALLEL_SETUP;
    let each = comparison + CPU_OPERATOR + 1.05 * PARALLEL_TUPLE;
    Cost { startup: before + sorted.startup, total: before + each * rows + sorted.total, rows }
}

/// Workers for a table of so many pages.
// PostgreSQL 18 src/backend/optimizer/path/allpaths.c compute_parallel_worker.
pub(super) fn workers(pages: f64, settings: &PlannerSettings) -> Option<f64> {
    let (mut workers, mut threshold) = (0, FIRST_WORKER);
    while threshold <= pages && workers < settings.max_parallel_workers_per_gather {
        workers += 1;
        threshold *= 3.0;
    }
    (0 < workers).then_some(f64::from(workers))
}

/// Reading the rows that a btree index on the condition finds, in the order of the table and one
/// by one.
pub(super) fn by_filter_index(it: &Table, settings: &PlannerSettings) -> [Cost; 2] {
    let rows = it.passing();
    let pages = btree_pages(it.rows);
    let touched = (rows * pages / it.rows).ceil();
    let descent = log2(it.rows.max(2.0)).ceil() * CPU_OPERATOR;
    // PostgreSQL 18 src/backend/utils/adt/selfuncs.c btcostestimate: 50 operators a level.
    let levels = if pages <= 2.0 { 1.0 } else { 2.0 };
    let before = descent + levels * 50.0 * CPU_OPERATOR;
    let index =
        before + touched * settings.random_page_cost + rows * (CPU_INDEX_TUPLE + CPU_OPERATOR);
    // PostgreSQL 18 cost_bitmap_heap_scan.
    let blocks = mackert_lohman(rows, it.pages);
    let page = if 2.0 <= blocks {
        let dense = (blocks / it.pages).sqrt();
        settings.random_page_cost - (settings.random_page_cost - settings.seq_page_cost) * dense
    } else {
        settings.random_page_cost
    };
    let each = CPU_TUPLE + (it.key + it.predicate) * CPU_OPERATOR;
    let startup = index + 0.1 * CPU_OPERATOR * rows;
    let bitmap = startup + blocks * page + (each + CPU_OPERATOR) * rows;
    let fetched = pages_fetched(rows, it.pages, pages, settings);
    let one_by_one = index + fetched * settings.random_page_cost + each * rows;
    [Cost { startup, total: bitmap, rows }, Cost { startup: before, total: one_by_one, rows }]
}

/// Pages of a btree index of so many rows with few distinct values.
// Measured with PostgreSQL 15 to 18: 19 to 22 pages for 20,000 rows, 11 to 14 for 10,000.
fn btree_pages(rows: f64) -> f64 {
    1.0 + (rows / 1_040.0).ceil()
}

/// Pages of a table that so many rows lie on, when all of it is in cache.
fn mackert_lohman(rows: f64, pages: f64) -> f64 {
    (2.0 * pages * rows / (2.0 * pages + rows)).ceil().min(pages)
}

/// Pages of a table that are read for so many rows in random order.
// PostgreSQL 18 index_pages_fetched.
pub(super) fn pages_fetched(
    rows: f64,
    pages: f64,
    index_pages: f64,
    settings: &PlannerSettings,
) -> f64 {
    let cache = settings.effective_cache_size.get() as f64 / 8_192.0;
    let cached = (cache * pages / (pages + index_pages)).ceil().max(1.0);
    if pages <= cached {
        return mackert_lohman(rows, pages);
    }
    let full = 2.0 * pages * cached / (2.0 * pages - cached);
    let fetched = if rows <= full {
        2.0 * pages * rows / (2.0 * pages + rows)
    } else {
        cached + (rows - full) * (pages - cached) / pages
    };
    fetched.ceil()
}

fn log2(x: f64) -> f64 {
    ln(x) / std::f64::consts::LN_2
}
