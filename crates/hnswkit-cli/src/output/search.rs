//! What becomes of a search with an index.

use hnswkit_core::{
    domain::{EfSearch, Rows},
    estimate::{Access, Crossover, Ends, Search, SearchQuery},
};

use super::{
    style::{DIM, WARNING, paint},
    table::Table,
    text,
};

/// Adds the plan, its bounds, the rows that come back, what to set; in full, the derivation, too.
pub(super) fn push(out: &mut String, query: &SearchQuery, it: &Search, in_full: bool) {
    out.push_str("\n  The search\n");
    text::push_clauses(out, DIM, "    ", &asked(query));
    let mut table = Table::default();
    let mut row = |name: &str, what: String| table.row([paint(DIM, name), what]);
    row("plan", plan(it));
    row("the index", bounds(&it.crossover));
    row("rows", rows(query, it));
    row("recall", it.recall());
    for it in &it.suggestions {
        match (it.setting, &it.value) {
            (Some(setting), Some(value)) => row("set", format!("{setting} = {value}: {}", it.why)),
            _ => row("note", it.why.clone()),
        }
    }
    table.push(out, "    ");
    if !in_full {
        return;
    }
    out.push_str("\n  The planner reckons with\n");
    let mut table = Table::with_numbers(&[1]);
    for it in &it.parts {
        table.row([paint(DIM, it.name), it.to_string(), it.why.clone()]);
    }
    table.push(out, "    ");
}

/// The query as clauses.
fn asked(it: &SearchQuery) -> Vec<String> {
    let mut limit = format!("LIMIT {}", it.limit);
    if 0 < it.offset {
        limit.push_str(&format!(" OFFSET {}", it.offset));
    }
    let mut list = vec![limit];
    if let Some(share) = it.selectivity {
        let index = if it.filter_index { ", and a btree index finds them" } else { "" };
        list.push(format!("{} of the rows pass{index}", percent(share)));
    }
    list.push(format!("hnsw.ef_search = {}", it.ef_search));
    list.push(format!("hnsw.iterative_scan = {}", it.iterative_scan.id()));
    list
}

fn plan(it: &Search) -> String {
    let mut costs = vec![
        format!("{:.0} for the Index Scan", it.index_cost),
        format!("{:.0} for reading and sorting the table", it.sequential_cost),
    ];
    costs.extend(it.filter_index_cost.map(|it| format!("{it:.0} for the index of the filter")));
    let title = match it.access {
        Access::Index => it.access.title().to_owned(),
        _ => paint(WARNING, it.access.title()),
    };
    format!("{title}; costs: {}", costs.join(", "))
}

/// How far from here the index is taken.
fn bounds(it: &Crossover) -> String {
    let mut list = vec![];
    if let Some(rows) = it.from_rows {
        list.push(format!("from about {} rows on", about(rows as f64)));
    }
    if let Some(limit) = it.up_to_limit {
        list.push(format!("up to about LIMIT {}", about(limit as f64)));
    }
    if let Some(share) = it.from_selectivity {
        list.push(format!("as long as {} of the rows pass", percent(share)));
    }
    if let Some(ef_search) = it.up_to_ef_search {
        list.push(match ef_search {
            it if it == EfSearch::INFO.max => "with any hnsw.ef_search".to_owned(),
            it => format!("up to about hnsw.ef_search = {}", about(f64::from(it))),
        });
    }
    match list.is_empty() {
        true => "is never taken for this search, whatever the rows".to_owned(),
        false => format!("is taken {}, each with all else as it is", list.join(", ")),
    }
}

/// What a scan of the index returns.
fn rows(query: &SearchQuery, it: &Search) -> String {
    let returned = &it.returned;
    // An iterative scan visits at least so many, and often more.
    let (ends, or_more) = match returned.ends {
        Ends::EfSearch => ("where hnsw.ef_search ends it", ""),
        Ends::MaxScanTuples => ("where hnsw.max_scan_tuples ends it", " or more"),
        Ends::ScanMemory => ("where work_mem × hnsw.scan_mem_multiplier ends it", " or more"),
        Ends::AllRows => ("which are all", ""),
    };
    let candidates = commas(returned.candidates as f64);
    let from = format!("it chooses from {candidates}{or_more}, {ends}");
    if 0.9995 <= returned.complete {
        return format!("a scan of the index returns all {}: {from}", query.limit);
    }
    let mean = match returned.mean {
        it if (it - it.round()).abs() < 0.05 => format!("{it:.0}"),
        it => format!("{it:.1}"),
    };
    let complete = match returned.complete {
        it if it < 0.0005 => "none".to_owned(),
        it => percent(it),
    };
    let text = format!(
        "a scan of the index returns {mean}{or_more} of {} on average: {from}; nineteen of twenty \
         searches get {} or more, and {complete}{or_more} of them all",
        query.limit, returned.low
    );
    if returned.complete < 0.95 { paint(WARNING, text) } else { text }
}

/// `0.12 %`, with two digits that count.
fn percent(share: f64) -> String {
    let percent = 100.0 * share;
    let decimals = match percent {
        it if 10.0 <= it => 0,
        it if 1.0 <= it => 1,
        it if 0.1 <= it => 2,
        _ => 4,
    };
    let text = format!("{percent:.decimals$}");
    let text =
        if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    format!("{text} %")
}

/// A number that is known to 2 %: with two digits that count.
fn about(n: f64) -> String {
    let mut unit = 1.0;
    while 100.0 * unit <= n {
        unit *= 10.0;
    }
    commas((n / unit).round() * unit)
}

fn commas(n: f64) -> String {
    Rows::new(n as u64).map_or_else(|_| n.to_string(), |it| it.to_string())
}

#[cfg(test)]
mod tests {
    use super::{about, percent};

    #[test]
    fn shares_have_two_digits_that_count() {
        for (share, expected) in [
            (0.5, "50 %"),
            (0.01, "1 %"),
            (0.0123, "1.2 %"),
            (0.00123, "0.12 %"),
            (0.00001, "0.001 %"),
        ] {
            assert_eq!(percent(share), expected);
        }
    }
    #[test]
    fn what_is_known_to_two_digits_is_shown_so() {
        for (n, expected) in [(7.0, "7"), (97.0, "97"), (1_785.0, "1,800"), (480_922.0, "480,000")]
        {
            assert_eq!(about(n), expected);
        }
    }
}
