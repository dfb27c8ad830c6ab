//! The story of the README, end to end, with a report of what was seen.

use std::{fmt::Write as _, fs, path::Path, time::Instant};

use anyhow::{Result, ensure};
use hnswkit_core::plan::Plan;
use hnswkit_tests::{
    Alembic, Database, Element, Example, Server, Session, Test, Version, fill_vectors, hnsw_indexes,
};

pub(crate) const TESTS: &[Test] = &[
    Test { name: "online", since: Version::OLDEST, run: |it| story(it, "task-tracker") },
    Test {
        name: "transactional",
        since: Version::OLDEST,
        run: |it| story(it, "task-tracker-transactional"),
    },
];

/// Rows of the two tables, and how often one has no embedding.
const TABLES: [(&str, u32, u32); 2] = [("messages", 237, 3), ("atoms", 125, 4)];

fn story(server: &Server, example: &str) -> Result<()> {
    let example = Example::named(example)?;
    let plan = example.plan()?;
    let database = Database::create(server, "story")?;
    let mut session = database.connect()?;
    session.batch_execute(example.schema)?;
    for (table, n_rows, null_every) in TABLES {
        let element = Element::Vector(1536);
        fill_vectors(&mut session, table, "embedding", element, n_rows, Some(null_every))?;
        session.batch_execute(&format!("ANALYZE {table}"))?;
    }
    let alembic = Alembic::create(database.url(), "psycopg")?;
    alembic.add(&plan)?;

    let mut report = Report::new(server, &plan);
    report.timed("alembic upgrade head", || alembic.run(&["upgrade", "head"]))?;
    check_indexes(&mut session, &mut report)?;
    check_sizes(&mut session, &plan, &mut report)?;
    check_usage(&mut session, &mut report)?;

    report.timed("alembic downgrade -1", || alembic.run(&["downgrade", "-1"]))?;
    ensure!(hnsw_indexes(&mut session)?.is_empty(), "something is left");
    let left = session.value("SELECT count(*) FROM pg_class WHERE relname LIKE '%hnsw%'")?;
    ensure!(left == "0", "{left} relations are left");
    report.line("Nothing is left: no hnsw index, no relation with such a name.");

    report.timed("alembic upgrade head, again", || alembic.run(&["upgrade", "head"]))?;
    check_indexes(&mut session, &mut report)?;
    report.write(&format!("{}-{}", server.label, example.name))
}

fn check_indexes(session: &mut Session, report: &mut Report) -> Result<()> {
    let found = session.values(
        "SELECT indexdef FROM pg_indexes WHERE indexdef LIKE '%USING hnsw%' ORDER BY indexname",
    )?;
    let expected = TABLES.iter().rev().map(|(table, ..)| {
        format!(
            "CREATE INDEX idx_{table}_embedding_hnsw ON public.{table} USING hnsw \
             (embedding vector_cosine_ops) WITH (m='16', ef_construction='64')"
        )
    });
    ensure!(found == expected.collect::<Vec<_>>(), "{found:#?}");
    let unusable =
        session.value("SELECT count(*) FROM pg_index WHERE NOT (indisvalid AND indisready)")?;
    ensure!(unusable == "0", "{unusable} indexes are INVALID");
    report.list("pg_indexes", &found);
    Ok(())
}

/// One row a page, and a meta page: exact for 1,536 dimensions, small or large.
fn check_sizes(session: &mut Session, plan: &Plan, report: &mut Report) -> Result<()> {
    let mut sizes = vec![];
    for ((table, n_rows, null_every), estimate) in TABLES.iter().zip(&plan.estimates) {
        let bytes: u64 = session
            .value(&format!("SELECT pg_relation_size('idx_{table}_embedding_hnsw')"))?
            .parse()?;
        let rows = u64::from(n_rows - n_rows / null_every);
        ensure!(bytes == (rows + 1) * 8192, "{table}: {bytes} bytes for {rows} rows");
        sizes.push(format!(
            "{table}: {bytes} bytes for {rows} rows with an embedding; forecast for the planned rows: {}",
            estimate.index_bytes
        ));
    }
    ensure!(plan.estimates[0].index_bytes.get() == 81_928_192);
    ensure!(plan.estimates[1].index_bytes.get() == 40_968_192);
    report.list("pg_relation_size", &sizes);
    Ok(())
}

/// The index serves a query when it is asked to; a table this small is read instead.
fn check_usage(session: &mut Session, report: &mut Report) -> Result<()> {
    for (table, ..) in TABLES {
        let query = format!(
            "SELECT id FROM {table} ORDER BY embedding <=> (
                SELECT embedding FROM {table} WHERE id = 1
            ) LIMIT 5"
        );
        let asked = session.values(&format!("EXPLAIN (COSTS OFF) {query}"))?;
        session.batch_execute("SET enable_seqscan = off")?;
        let forced = session.values(&format!("EXPLAIN (COSTS OFF) {query}"))?;
        let index = format!("Index Scan using idx_{table}_embedding_hnsw");
        ensure!(forced.iter().any(|it| it.contains(&index)), "{forced:#?}");
        let nearest = session.values(&query)?;
        ensure!(nearest.first().is_some_and(|it| it == "1") && nearest.len() == 5, "{nearest:?}");
        session.batch_execute("RESET enable_seqscan")?;
        report.list(&format!("EXPLAIN on {table}, as PostgreSQL likes"), &asked);
        report.list(&format!("EXPLAIN on {table}, without sequential scans"), &forced);
    }
    Ok(())
}

/// Markdown for people who sign off.
struct Report(String);

impl Report {
    fn new(server: &Server, plan: &Plan) -> Self {
        let mode = plan.request.mode.id();
        Self(format!("# The story on {server}, {mode}\n"))
    }

    fn timed(&mut self, what: &str, run: impl FnOnce() -> Result<String>) -> Result<()> {
        let start = Instant::now();
        run()?;
        let _ = write!(self.0, "\n## {what}: {:.1} s\n", start.elapsed().as_secs_f64());
        Ok(())
    }

    fn line(&mut self, text: &str) {
        let _ = write!(self.0, "\n{text}\n");
    }

    fn list(&mut self, title: &str, lines: &[String]) {
        let _ = write!(self.0, "\n{title}:\n\n```\n{}\n```\n", lines.join("\n"));
    }

    /// Beside the other things that builds leave: `target/story/`.
    fn write(&self, name: &str) -> Result<()> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/story");
        fs::create_dir_all(&folder)?;
        Ok(fs::write(folder.join(format!("{name}.md")), &self.0)?)
    }
}
