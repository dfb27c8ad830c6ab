//! The monitors answer, and what they answer is so.

mod builds;
mod indexes;
mod rights;
mod samples;
mod writes;

use std::{thread, time::Duration};

use anyhow::{Context, Result, bail, ensure};
use hnswkit_core::{
    monitor::{Monitor, Rendered, render},
    plan::Plan,
};
use hnswkit_tests::{
    Database, Element, Server, Session, Test, Version, create_table, fill_vectors, plan_of,
};
use postgres::{SimpleQueryMessage, SimpleQueryRow};

pub(crate) const TESTS: &[Test] = &[
    Test {
        name: "without_an_index_there_is_no_row_and_no_error",
        since: Version::OLDEST,
        run: rights::without_an_index_there_is_no_row_and_no_error,
    },
    Test {
        name: "an_index_is_described_measured_and_counted",
        since: Version::OLDEST,
        run: indexes::an_index_is_described_measured_and_counted,
    },
    Test {
        name: "every_planned_index_can_serve_its_query",
        since: Version::OLDEST,
        run: indexes::every_planned_index_can_serve_its_query,
    },
    Test { name: "a_build_is_followed", since: Version::OLDEST, run: builds::a_build_is_followed },
    Test {
        name: "whom_a_build_waits_for_is_named",
        since: Version::OLDEST,
        run: builds::whom_a_build_waits_for_is_named,
    },
    Test {
        name: "who_comes_next_is_named_too",
        since: Version::OLDEST,
        run: builds::who_comes_next_is_named_too,
    },
    Test {
        name: "what_killed_builds_leave_is_told_apart_and_cured",
        since: Version::OLDEST,
        run: builds::what_killed_builds_leave_is_told_apart_and_cured,
    },
    Test {
        name: "size_beside_the_expected_size_shows_bloat",
        since: Version::OLDEST,
        run: indexes::size_beside_the_expected_size_shows_bloat,
    },
    Test {
        name: "what_is_in_memory_is_said_or_why_it_is_not",
        since: Version::OLDEST,
        run: indexes::what_is_in_memory_is_said_or_why_it_is_not,
    },
    Test {
        name: "recall_is_probed_by_the_index",
        since: Version::OLDEST,
        run: indexes::recall_is_probed_by_the_index,
    },
    Test {
        name: "a_sample_is_built_and_leaves_nothing",
        since: Version::OLDEST,
        run: samples::a_sample_is_built_and_leaves_nothing,
    },
    Test {
        name: "a_running_build_ends_when_its_progress_says",
        since: Version::OLDEST,
        run: samples::a_running_build_ends_when_its_progress_says,
    },
    Test {
        name: "recall_grows_with_ef_search",
        since: Version::OLDEST,
        run: indexes::recall_grows_with_ef_search,
    },
    Test {
        name: "settings_are_listed_with_whom_they_hold_for",
        since: Version::OLDEST,
        run: indexes::settings_are_listed_with_whom_they_hold_for,
    },
    Test {
        name: "inserts_are_counted_and_timed_where_that_is_possible",
        since: Version::OLDEST,
        run: writes::inserts_are_counted_and_timed_where_that_is_possible,
    },
    Test {
        name: "dead_rows_and_vacuums_are_counted",
        since: Version::OLDEST,
        run: writes::dead_rows_and_vacuums_are_counted,
    },
    Test {
        name: "a_vacuum_is_followed",
        since: Version::OLDEST,
        run: writes::a_vacuum_is_followed,
    },
    Test {
        name: "replicas_and_wal_are_measured",
        since: Version::OLDEST,
        run: writes::replicas_and_wal_are_measured,
    },
    Test {
        name: "a_role_with_pg_monitor_sees_as_much_as_a_superuser",
        since: Version::OLDEST,
        run: rights::a_role_with_pg_monitor_sees_as_much_as_a_superuser,
    },
];

const ITEMS: &str = r#"
    [migration]
    name = "items"
    [[index]]
    table = "items"
    column = "embedding"
    name = "items_hnsw"
    type = "vector(64)"
    metric = "cosine"
    rows = 158
    m = 8
"#;

/// 237 rows, every third of them NULL, and the index that `ITEMS` plans.
fn items(server: &Server, name: &str) -> Result<(Database, Session, Plan)> {
    let database = Database::create(server, name)?;
    let mut session = database.connect()?;
    create_table(&mut session, "items", "embedding", Element::Vector(64), 0)?;
    fill_vectors(&mut session, "items", "embedding", Element::Vector(64), 237, Some(3))?;
    session.batch_execute(CREATE)?;
    // Else the rows are counted after ANALYZE has counted them, and so twice.
    session.value("SELECT pg_stat_force_next_flush()")?;
    session.batch_execute("ANALYZE items")?;
    Ok((database, session, plan_of(ITEMS)?))
}

const CREATE: &str =
    "CREATE INDEX items_hnsw ON items USING hnsw (embedding vector_cosine_ops) WITH (m = 8)";

/// The question about the plan, which has one index.
fn about(id: &str, plan: &Plan) -> Result<Rendered> {
    let monitor: &Monitor = id.parse()?;
    render(monitor, plan).into_iter().next().context("a plan without indexes")
}

fn rows(session: &mut Session, sql: &str) -> Result<Vec<SimpleQueryRow>> {
    let answer = session.simple_query(sql).with_context(|| sql.to_owned())?;
    let row = |it| match it {
        SimpleQueryMessage::Row(row) => Some(row),
        _ => None,
    };
    Ok(answer.into_iter().filter_map(row).collect())
}

/// The answer of one row to a question about the plan.
fn row(session: &mut Session, id: &str, plan: &Plan) -> Result<SimpleQueryRow> {
    let mut rows = rows(session, &about(id, plan)?.sql)?;
    ensure!(rows.len() == 1, "{id}: {rows:?}");
    rows.pop().context("no row")
}

fn check(row: &SimpleQueryRow, expected: &[(&str, &str)]) -> Result<()> {
    for (column, value) in expected {
        let found = row.get(*column).unwrap_or("NULL");
        ensure!(found == *value, "{column} is {found} instead of {value} in {row:?}");
    }
    Ok(())
}

/// Asks until the one row passes.
fn wait_for(
    session: &mut Session,
    sql: &str,
    passes: impl Fn(&SimpleQueryRow) -> bool,
) -> Result<SimpleQueryRow> {
    for _ in 0..3_000 {
        if let Some(row) = rows(session, sql)?.into_iter().find(&passes) {
            return Ok(row);
        }
        thread::sleep(Duration::from_millis(10));
    }
    bail!("30 s without an answer to {sql}")
}
