//! The locks that statements state, against `pg_locks` while they run.

use std::thread;

use anyhow::{Context, Result, ensure};
use hnswkit_core::{
    plan::Plan,
    sql::{LockMode, Statement},
};
use hnswkit_tests::{Database, Direction, Example, Server, Test, Version, run_plan};

pub(crate) const TESTS: &[Test] = &[
    Test {
        name: "builds_take_the_stated_lock",
        since: Version::OLDEST,
        run: builds_take_the_stated_lock,
    },
    Test {
        name: "drops_take_the_stated_lock",
        since: Version::OLDEST,
        run: drops_take_the_stated_lock,
    },
    Test {
        name: "guards_take_the_stated_lock",
        since: Version::OLDEST,
        run: guards_take_the_stated_lock,
    },
    Test {
        name: "writes_go_on_during_an_online_build",
        since: Version::OLDEST,
        run: writes_go_on_during_an_online_build,
    },
];

const FILL: &str = "INSERT INTO messages (embedding)
    SELECT (SELECT array_agg(random() + 0 * i * j) FROM generate_series(1, 1536) AS j)::vector
    FROM generate_series(1, 1500) AS i";

fn plans() -> Result<[Plan; 2]> {
    let plan = |name| Example::named(name)?.plan();
    Ok([plan("task-tracker")?, plan("task-tracker-transactional")?])
}

/// The lock on `messages` that the step of that kind states.
fn stated(plan: &Plan, direction: Direction, kind: fn(&Statement) -> bool) -> Result<LockMode> {
    let steps = if direction == Direction::Up { &plan.up } else { &plan.down };
    let lock = steps.iter().filter(|it| kind(&it.statement)).find_map(|it| it.statement.lock());
    Ok(lock.context("no lock stated")?.mode)
}

/// The strongest lock on `messages` that is seen while the plan runs and its current query begins
/// with `query`.
fn seen(
    database: &Database,
    plan: &Plan,
    direction: Direction,
    query: &str,
) -> Result<Vec<String>> {
    let mut session = database.connect()?;
    let pid = session.value("SELECT pg_backend_pid()")?;
    let mut watcher = database.connect()?;
    let mut modes = vec![];
    thread::scope(|scope| {
        let run = scope.spawn(move || run_plan(&mut session, plan, direction).map(drop));
        while !run.is_finished() {
            modes.extend(watcher.values(&format!(
                "SELECT l.mode FROM pg_locks AS l JOIN pg_stat_activity AS a ON a.pid = l.pid
                WHERE l.pid = {pid} AND l.relation = 'messages'::regclass AND a.query LIKE '{query}%'"
            ))?);
        }
        run.join().map_err(|_| anyhow::anyhow!("the plan panicked"))?
    })?;
    modes.sort();
    modes.dedup();
    Ok(modes)
}

fn builds_take_the_stated_lock(server: &Server) -> Result<()> {
    for plan in &plans()? {
        let database = Database::create(server, "locks of builds")?;
        let mut session = database.connect()?;
        session.batch_execute(Example::named("task-tracker")?.schema)?;
        session.batch_execute(FILL)?;
        let stated = stated(plan, Direction::Up, |it| matches!(it, Statement::CreateIndex(_)))?;
        let seen = seen(&database, plan, Direction::Up, "CREATE INDEX")?;
        ensure!(seen.contains(&stated.name().to_owned()), "{stated}: {seen:?}");
        let stronger = seen.iter().filter(|it| strength(it) > strength(stated.name()));
        ensure!(stronger.count() == 0, "{stated}: {seen:?}");
    }
    Ok(())
}

/// A reader holds the table, so that the drop waits and its lock can be seen.
fn drops_take_the_stated_lock(server: &Server) -> Result<()> {
    for plan in &plans()? {
        let database = Database::create(server, "locks of drops")?;
        let mut session = database.connect()?;
        session.batch_execute(Example::named("task-tracker")?.schema)?;
        run_plan(&mut session, plan, Direction::Up)?;
        let mut reader = database.connect()?;
        reader.batch_execute("BEGIN; SELECT count(embedding) FROM messages")?;
        let stated = stated(plan, Direction::Down, |it| matches!(it, Statement::DropIndex(_)))?;
        let seen = thread::scope(|scope| {
            scope.spawn(move || {
                thread::sleep(std::time::Duration::from_millis(700));
                drop(reader);
            });
            seen(&database, plan, Direction::Down, "DROP INDEX")
        })?;
        ensure!(seen.contains(&stated.name().to_owned()), "{stated}: {seen:?}");
        let stronger = seen.iter().filter(|it| strength(it) > strength(stated.name()));
        ensure!(stronger.count() == 0, "{stated}: {seen:?}");
    }
    Ok(())
}

/// Guards and verifications run inside a transaction here, so that their locks stay to be seen.
fn guards_take_the_stated_lock(server: &Server) -> Result<()> {
    let [plan, _] = plans()?;
    let database = Database::create(server, "locks of guards")?;
    let mut session = database.connect()?;
    session.batch_execute(Example::named("task-tracker")?.schema)?;
    run_plan(&mut session, &plan, Direction::Up)?;
    for step in &plan.up {
        let gate = matches!(step.statement, Statement::GuardIndex(_) | Statement::VerifyIndex(_));
        if !gate {
            continue;
        }
        session.batch_execute("BEGIN")?;
        session.batch_execute(&step.statement.to_string())?;
        let seen = session.values(
            "SELECT mode FROM pg_locks
            WHERE pid = pg_backend_pid() AND relation IN ('messages'::regclass, 'atoms'::regclass)",
        )?;
        session.batch_execute("ROLLBACK")?;
        let stated = step.statement.lock().context("no lock stated")?;
        ensure!(seen == [stated.mode.name()], "{stated}: {seen:?}");
    }
    Ok(())
}

fn writes_go_on_during_an_online_build(server: &Server) -> Result<()> {
    let [plan, _] = plans()?;
    let database = Database::create(server, "writes go on")?;
    let mut session = database.connect()?;
    session.batch_execute(Example::named("task-tracker")?.schema)?;
    session.batch_execute(FILL)?;
    let mut writer = database.connect()?;
    let mut watcher = database.connect()?;
    // A write that had to wait would fail.
    writer.batch_execute("SET lock_timeout = '300ms'")?;
    let mut during = 0;
    thread::scope(|scope| {
        let run = scope.spawn(move || run_plan(&mut session, &plan, Direction::Up).map(drop));
        while !run.is_finished() {
            writer.batch_execute("INSERT INTO messages (body) VALUES ('x'); UPDATE messages SET body = 'y' WHERE id = 1")?;
            let building = watcher.value("SELECT count(*) FROM pg_stat_progress_create_index")?;
            during += i32::from(building != "0");
        }
        run.join().map_err(|_| anyhow::anyhow!("the plan panicked"))?
    })?;
    ensure!(0 < during, "the build was over before a row was written");
    Ok(())
}

fn strength(mode: &str) -> usize {
    [
        "AccessShareLock",
        "RowShareLock",
        "RowExclusiveLock",
        "ShareUpdateExclusiveLock",
        "ShareLock",
        "ShareRowExclusiveLock",
        "ExclusiveLock",
        "AccessExclusiveLock",
    ]
    .iter()
    .position(|it| *it == mode)
    .unwrap_or(usize::MAX)
}
