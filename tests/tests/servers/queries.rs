//! The query that a plan prints is served by its index, and ranking by full vectors pays.

use anyhow::{Context, Result, ensure};
use hnswkit_core::plan::{Plan, Query};
use hnswkit_tests::{
    Database, Direction, EXAMPLES, Server, Session, Test, Version, plan_of, run_plan,
};

pub(crate) const TESTS: &[Test] = &[
    Test {
        name: "every_index_serves_its_query",
        since: Version::OLDEST,
        run: every_index_serves_its_query,
    },
    Test {
        name: "the_planner_chooses_the_index_by_itself",
        since: Version::new(0, 7, 0),
        run: the_planner_chooses_the_index_by_itself,
    },
    Test {
        name: "ranking_by_full_vectors_finds_more",
        since: Version::new(0, 7, 0),
        run: ranking_by_full_vectors_finds_more,
    },
];

/// The query as a prepared statement of that vector, and how the server answers it.
fn explain(session: &mut Session, query: &Query, vector: &str) -> Result<String> {
    let search = query.search.to_string();
    session.batch_execute(&format!("PREPARE search AS {search}"))?;
    let plan = session.values(&format!("EXPLAIN (COSTS OFF) EXECUTE search({vector})"));
    let rows = session.values(&format!("EXECUTE search({vector})")).context(search);
    session.batch_execute("DEALLOCATE search")?;
    rows?;
    Ok(plan?.join("\n"))
}

/// Every query of the plan, with the vector that `vector` selects.
fn check(session: &mut Session, plan: &Plan, vector: impl Fn(&Query) -> String) -> Result<()> {
    for query in plan.queries() {
        // The tables of the story are empty.
        let ones = vec!["1"; query.search.vector_type.dimensions().try_into()?].join(",");
        let vector = session.values(&vector(&query))?.pop().unwrap_or(format!("[{ones}]"));
        let vector = format!("'{vector}'");
        session.batch_execute("BEGIN")?;
        if let Some(setting) = query.setting {
            session.batch_execute(&setting.to_string())?;
        }
        let found = explain(session, &query, &vector);
        session.batch_execute("COMMIT")?;
        let found = found.with_context(|| query.search.to_string())?;
        let index = query.index.name.to_string();
        ensure!(found.contains(&format!("Index Scan using {index} on")), "{index}:\n{found}");
    }
    Ok(())
}

/// Tests have few rows; where scanning them all is left, the planner would.
fn every_index_serves_its_query(server: &Server) -> Result<()> {
    for example in EXAMPLES.iter().filter(|it| server.has(it.since)) {
        let plan = example.plan()?;
        let database = Database::create(server, "queries")?;
        let mut session = database.connect()?;
        session.batch_execute(example.schema)?;
        run_plan(&mut session, &plan, Direction::Up)?;
        session.batch_execute("SET enable_seqscan = off; SET enable_sort = off")?;
        check(&mut session, &plan, |query| {
            let column = match &query.search.reduced {
                Some(it) => it.column().to_string(),
                // The vector is what the index has.
                None => query.index.key.to_string(),
            };
            let table = &query.index.table;
            format!("SELECT ({column})::text FROM {table} WHERE {column} IS NOT NULL LIMIT 1")
        })
        .with_context(|| example.name)?;
        ensure!(0 < plan.queries().count(), "{}: no query", example.name);
    }
    Ok(())
}

/// Rows in a hundred clusters, as embeddings have them.
const CLUSTERED: &str = "SELECT setseed(0.5);
    CREATE TABLE centers AS
    SELECT i, (SELECT array_agg(random() - 0.5 + 0 * i * j) FROM generate_series(1, 256) AS j)::vector AS v
    FROM generate_series(1, 100) AS i;
    CREATE TABLE noise AS
    SELECT i, (SELECT array_agg(0.6 * (random() - 0.5) + 0 * i * j) FROM generate_series(1, 256) AS j)::vector AS v
    FROM generate_series(1, 300) AS i;
    CREATE TABLE items (id bigint PRIMARY KEY, v vector(256));
    INSERT INTO items
    SELECT g, c.v + a.v + b.v
    FROM generate_series(1, 6000) AS g
    JOIN centers AS c ON c.i = 1 + g * 7919 % 100
    JOIN noise AS a ON a.i = 1 + g / 100
    JOIN noise AS b ON b.i = 1 + (g * 31 + g / 7) % 300;
    ANALYZE items;";

fn vector_of(id: u32) -> String {
    format!("SELECT v::text FROM items WHERE id = {id}")
}

/// The forms to compare: name, lines of the spec.
const FORMS: &[(&str, &str)] = &[
    ("halfvec", "quantize = \"halfvec\""),
    ("binary", "quantize = \"binary\""),
    ("the first 128", "subvector = 128"),
    ("the first 128, binary", "subvector = 128\nquantize = \"binary\""),
];

fn form(keys: &str) -> Result<Plan> {
    plan_of(&format!(
        "[[index]]\ntable = \"items\"\nname = \"smaller\"\ncolumn = \"v\"\ntype = \"vector(256)\"\nmetric = \"cosine\"\nrows = 6000\n{keys}\n"
    ))
}

/// Nothing is forbidden here.
fn the_planner_chooses_the_index_by_itself(server: &Server) -> Result<()> {
    let database = Database::create(server, "chosen")?;
    let mut session = database.connect()?;
    session.batch_execute(CLUSTERED)?;
    for (name, keys) in FORMS {
        let plan = form(keys)?;
        run_plan(&mut session, &plan, Direction::Up)?;
        check(&mut session, &plan, |_| vector_of(17)).with_context(|| (*name).to_owned())?;
        run_plan(&mut session, &plan, Direction::Down)?;
    }
    Ok(())
}

/// Of the ten nearest by the full vectors, the share that is found: by the index alone, and ranked.
fn ranking_by_full_vectors_finds_more(server: &Server) -> Result<()> {
    let database = Database::create(server, "ranked")?;
    let mut session = database.connect()?;
    session.batch_execute(CLUSTERED)?;
    for (name, keys) in FORMS {
        let plan = form(keys)?;
        run_plan(&mut session, &plan, Direction::Up)?;
        let query = plan.queries().next().context("no query")?;
        let search = query.search.to_string();
        let ranked = recall(&mut session, &query, &search)?;
        let alone = match (search.find("(\n"), search.find(") AS candidates")) {
            (Some(start), Some(end)) => search[start + 1..end].replace("LIMIT 100", "LIMIT 10"),
            _ => search.clone(),
        };
        let index_alone = recall(&mut session, &query, &alone)?;
        println!("    {name}: {index_alone:.3} by the index, {ranked:.3} as the plan says");
        if query.setting.is_some() {
            ensure!(index_alone < ranked, "{name}: {index_alone} by the index, {ranked} ranked");
        }
        ensure!(0.8 < ranked, "{name}: {ranked}");
        run_plan(&mut session, &plan, Direction::Down)?;
    }
    Ok(())
}

/// Over twenty rows.
fn recall(session: &mut Session, query: &Query, search: &str) -> Result<f64> {
    session.batch_execute("BEGIN")?;
    if let Some(setting) = query.setting {
        session.batch_execute(&setting.to_string())?;
    }
    let search = search.trim().trim_end_matches(';').replacen("SELECT *", "SELECT id", 1);
    session.batch_execute(&format!("PREPARE search AS {search}"))?;
    let mut found = 0;
    for id in (1..=20).map(|it| it * 271) {
        let vector = session.value(&vector_of(id))?;
        let exact = session.values(&format!(
            "SELECT id::text FROM items ORDER BY (v <=> '{vector}') + 0, id LIMIT 10"
        ))?;
        let rows = session.values(&format!("EXECUTE search('{vector}')"))?;
        found += rows.iter().filter(|it| exact.contains(it)).count();
    }
    session.batch_execute("DEALLOCATE search; COMMIT")?;
    Ok(f64::from(u32::try_from(found)?) / 200.0)
}
