//! What to set, so that a search gets its rows.

use super::{
    super::workload::Workload,
    access::{Access, Asked, Plans},
    crossover::Crossover,
    query::{IterativeScan, SearchQuery},
    returned::{Returned, iterates, memory_tuples, returned_share},
    table::Table,
};
use crate::domain::{EfSearch, MaxScanTuples, Rows, ScanMemMultiplier};

/// Something to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The setting to change; nothing when no setting helps.
    pub setting: Option<&'static str>,
    /// Its value.
    pub value: Option<String>,
    /// Why.
    pub why: String,
}

/// Nineteen of twenty queries should get what they ask for.
const ENOUGH: f64 = 0.95;
/// So many deviations above the mean are nineteen of twenty.
const DEVIATIONS: f64 = 1.644_853_6;
/// What people set for SSDs, and providers for theirs.
const SSD: f64 = 1.1;

/// All that helps, what matters most first.
pub(super) fn all(
    it: &Workload,
    query: &SearchQuery,
    returned: &Returned,
    table: &Table,
    asked: &Asked,
    crossover: &Crossover,
) -> Vec<Suggestion> {
    let mut list = vec![];
    let exact = Plans::new(table, asked).chosen() != Access::Index;
    if returned.complete < ENOUGH {
        more_rows(it, query, crossover, &mut list);
        if exact && let Some(first) = list.first_mut().filter(|it| it.setting.is_some()) {
            first.why.push_str("; for the day on which the planner takes the index");
        }
    }
    // An index that returns too few rows is no better for being taken.
    if exact && query.selectivity.is_none() && ENOUGH <= returned.complete {
        cheaper_index(table, asked, &mut list);
    }
    list
}

fn set(setting: &'static str, value: impl ToString, why: String) -> Suggestion {
    Suggestion { setting: Some(setting), value: Some(value.to_string()), why }
}

fn more_rows(
    it: &Workload,
    query: &SearchQuery,
    crossover: &Crossover,
    list: &mut Vec<Suggestion>,
) {
    let rows = it.rows.get() as f64;
    let matching = (rows * query.share()).round();
    let wanted = query.wanted() as f64;
    if matching < wanted {
        let why =
            format!("only {} rows pass, and {} are asked for", commas(matching), commas(wanted));
        list.push(Suggestion { setting: None, value: None, why });
        return;
    }
    let needed = needed(wanted, query.share()).min(rows);
    let of = match query.selectivity {
        None => format!("{} rows are asked for", commas(wanted)),
        Some(_) => format!(
            "nineteen of twenty queries find {} rows that pass among {} candidates",
            commas(wanted),
            commas(needed)
        ),
    };
    let most = f64::from(EfSearch::INFO.max);
    let goes_on = iterates(it);
    if needed <= most && (query.selectivity.is_none() || !goes_on) {
        let cost = match crossover.up_to_ef_search {
            Some(up_to) if f64::from(up_to) < needed => {
                format!("; from {up_to} on the planner reads the whole table instead")
            }
            _ => String::new(),
        };
        list.push(set(EfSearch::INFO.name, needed, format!("{of}{cost}")));
        return;
    }
    if !goes_on {
        let why = format!(
            "{of}, and hnsw.ef_search ends at {most}: index the rows that pass on their own \
             (a partial index, or partitions), or upgrade to pgvector 0.8 for iterative scans"
        );
        list.push(Suggestion { setting: None, value: None, why });
        return;
    }
    if query.iterative_scan == IterativeScan::Off {
        let why = format!("{of}; the scan then goes on until it has them");
        list.push(set("hnsw.iterative_scan", IterativeScan::StrictOrder.id(), why));
    }
    let visits = (needed / returned_share(query)).ceil().min(rows);
    if f64::from(query.max_scan_tuples.get()) < visits {
        let value = round_up(visits).min(f64::from(MaxScanTuples::INFO.max));
        list.push(set(MaxScanTuples::INFO.name, value, of.clone()));
    }
    if memory_tuples(it, query, query.scan_memory()) < visits {
        let each = query.planner.work_mem.get() as f64;
        let enough = |times: f64| visits <= memory_tuples(it, query, times * each);
        // A tuple takes no less than 200 bytes.
        let least = (visits * 200.0 / each).floor();
        let mut times = f64::from(query.scan_mem_multiplier.get()).max(least);
        let end = f64::from(ScanMemMultiplier::INFO.max);
        while times < end && !enough(times) {
            times += 1.0;
        }
        let why = format!("{of}, which take more memory than that");
        list.push(set(ScanMemMultiplier::INFO.name, times, why));
    }
    if rows / 4.0 < visits {
        let why = format!(
            "the scan visits a large part of the index for the {} rows that pass: an index on the \
             condition, or a partial HNSW index, is faster",
            commas(matching)
        );
        list.push(Suggestion { setting: None, value: None, why });
    }
}

/// Whether the planner takes the index when a random page is cheap, as on SSDs.
fn cheaper_index(table: &Table, asked: &Asked, list: &mut Vec<Suggestion>) {
    let mut ssd = *asked;
    ssd.planner.random_page_cost = SSD * asked.planner.seq_page_cost;
    if asked.planner.random_page_cost <= ssd.planner.random_page_cost {
        return;
    }
    if Plans::new(table, &ssd).chosen() == Access::Index {
        let why = "with it the planner takes the index; PostgreSQL's 4 is for spinning disks";
        list.push(set("random_page_cost", ssd.planner.random_page_cost, why.to_owned()));
    }
}

/// Candidates among which nineteen of twenty queries find so many rows that pass.
// The quantile of a gamma distribution by Wilson and Hilferty, "The distribution of chi-square",
// 1931: off by less than 1 %.
fn needed(wanted: f64, share: f64) -> f64 {
    let deviations = DEVIATIONS * (1.0 - share).sqrt();
    let factor = 1.0 - (1.0 - share) / (9.0 * wanted) + deviations / (3.0 * wanted.sqrt());
    (wanted * factor * factor * factor / share).ceil()
}

/// The next number with two digits.
fn round_up(n: f64) -> f64 {
    let mut unit = 1.0;
    while 100.0 * unit < n {
        unit *= 10.0;
    }
    (n / unit).ceil() * unit
}

fn commas(n: f64) -> String {
    Rows::new(n as u64).map_or_else(|_| n.to_string(), |it| it.to_string())
}

#[cfg(test)]
mod tests {
    use super::{super::drawn::Drawn, needed, round_up};

    #[test]
    fn what_is_needed_is_enough_and_not_much_more() {
        for wanted in [1.0, 10.0, 100.0] {
            for share in [0.5, 0.1, 0.01, 0.001] {
                let enough = |drawn| Drawn::new(1e8, 1e8 * share, drawn).up_to(wanted).1;
                let it = needed(wanted, share);
                assert!((0.94..0.975).contains(&enough(it)), "{wanted} {share}: {}", enough(it));
            }
        }
        assert!((needed(10.0, 1.0) - 10.0).abs() < 1e-9);
    }

    #[test]
    fn numbers_are_rounded_to_two_digits() {
        for (n, expected) in [(7.0, 7.0), (99.5, 100.0), (1_201.0, 1_300.0), (20_001.0, 21_000.0)] {
            assert!((round_up(n) - expected).abs() < 1e-9, "{n}");
        }
    }
}
