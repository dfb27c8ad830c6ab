//! Builds that did not finish, and what the next run makes of them.

use std::{thread, time::Duration};

use anyhow::{Context, Result, bail, ensure};
use hnswkit_core::plan::Plan;
use hnswkit_tests::{
    Database, Direction, Example, Server, Session, Test, Version, hnsw_indexes, run_plan,
};

pub(crate) const TESTS: &[Test] = &[
    Test {
        name: "a_build_killed_while_loading_is_repaired",
        since: Version::OLDEST,
        run: a_build_killed_while_loading_is_repaired,
    },
    Test {
        name: "a_build_killed_while_it_waits_for_old_snapshots_is_repaired",
        since: Version::OLDEST,
        run: a_build_killed_while_it_waits_for_old_snapshots_is_repaired,
    },
    Test {
        name: "a_killed_drop_is_finished_by_the_next",
        since: Version::OLDEST,
        run: a_killed_drop_is_finished_by_the_next,
    },
    Test {
        name: "a_build_of_another_session_is_not_disturbed",
        since: Version::OLDEST,
        run: a_build_of_another_session_is_not_disturbed,
    },
];

/// The name of the index in the state that `pg_index` shows.
const STATE: &str = "SELECT format('valid %s, ready %s', i.indisvalid, i.indisready)
    FROM pg_index AS i WHERE i.indexrelid = to_regclass('idx_messages_embedding_hnsw')";

fn story(server: &Server, name: &str) -> Result<(Database, Plan)> {
    let example = Example::named("task-tracker")?;
    let database = Database::create(server, name)?;
    let mut session = database.connect()?;
    session.batch_execute(example.schema)?;
    session.batch_execute(
        "INSERT INTO messages (embedding)
        SELECT (SELECT array_agg(random() + 0 * i * j) FROM generate_series(1, 1536) AS j)::vector
        FROM generate_series(1, 2000) AS i",
    )?;
    Ok((database, example.plan()?))
}

/// Runs the plan up on a connection of its own until `sql` gives `t`, then kills that connection.
fn kill_when(database: &Database, plan: &Plan, direction: Direction, sql: &str) -> Result<()> {
    let mut builder = database.connect()?;
    let pid = builder.value("SELECT pg_backend_pid()")?;
    let mut watcher = database.connect()?;
    thread::scope(|scope| {
        let build = scope.spawn(|| run_plan(&mut builder, plan, direction));
        let seen = wait_for(&mut watcher, &sql.replace("{pid}", &pid));
        watcher.value(&format!("SELECT pg_terminate_backend({pid})"))?;
        let result = build.join().map_err(|_| anyhow::anyhow!("the builder panicked"))?;
        seen?;
        ensure!(result.is_err(), "the build ended before it was killed");
        // The backend is gone only when it has let go of its locks.
        wait_for(
            &mut watcher,
            &format!("SELECT count(*) = 0 FROM pg_stat_activity WHERE pid = {pid}"),
        )
    })
}

fn wait_for(session: &mut Session, sql: &str) -> Result<()> {
    for _ in 0..3_000 {
        if session.values(sql)?.first().is_some_and(|it| it == "t") {
            return Ok(());
        }
        thread::sleep(Duration::from_millis(10));
    }
    bail!("30 s without: {sql}")
}

fn repaired(database: &Database, plan: &Plan, before: &str) -> Result<()> {
    let mut session = database.connect()?;
    ensure!(session.value(STATE)? == before, "{}", session.value(STATE)?);
    let notices = run_plan(&mut session, plan, Direction::Up).context("the second run")?;
    ensure!(notices.iter().any(|it| it.contains("INVALID, left by a build")), "{notices:?}");
    ensure!(session.value(STATE)? == "valid t, ready t");
    let indexes = hnsw_indexes(&mut session)?;
    ensure!(indexes.len() == 2 && indexes.iter().all(|it| it.contains(" t t ")), "{indexes:?}");
    Ok(())
}

fn a_build_killed_while_loading_is_repaired(server: &Server) -> Result<()> {
    let (database, plan) = story(server, "killed loading")?;
    let loading = "SELECT phase LIKE 'building index%' AND tuples_done > 10
        FROM pg_stat_progress_create_index WHERE pid = {pid}";
    kill_when(&database, &plan, Direction::Up, loading)?;
    repaired(&database, &plan, "valid f, ready f")
}

fn a_build_killed_while_it_waits_for_old_snapshots_is_repaired(server: &Server) -> Result<()> {
    let (database, plan) = story(server, "killed waiting")?;
    let mut reader = database.connect()?;
    reader.batch_execute("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT 1 FROM atoms")?;
    let waiting = "SELECT phase = 'waiting for old snapshots'
        FROM pg_stat_progress_create_index WHERE pid = {pid}";
    kill_when(&database, &plan, Direction::Up, waiting)?;
    drop(reader);
    repaired(&database, &plan, "valid f, ready t")
}

fn a_killed_drop_is_finished_by_the_next(server: &Server) -> Result<()> {
    let (database, plan) = story(server, "killed drop")?;
    run_plan(&mut database.connect()?, &plan, Direction::Up)?;
    let mut reader = database.connect()?;
    reader.batch_execute("BEGIN; SELECT count(embedding) FROM messages")?;
    let waiting = "SELECT wait_event_type = 'Lock' AND query LIKE 'DROP INDEX%'
        FROM pg_stat_activity WHERE pid = {pid}";
    kill_when(&database, &plan, Direction::Down, waiting)?;
    drop(reader);
    let mut session = database.connect()?;
    ensure!(session.value(STATE)? == "valid f, ready t", "{}", session.value(STATE)?);
    run_plan(&mut session, &plan, Direction::Down)?;
    ensure!(hnsw_indexes(&mut session)?.is_empty());
    Ok(())
}

fn a_build_of_another_session_is_not_disturbed(server: &Server) -> Result<()> {
    let (database, plan) = story(server, "two sessions")?;
    let mut first = database.connect()?;
    let pid = first.value("SELECT pg_backend_pid()")?;
    let mut second = database.connect()?;
    let refused = thread::scope(|scope| {
        let build = scope.spawn(|| run_plan(&mut first, &plan, Direction::Up));
        // The guard builds on its empty copy before: that is not the build to wait for.
        wait_for(
            &mut second,
            &format!(
                "SELECT phase LIKE 'building index%' AND relid = 'messages'::regclass
                FROM pg_stat_progress_create_index WHERE pid = {pid}"
            ),
        )?;
        let refused = run_plan(&mut second, &plan, Direction::Up);
        build.join().map_err(|_| anyhow::anyhow!("the builder panicked"))??;
        anyhow::Ok(refused)
    })?;
    let message = format!("{:#}", refused.err().context("the second session built, too")?);
    ensure!(
        message.contains("another session is building index idx_messages_embedding_hnsw"),
        "{message}"
    );
    ensure!(second.value(STATE)? == "valid t, ready t");
    Ok(())
}
