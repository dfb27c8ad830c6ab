//! Every step is canceled and killed once in each direction while others hold it up; then the plan
//! is run again, or its way back.

use std::{
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, anyhow, bail};
use hnswkit_core::plan::{Mode, Step};
use hnswkit_tests::{Database, Direction, Server, Session, run_steps};

use super::case::{Case, Stage};

/// How a step is interrupted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum How {
    Cancel,
    Kill,
}

/// How long a step may take before it counts as waiting.
const MOMENT: Duration = Duration::from_millis(400);

pub(super) fn check(server: &Server, case: &Case) -> Result<()> {
    let mut counts = Counts::default();
    for way in [Direction::Up, Direction::Down] {
        if way == Direction::Down && case.no_way_back.is_some() {
            continue;
        }
        for (turn, how) in [How::Cancel, How::Kill].into_iter().enumerate() {
            interrupt_all(server, case, way, how, turn, &mut counts)?;
        }
    }
    println!(
        "{server}: {}: {} interruptions, {} of them in the middle of a step",
        case.example.name, counts.all, counts.midway
    );
    Ok(())
}

#[derive(Default)]
struct Counts {
    all: u32,
    midway: u32,
}

fn interrupt_all(
    server: &Server,
    case: &Case,
    way: Direction,
    how: How,
    turn: usize,
    counts: &mut Counts,
) -> Result<()> {
    let other = if way == Direction::Up { Direction::Down } else { Direction::Up };
    let mut it = begin(server, case, way)?;
    let steps = if way == Direction::Up { it.plan.up.clone() } else { it.plan.down.clone() };
    for n in 0..steps.len() {
        let name = format!("{how:?} on the way {way:?} at step {} ({})", n + 1, steps[n].statement);
        let transactional = it.plan.request.mode == Mode::Transactional;
        let midway =
            interrupt(&it.database, &steps, n, how, transactional).with_context(|| name.clone())?;
        counts.all += 1;
        counts.midway += u32::from(midway);
        // On with it, or back: each step sees both, one after a cancel and one after a kill.
        let on = (n + turn).is_multiple_of(2) || case.no_way_back.is_some();
        it.run(
            if on { way } else { other },
            &format!("{name}, then {}", ["back", "on"][usize::from(on)]),
        )?;
        if case.no_way_back.is_some() || case.back.is_some() {
            // Nothing leads to where it began.
            it = begin(server, case, way)?;
        } else if on {
            // To where it began.
            it.run(other, &format!("{name}, then on and back"))?;
        }
    }
    Ok(())
}

/// A database where the way begins.
fn begin<'a>(server: &Server, case: &'a Case, way: Direction) -> Result<Stage<'a>> {
    let mut it = Stage::new(server, case)?;
    if way == Direction::Down {
        it.run(Direction::Up, "to begin with")?;
    }
    Ok(it)
}

/// Runs the steps before `n`, and interrupts that one; whether it was in the middle of it.
fn interrupt(
    database: &Database,
    steps: &[Step],
    n: usize,
    how: How,
    transactional: bool,
) -> Result<bool> {
    let mut session = database.connect()?;
    let pid = session.value("SELECT pg_backend_pid()")?;
    let mut watcher = database.connect()?;
    if transactional {
        session.batch_execute("BEGIN")?;
    }
    run_steps(&mut session, &steps[..n])?;
    let holder = hold_up(database, transactional)?;
    let sql = steps[n].statement.to_string();
    let (waited, result) = thread::scope(|scope| -> Result<_> {
        let step = scope.spawn(|| session.batch_execute(&sql));
        let waited = waits(&mut watcher, &pid, || step.is_finished())?;
        if waited || how == How::Kill {
            let function = if how == How::Kill { "terminate" } else { "cancel" };
            watcher.value(&format!("SELECT pg_{function}_backend({pid})"))?;
        }
        Ok((waited, step.join().map_err(|_| anyhow!("the step panicked"))?))
    })?;
    drop(holder);
    let midway = match result {
        Err(error) if !waited => return Err(error).context("the step failed by itself"),
        Err(_) => true,
        // A step that only took long may end before the interruption reaches it.
        Ok(()) => false,
    };
    drop(session);
    gone(&mut watcher, &pid)?;
    Ok(midway)
}

/// A transaction that has written to every table and read every row for update, and stays open.
pub(super) fn hold_up(database: &Database, transactional: bool) -> Result<Option<Session>> {
    if transactional {
        // The plan's own transaction holds stronger locks already.
        return Ok(None);
    }
    let mut session = database.connect()?;
    session.batch_execute(
        "BEGIN;
        DO $$
        DECLARE
            it regclass;
        BEGIN
            FOR it IN
                SELECT oid FROM pg_class
                WHERE relkind IN ('r', 'p') AND relpersistence <> 't'
                    AND relnamespace NOT IN (SELECT oid FROM pg_namespace WHERE nspname LIKE 'pg\\_%' OR nspname = 'information_schema')
            LOOP
                EXECUTE format('LOCK TABLE %s IN ROW EXCLUSIVE MODE', it);
                EXECUTE format('SELECT count(*) FROM (SELECT FROM %s FOR UPDATE) AS rows', it);
            END LOOP;
        END
        $$",
    )?;
    Ok(Some(session))
}

/// Waits until the backend waits for somebody, or `finished`.
pub(super) fn waits(watcher: &mut Session, pid: &str, finished: impl Fn() -> bool) -> Result<bool> {
    let started = Instant::now();
    loop {
        if finished() {
            return Ok(false);
        }
        let waiting = watcher.values(&format!(
            "SELECT wait_event_type = 'Lock' FROM pg_stat_activity
            WHERE pid = {pid} AND state = 'active'"
        ))?;
        let waiting = waiting.first().is_some_and(|it| it == "t");
        // Retries sleep between one wait and the next.
        if waiting || MOMENT < started.elapsed() {
            return Ok(!finished());
        }
        thread::sleep(Duration::from_millis(2));
    }
}

/// The backend is gone only when it has let go of its locks.
fn gone(watcher: &mut Session, pid: &str) -> Result<()> {
    for _ in 0..2_000 {
        let sql = format!("SELECT count(*) FROM pg_stat_activity WHERE pid = {pid}");
        if watcher.value(&sql)? == "0" {
            return Ok(());
        }
        thread::sleep(Duration::from_millis(5));
    }
    bail!("the backend {pid} does not end")
}
