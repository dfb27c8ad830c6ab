//! The plan that is predicted against the one that EXPLAIN shows.

use anyhow::{Result, ensure};
use hnswkit_core::{
    domain::{Bytes, EfSearch, Rows},
    estimate::{Access, SearchQuery},
};
use hnswkit_tests::{Database, Element, Server, Version};

use super::{Built, SHARES, build};

/// Type, m, rows, and every how many-th row has no vector.
type Config = (Element, u32, u32, Option<u32>);

/// Tables around the bounds; from 768 dimensions on the vectors are in TOAST.
const TABLES: &[Config] = &[
    (Element::Vector(3), 16, 100, None),
    (Element::Vector(3), 8, 1_000, None),
    (Element::Vector(3), 4, 10_000, None),
    (Element::Vector(128), 4, 300, None),
    (Element::Vector(128), 16, 1_000, None),
    (Element::Vector(128), 8, 3_000, Some(3)),
    (Element::Vector(128), 3, 20_000, None),
    (Element::Vector(768), 8, 600, None),
    (Element::Vector(768), 4, 4_000, None),
    (Element::Vector(1536), 8, 1_500, None),
    (Element::Vector(1536), 3, 6_000, None),
    (Element::Halfvec(512), 8, 2_000, None),
    (Element::Bit(1024), 8, 2_000, None),
];

const LIMITS: &[u32] = &[1, 10, 100, 1_000];
const EF_SEARCH: &[u32] = &[40, 200];
const RANDOM_PAGE_COST: &[f64] = &[4.0, 1.1];

/// The shares of plans that must be right.
const ENOUGH: f64 = 0.95;

/// Plans that were right, and all.
#[derive(Default)]
struct Counts {
    right: u32,
    all: u32,
    with_index: u32,
}

pub(super) fn plans_are_those_of_explain(server: &Server) -> Result<()> {
    let database = Database::create(server, "plans of searches")?;
    let mut counts = Counts::default();
    let mut wrong = vec![];
    let seven = server.has(Version::new(0, 7, 0));
    let known = |it: &&Config| seven || matches!(it.0, Element::Vector(_));
    for config in TABLES.iter().filter(known) {
        let (element, m, rows, null_every) = *config;
        let mut built = build(&database, server, element, m, rows, null_every)?;
        let pages: u64 = built.session.value("SELECT pg_relation_size('items') / 8192")?.parse()?;
        let table = SearchQuery {
            table_rows: Some(Rows::new(u64::from(rows))?),
            table_bytes: Some(Bytes(pages * 8_192)),
            ..SearchQuery::default()
        };
        compare(&mut built, config, &table, &mut counts, &mut wrong)?;
        let indexes = SHARES.iter().map(|(n, _)| format!("CREATE INDEX ON items (c{n});"));
        built.session.batch_execute(&indexes.collect::<String>())?;
        let table = SearchQuery { filter_index: true, ..table };
        compare(&mut built, config, &table, &mut counts, &mut wrong)?;
    }
    let Counts { right, all, with_index } = counts;
    let share = f64::from(right) / f64::from(all);
    println!(
        "{server}: {right} of {all} plans predicted ({:.1} %), {with_index} of them with the index",
        100.0 * share
    );
    for it in wrong.iter().take(20) {
        println!("  {it}");
    }
    ensure!(ENOUGH <= share, "{right} of {all} plans are right: {wrong:#?}");
    // A grid in which one plan always wins would prove nothing.
    ensure!(all / 10 < with_index && with_index < all / 10 * 9, "{with_index} of {all}");
    Ok(())
}

/// Every query on the table, with indexes on the conditions or without.
fn compare(
    built: &mut Built,
    config: &Config,
    table: &SearchQuery,
    counts: &mut Counts,
    wrong: &mut Vec<String>,
) -> Result<()> {
    let operator = built.workload.metric.operator();
    let vector = built.session.value("SELECT v FROM items WHERE v IS NOT NULL LIMIT 1")?;
    let none = (!table.filter_index).then_some((0, 1.0));
    for (column, share) in none.into_iter().chain(SHARES.iter().copied()) {
        let condition = match column {
            0 => String::new(),
            n => format!("WHERE c{n} = 1"),
        };
        for limit in LIMITS.iter().copied().filter(|it| *it <= config.2) {
            let sql = format!(
                "EXPLAIN (FORMAT JSON) SELECT id FROM items {condition} \
                 ORDER BY v {operator} '{vector}' LIMIT {limit}"
            );
            for ef_search in EF_SEARCH {
                for random_page_cost in RANDOM_PAGE_COST {
                    built.session.batch_execute(&format!(
                        "SET hnsw.ef_search = {ef_search}; SET random_page_cost = {random_page_cost}"
                    ))?;
                    let found = access(&built.session.value(&sql)?);
                    let mut query = SearchQuery {
                        limit: u64::from(limit),
                        selectivity: (0 < column).then_some(share),
                        ef_search: EfSearch::new(*ef_search)?,
                        ..*table
                    };
                    query.planner.random_page_cost = *random_page_cost;
                    let said = match built.said(&query).access {
                        Access::ParallelSequential => Access::Sequential,
                        it => it,
                    };
                    counts.all += 1;
                    counts.with_index += u32::from(found == Access::Index);
                    if said == found {
                        counts.right += 1;
                    } else {
                        wrong.push(format!(
                            "{config:?} {condition} LIMIT {limit}, ef_search {ef_search}, \
                             random_page_cost {random_page_cost}: {said:?}, not {found:?}"
                        ));
                    }
                }
            }
        }
    }
    Ok(())
}

/// How the plan gets at the rows.
fn access(plan: &str) -> Access {
    if plan.contains("\"items_v\"") {
        Access::Index
    } else if plan.contains("\"Index Name\"") {
        Access::FilterIndex
    } else {
        Access::Sequential
    }
}
