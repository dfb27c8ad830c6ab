//! `[query]`: the search that the indexes are for.

use hnswkit_core::{
    domain::{
        Bytes, EfSearch, MaxScanTuples, PgvectorVersion, Rows, ScanMemMultiplier, SearchParameter,
        decimal,
    },
    estimate::{IterativeScan, PlannerSettings, SearchQuery},
    plan::{IndexRequest, Target},
};

use super::{check::Check, index::share, size};
use crate::{
    problem::Problems,
    spec::{Scalar, Section, Spec},
};

/// The keys of settings that came with pgvector 0.8.0.
const LATER: &[&str] = &["iterative_scan", "max_scan_tuples", "scan_mem_multiplier"];
/// The least `work_mem` that PostgreSQL takes.
// PostgreSQL 18 src/backend/utils/misc/guc_tables.c.
const LEAST_WORK_MEM: Bytes = Bytes(64 << 10);

/// The search, if any key asks for one.
pub(super) fn convert(
    spec: &Spec,
    target: &Target,
    indexes: &[IndexRequest],
    problems: &mut Problems,
) -> Option<SearchQuery> {
    let query = &spec.query;
    if query.is_empty() && query.place.is_none() {
        return None;
    }
    let mut check = Check { section: Section::Query, number: 0, values: query, problems };
    let check = &mut check;
    refuse_later(check, target.pgvector);
    let default = SearchQuery::default();
    let limit = check.whole("limit").map_or(default.limit, u64::from);
    let offset = check.whole("offset").map_or(default.offset, u64::from);
    let selectivity = selectivity(check);
    let filter_index = check.choice("filter_index", filter_index, |_| None).unwrap_or_default();
    if filter_index && query.selectivity.is_none() {
        let message =
            "`filter_index` is for a search with conditions, but `selectivity` is missing";
        let help = "write the share of the rows that they leave, as in `selectivity = \"1%\"`";
        check.refuse("filter_index", message, help);
    }
    let ef_search = check.whole("ef_search").and_then(|it| EfSearch::new(it).ok());
    let iterative_scan = check.choice("iterative_scan", iterative_scan, |_| None);
    let max_scan_tuples = check.whole("max_scan_tuples").and_then(|it| MaxScanTuples::new(it).ok());
    let scan_mem_multiplier =
        check.whole("scan_mem_multiplier").and_then(|it| ScanMemMultiplier::new(it).ok());
    let table_rows = table_rows(check, indexes);
    let table_bytes = size::bytes(check, "table_size");
    Some(SearchQuery {
        limit,
        offset,
        selectivity,
        filter_index,
        table_rows,
        table_bytes,
        ef_search: ef_search.unwrap_or_default(),
        iterative_scan: iterative_scan.unwrap_or_default(),
        max_scan_tuples: max_scan_tuples.unwrap_or_default(),
        scan_mem_multiplier: scan_mem_multiplier.unwrap_or_default(),
        planner: planner(check),
    })
}

fn refuse_later(check: &mut Check<'_>, pgvector: Option<PgvectorVersion>) {
    let since = SearchParameter::IterativeScan.since();
    let Some(found) = pgvector.filter(|it| *it < since) else { return };
    for key in LATER.iter().filter(|it| check.values.value(it).is_some()).collect::<Vec<_>>() {
        let message = format!("`hnsw.{key}` came with pgvector {since}, but this is {found}");
        check.refuse(key, message, "leave it out, or ask for the release that you upgrade to");
    }
}

fn selectivity(check: &mut Check<'_>) -> Option<f64> {
    let share = share(check, "selectivity")?;
    if share <= 0.0 {
        let message = "`selectivity` must be above 0, but is 0";
        check.refuse(
            "selectivity",
            message,
            "write the share of the rows that the conditions leave",
        );
        return None;
    }
    Some(share)
}

fn table_rows(check: &mut Check<'_>, indexes: &[IndexRequest]) -> Option<Rows> {
    let text = check.value("table_rows")?.to_string();
    let rows: Rows = match text.parse() {
        Ok(it) => it,
        Err(error) => {
            let help = "write a number such as `10_000`, `\"10k\"` or `\"1.2M\"`";
            check.refuse("table_rows", error, help);
            return None;
        }
    };
    if let Some(index) = indexes.iter().find(|it| rows < it.rows) {
        let message = format!("`table_rows` is {rows}, but the index holds {}", index.rows);
        check.refuse("table_rows", message, "count all rows of the table, NULLs too");
        return None;
    }
    Some(rows)
}

fn planner(check: &mut Check<'_>) -> PlannerSettings {
    let default = PlannerSettings::default();
    let work_mem = size::bytes(check, "work_mem").filter(|it| {
        let enough = LEAST_WORK_MEM <= *it;
        if !enough {
            let message = format!("`work_mem` must be at least 64kB, but is {it}");
            check.refuse("work_mem", message, "write what `SHOW work_mem` says");
        }
        enough
    });
    PlannerSettings {
        seq_page_cost: cost(check, "seq_page_cost").unwrap_or(default.seq_page_cost),
        random_page_cost: cost(check, "random_page_cost").unwrap_or(default.random_page_cost),
        effective_cache_size: size::bytes(check, "effective_cache_size")
            .unwrap_or(default.effective_cache_size),
        work_mem: work_mem.unwrap_or(default.work_mem),
        max_parallel_workers_per_gather: check
            .whole("max_parallel_workers_per_gather")
            .unwrap_or(default.max_parallel_workers_per_gather),
    }
}

/// The cost of `key`.
fn cost(check: &mut Check<'_>, key: &str) -> Option<f64> {
    let value = check.value(key)?;
    let cost = match &value.scalar {
        Scalar::Text(it) => decimal(it),
        Scalar::Integer(it) => Some(*it as f64),
        Scalar::Float(it) => Some(*it),
        Scalar::Bool(_) => None,
    };
    let cost = cost.filter(|it| (0.0..=1e9).contains(it));
    if cost.is_none() {
        let message = format!("`{key}` must be a number from 0, but is `{value}`");
        check.refuse(key, message, format!("write what `SHOW {key}` says"));
    }
    cost
}

fn filter_index(word: &str) -> Option<bool> {
    match word.trim().to_ascii_lowercase().as_str() {
        "none" => Some(false),
        "btree" => Some(true),
        _ => None,
    }
}

fn iterative_scan(word: &str) -> Option<IterativeScan> {
    IterativeScan::ALL.iter().copied().find(|it| it.id().eq_ignore_ascii_case(word.trim()))
}

#[cfg(test)]
#[cfg(feature = "parse")]
mod tests {
    use super::*;

    const INDEX: &str = "[[index]]\ntable = \"t\"\ncolumn = \"v\"\ntype = \"vector(1536)\"\n\
        metric = \"cosine\"\nrows = \"1M\"\n";

    fn read(query: &str) -> Result<Option<SearchQuery>, Vec<String>> {
        let spec = Spec::from_toml(&format!("{INDEX}{query}"), "f");
        match spec.and_then(|it| it.to_request()) {
            Ok(it) => Ok(it.search),
            Err(problems) => Err(problems.iter().map(|it| it.message.clone()).collect()),
        }
    }

    #[test]
    fn what_is_left_out_is_as_on_a_server_that_nobody_has_changed() {
        assert_eq!(read(""), Ok(None));
        assert_eq!(read("[query]\n"), Ok(Some(SearchQuery::default())));
        let found = read(
            "[query]\nlimit = 20\nselectivity = \"1%\"\nrandom_page_cost = 1.1\nwork_mem = \"8MB\"\n\
             iterative_scan = \"relaxed_order\"\ntable_rows = \"2M\"\ntable_size = \"1GB\"\n",
        );
        let found = found.unwrap().unwrap();
        assert_eq!((found.limit, found.selectivity), (20, Some(0.01)));
        assert_eq!(found.iterative_scan, IterativeScan::RelaxedOrder);
        assert!((found.planner.random_page_cost - 1.1).abs() < 1e-9);
        assert_eq!(found.planner.work_mem, Bytes::mebibytes(8));
        assert_eq!(found.table_rows.map(Rows::get), Some(2_000_000));
        assert_eq!(found.table_bytes, Some(Bytes::mebibytes(1_024)));
    }

    #[track_caller]
    fn refused(query: &str, message: &str) {
        assert_eq!(read(&format!("[query]\n{query}")).unwrap_err(), [message]);
    }

    #[test]
    fn searches_that_cannot_be_are_refused() {
        refused("limit = 0", "`limit` must be between 1 and 4294967295, but is 0");
        refused("selectivity = 0", "`selectivity` must be above 0, but is 0");
        refused("selectivity = 1", "`selectivity` must be at least 0 and below 1, but is 1");
        refused("ef_search = 1001", "`ef_search` must be between 1 and 1000, but is 1001");
        refused("random_page_cost = -1", "`random_page_cost` must be a number from 0, but is `-1`");
        refused("table_rows = 10", "`table_rows` is 10, but the index holds 1,000,000");
        refused("work_mem = \"4kB\"", "`work_mem` must be at least 64kB, but is 4.0 KiB");
        refused(
            "filter_index = \"btree\"",
            "`filter_index` is for a search with conditions, but `selectivity` is missing",
        );
        refused(
            "iterative_scan = \"off\"\n[target]\npgvector = \"0.7.4\"",
            "`hnsw.iterative_scan` came with pgvector 0.8.0, but this is 0.7.4",
        );
    }
}
