//! What the answer is made of.

use super::{
    super::figure::{Figure, Unit},
    access::Plans,
    hnsw::Scan,
    query::SearchQuery,
    table::Table,
};

/// The numbers from which the planner's choice follows.
pub(super) fn of(it: &Table, query: &SearchQuery, scan: &Scan, plans: &Plans) -> Vec<Figure> {
    let new = |name, value: f64, unit, why: String| Figure::new(name, (value, value), unit, why);
    let given = |it: bool| if it { "given" } else { "taken from the rows of the index" };
    let model = if it.new_costs { "0.8.0 and later" } else { "before 0.8.0" };
    let mut list = vec![
        new(
            "rows of the table",
            it.rows,
            Unit::Count,
            given(query.table_rows.is_some()).to_owned(),
        ),
        new(
            "pages of the table",
            it.pages,
            Unit::Count,
            match query.table_bytes {
                Some(_) => "given; TOAST does not count".to_owned(),
                None => "a key and the vector are reckoned with; TOAST does not count".to_owned(),
            },
        ),
        new("pages of the index", it.index_pages, Unit::Count, "as estimated".to_owned()),
        new(
            "rows that pass",
            it.passing(),
            Unit::Count,
            match query.selectivity {
                Some(_) => "what the planner expects if its statistics are right".to_owned(),
                None => "all, as there is no condition".to_owned(),
            },
        ),
        new(
            "entries before the first row",
            scan.visited.round(),
            Unit::Count,
            format!("pgvector's own reckoning ({model}); what a scan visits depends on the data"),
        ),
        new(
            "index scan until the first row",
            scan.cost.startup,
            Unit::Cost,
            format!("{:.0} pages of the index", scan.pages.ceil()),
        ),
        new(
            "index scan of all rows",
            scan.cost.total,
            Unit::Cost,
            "of which LIMIT takes its share".to_owned(),
        ),
        new("index scan with LIMIT", plans.index.total, Unit::Cost, "against the next".to_owned()),
        new(
            "sequential scan and sort with LIMIT",
            plans.sequential.total,
            Unit::Cost,
            "all pages and rows of the table; detoasting vectors is not reckoned with".to_owned(),
        ),
    ];
    if let Some(plan) = plans.parallel {
        let why = "the table has 8 MB or more, so workers may help".to_owned();
        list.push(new("parallel scan and sort with LIMIT", plan.total, Unit::Cost, why));
    }
    if let Some(plan) = plans.filter_index {
        let why = "the rows that pass, found by a btree index".to_owned();
        list.push(new("index of the filter and sort with LIMIT", plan.total, Unit::Cost, why));
    }
    list
}
