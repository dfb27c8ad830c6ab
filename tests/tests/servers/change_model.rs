//! A change of model from the first stage to the last, with an application that writes all the
//! while and a worker that embeds: no stale embedding is ever seen, and every gate stops in time.

use std::{
    sync::atomic::{AtomicBool, AtomicU32, Ordering},
    thread,
    time::Duration,
};

use anyhow::{Context, Result, anyhow, ensure};
use hnswkit_core::{
    plan::{Plan, Step},
    sql::{Side, Statement},
};
use hnswkit_tests::{Database, Direction, Server, Session, Test, Version, plan_of, run_plan};

pub(crate) const TESTS: &[Test] = &[
    Test {
        name: "an_application_moves_to_another_model_and_back_and_on",
        since: Version::OLDEST,
        run: an_application_moves_to_another_model_and_back_and_on,
    },
    Test {
        name: "what_is_in_the_way_is_named_before_anything_is_changed",
        since: Version::OLDEST,
        run: what_is_in_the_way_is_named_before_anything_is_changed,
    },
];

/// Two models, as functions of the text; the old embeddings are there and indexed.
const SCHEMA: &str = "
    CREATE FUNCTION embed(body text, model text, dimensions int) RETURNS vector
        RETURN (
            SELECT array_agg(hashtext(body || model || i)::real / 2147483648 ORDER BY i)
            FROM generate_series(1, dimensions) AS i
        )::vector;
    CREATE TABLE notes (id bigserial PRIMARY KEY, body text, embedding vector(8) NOT NULL);
    INSERT INTO notes (body, embedding)
        SELECT 'note ' || i, embed('note ' || i, 'old', 8) FROM generate_series(1, 300) AS i;
    CREATE INDEX ON notes USING hnsw (embedding vector_l2_ops)";

fn stage(stage: &str, more: &str) -> Result<Plan> {
    plan_of(&format!(
        "[[index]]
        operation = 'change-model'
        stage = '{stage}'
        table = 'notes'
        column = 'embedding'
        from = 'vector(8)'
        type = 'vector(4)'
        metric = 'l2'
        rows = 300
        source = 'body'
        {more}"
    ))
}

/// What the application writes.
const OLD_ONLY: u32 = 0;
const BOTH: u32 = 1;
const NEW_ONLY: u32 = 2;

const COLUMNS: [&str; 3] = ["embedding", "embedding, embedding_new", "embedding_new"];
const VALUES: [&str; 3] = [
    "embed('{body}', 'old', 8)",
    "embed('{body}', 'old', 8), embed('{body}', 'new', 4)",
    "embed('{body}', 'new', 4)",
];

fn an_application_moves_to_another_model_and_back_and_on(server: &Server) -> Result<()> {
    let database = Database::create(server, "model")?;
    let mut session = database.connect()?;
    session.batch_execute(SCHEMA)?;
    let (done, writes) = (AtomicBool::new(false), AtomicU32::new(OLD_ONLY));
    let (mut writer, mut worker, mut judge) =
        (database.connect()?, database.connect()?, database.connect()?);
    thread::scope(|scope| {
        let (done, writes) = (&done, &writes);
        let write = scope.spawn(move || application(&mut writer, writes, done));
        let work = scope.spawn(move || worker_for(&mut worker, done));
        let judge = scope.spawn(move || no_stale_embedding(&mut judge, done));
        let result = story(&mut session, writes);
        done.store(true, Ordering::Relaxed);
        for (who, it) in [("application", write), ("worker", work), ("judge", judge)] {
            let n = it.join().map_err(|_| anyhow!("the {who} panicked"))?;
            let n = n.with_context(|| who.to_owned())?;
            ensure!(result.is_err() || 0 < n, "the {who} did nothing");
        }
        result
    })
}

fn story(session: &mut Session, writes: &AtomicU32) -> Result<()> {
    let (expand, index) = (stage("expand", "")?, stage("index", "")?);
    let switch = stage("switch", "")?;
    refused(session, &index, Direction::Up, "column embedding_new of notes is not prepared")?;
    run_plan(session, &expand, Direction::Up)?;
    refused(session, &index, Direction::Up, "rows of notes have no embedding_new")?;
    writes.store(BOTH, Ordering::Relaxed);
    until_filled(session, &expand, Side::New)?;
    refused(session, &switch, Direction::Up, "notes_embedding_new_hnsw")?;
    for check in index.preflight() {
        let ok = session.values(&check.to_string())?;
        ensure!(check.kind.id() != "unfilled" || ok == ["t"], "{ok:?}");
        ensure!(check.kind.id() != "agreement" || ok == ["NULL"], "{ok:?}");
    }
    run_plan(session, &index, Direction::Up)?;
    refused(session, &expand, Direction::Down, "column embedding_new of notes has an index")?;
    refused(
        session,
        &stage("contract", "")?,
        Direction::Up,
        "column embedding of notes still serves",
    )?;
    run_plan(session, &switch, Direction::Up)?;
    refused(session, &index, Direction::Down, "column embedding_new of notes serves already")?;
    refused(
        session,
        &stage("contract", "")?,
        Direction::Up,
        "column embedding_new of notes has not served for 7 days yet",
    )?;

    // The application stops writing the old column, and then wants it back.
    writes.store(NEW_ONLY, Ordering::Relaxed);
    while session.value("SELECT count(*) FROM notes WHERE embedding IS NULL")? == "0" {
        thread::sleep(Duration::from_millis(2));
    }
    refused(session, &switch, Direction::Down, "rows of notes have no embedding")?;
    writes.store(BOTH, Ordering::Relaxed);
    until_filled(session, &expand, Side::Old)?;
    run_plan(session, &switch, Direction::Down)?;
    let not_null = "SELECT string_agg(attname, ', ') FROM pg_attribute WHERE attrelid = 'notes'::regclass AND attnotnull AND attname LIKE 'emb%'";
    ensure!(session.value(not_null)? == "embedding", "the old column is not as before");

    // On, for good.
    run_plan(session, &switch, Direction::Up)?;
    writes.store(NEW_ONLY, Ordering::Relaxed);
    thread::sleep(Duration::from_millis(50));
    let contract = stage("contract", "soak = '0 minutes'")?;
    run_plan(session, &contract, Direction::Up)?;
    let gone = "column embedding of notes was dropped: it cannot come back";
    refused(session, &contract, Direction::Down, gone)?;
    ensure!(session.value(not_null)? == "embedding_new", "the new column may be NULL");
    let plan = session
        .values("SET enable_seqscan = off; EXPLAIN SELECT id FROM notes ORDER BY embedding_new <-> '[1,2,3,4]' LIMIT 3")?
        .join("\n");
    ensure!(plan.contains("idx_notes_embedding_new_hnsw"), "{plan}");
    Ok(())
}

/// The plan stops with that message, and leaves the settings as they were.
fn refused(session: &mut Session, plan: &Plan, way: Direction, message: &str) -> Result<()> {
    let error = run_plan(session, plan, way).err().context("it was not refused")?;
    ensure!(format!("{error:#}").contains(message), "{error:#}");
    Ok(session.batch_execute("RESET ALL")?)
}

/// The condition that the plan prints for the worker.
fn missing(plan: &Plan, side: Side) -> Result<String> {
    let found = plan.up.iter().find_map(|it| match &it.statement {
        Statement::AddModel(it) => Some(it.columns.missing_on(side)),
        _ => None,
    });
    found.context("no column is added")
}

fn until_filled(session: &mut Session, plan: &Plan, side: Side) -> Result<()> {
    let sql = format!("SELECT count(*) FROM notes WHERE {}", missing(plan, side)?);
    for _ in 0..5_000 {
        if session.value(&sql)? == "0" {
            return Ok(());
        }
        thread::sleep(Duration::from_millis(4));
    }
    Err(anyhow!("the worker does not get done: {sql}"))
}

/// New notes and changed ones; how many.
fn application(session: &mut Session, writes: &AtomicU32, done: &AtomicBool) -> Result<u32> {
    let mut n = 0;
    while !done.load(Ordering::Relaxed) {
        n += 1;
        let what = writes.load(Ordering::Relaxed) as usize;
        let (columns, body) = (COLUMNS[what], format!("changed {n}"));
        let values = VALUES[what].replace("{body}", &body);
        session.batch_execute(&format!(
            "INSERT INTO notes (body, {columns}) SELECT '{body}', {values};
            UPDATE notes SET (body, {columns}) = (SELECT '{body}', {values}) WHERE id = {} OR id = 300 + {n} / 2",
            n * 7 % 300
        ))?;
        thread::sleep(Duration::from_millis(3));
    }
    Ok(n)
}

/// Embeds what has no embedding, with either model: reads, computes without a transaction, and
/// writes where the text is still what was read.
fn worker_for(session: &mut Session, done: &AtomicBool) -> Result<u32> {
    let plan = stage("expand", "")?;
    let mut n = 0;
    while !done.load(Ordering::Relaxed) {
        for (side, column, model) in
            [(Side::New, "embedding_new", "'new', 4"), (Side::Old, "embedding", "'old', 8")]
        {
            let there = "SELECT count(*) FROM pg_attribute WHERE attrelid = 'notes'::regclass AND attname IN ('embedding', 'embedding_new')";
            if session.value(there)? != "2" {
                break;
            }
            let rows = session.query(
                &format!("SELECT id, body FROM notes WHERE {} LIMIT 20", missing(&plan, side)?),
                &[],
            );
            // The last stage takes a column away.
            let Ok(rows) = rows else { break };
            thread::sleep(Duration::from_millis(2));
            for row in rows {
                let (id, body): (i64, String) = (row.get(0), row.get(1));
                let filled = session.execute(
                    &format!(
                        "UPDATE notes SET {column} = embed($2, {model})
                        WHERE id = $1 AND {column} IS NULL AND body = $2"
                    ),
                    &[&id, &body],
                );
                n += u32::try_from(filled.unwrap_or_default())?;
            }
        }
        thread::sleep(Duration::from_millis(2));
    }
    Ok(n)
}

/// No embedding is ever that of an earlier text; how often it looked.
fn no_stale_embedding(session: &mut Session, done: &AtomicBool) -> Result<u32> {
    let mut n = 0;
    while !done.load(Ordering::Relaxed) {
        for (column, model) in [("embedding_new", "'new', 4"), ("embedding", "'old', 8")] {
            let stale = session.values(&format!(
                "SELECT id FROM notes WHERE {column}::text <> embed(body, {model})::text"
            ));
            // A column is not there yet, or not any longer.
            let Ok(stale) = stale else { continue };
            ensure!(stale.is_empty(), "{column} is stale in {stale:?}");
            n += 1;
        }
        thread::sleep(Duration::from_millis(5));
    }
    Ok(n)
}

fn what_is_in_the_way_is_named_before_anything_is_changed(server: &Server) -> Result<()> {
    let database = Database::create(server, "in_the_way")?;
    let mut session = database.connect()?;
    session.batch_execute(SCHEMA)?;
    let plan = stage("expand", "")?;
    for (make, message, unmake) in [
        (
            "ALTER TABLE notes ADD embedding_new vector(5)",
            "column embedding_new of notes is not vector(4)",
            "ALTER TABLE notes DROP embedding_new",
        ),
        (
            "CREATE FUNCTION zz_notes_embedding_new_stale() RETURNS int RETURN 1",
            "function zz_notes_embedding_new_stale() is there",
            "DROP FUNCTION zz_notes_embedding_new_stale()",
        ),
        (
            "CREATE TABLE child () INHERITS (notes)",
            "notes is not a plain table",
            "DROP TABLE child",
        ),
        (
            "ALTER TABLE notes RENAME body TO text",
            "notes has not all the columns of `source`",
            "ALTER TABLE notes RENAME text TO body",
        ),
        (
            "ALTER TABLE notes RENAME embedding TO e",
            "column embedding of notes is not vector(8)",
            "ALTER TABLE notes RENAME e TO embedding",
        ),
    ] {
        session.batch_execute(make)?;
        refused(&mut session, &plan, Direction::Up, message)?;
        session.batch_execute(unmake)?;
    }
    let not_as_planned = |session: &mut Session, steps: &[Step], expected: &str| {
        let mut sql = steps.iter().map(|it| it.statement.to_string());
        let proof = sql.rfind(|it| it.contains("not as planned")).context("no proof")?;
        let error = format!("{:?}", session.batch_execute(&proof).err());
        ensure!(error.contains(expected), "{expected}: {error}");
        Ok(())
    };
    for (steps, expected) in [
        (&plan.up, "not as planned: notes has column embedding_new and its trigger"),
        (&stage("switch", "")?.up, "not as planned: column embedding_new of notes serves"),
        (
            &stage("contract", "soak = '0 minutes'")?.up,
            "not as planned: notes has column embedding_new and no column embedding",
        ),
    ] {
        not_as_planned(&mut session, steps, expected)?;
    }
    run_plan(&mut session, &plan, Direction::Up)?;
    let absent = "not as planned: notes has no column embedding_new, and no trigger for it";
    not_as_planned(&mut session, &plan.down, absent)
}
