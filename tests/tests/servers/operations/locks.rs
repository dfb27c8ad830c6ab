//! The locks that a plan states, against `pg_locks` while each step runs.

use std::{thread, time::Duration};

use anyhow::{Context, Result, anyhow, ensure};
use hnswkit_core::{
    plan::{Mode, Step},
    sql::{Lock, LockMode, Transaction},
};
use hnswkit_tests::{Direction, Server, Session};

use super::{
    case::{Case, Stage},
    interrupted::{hold_up, waits},
};

/// All modes of PostgreSQL, weaker ones first.
const MODES: &[&str] = &[
    "AccessShareLock",
    "RowShareLock",
    "RowExclusiveLock",
    "ShareUpdateExclusiveLock",
    "ShareLock",
    "ShareRowExclusiveLock",
    "ExclusiveLock",
    "AccessExclusiveLock",
];

pub(super) fn check(server: &Server, case: &Case) -> Result<()> {
    let mut it = Stage::new(server, case)?;
    if it.plan.request.mode == Mode::Transactional {
        it.session.batch_execute("BEGIN")?;
    }
    let mut problems = vec![];
    let mut counts = [0, 0];
    let back = case.no_way_back.is_none();
    let steps =
        it.plan.up.clone().into_iter().chain(it.plan.down.clone().into_iter().filter(|_| back));
    for step in steps {
        let seen = match step.statement.transaction() {
            Transaction::Forbidden => concurrent(&mut it, &step)?,
            _ => in_transaction(&mut it, &step)?,
        };
        counts[0] += 1;
        counts[1] += u32::from(!seen.is_empty());
        if let Err(error) = compare(&mut it.session, step.statement.lock().as_ref(), &seen) {
            problems.push(format!("{error:#}, seen {seen:?} in\n{}", step.statement));
        }
    }
    if it.plan.request.mode == Mode::Transactional {
        it.session.batch_execute("COMMIT")?;
    }
    ensure!(problems.is_empty(), "{}", problems.join("\n\n"));
    it.expect(if back { Direction::Down } else { Direction::Up }, "at the end")?;
    println!("{server}: {}: {} steps, {} with locks", case.example.name, counts[0], counts[1]);
    Ok(())
}

/// A lock on a table or an index of the user's that was there before the step.
#[derive(Debug)]
struct Seen {
    relation: String,
    is_table: bool,
    mode: String,
}

/// The relations of the user's, by which new ones are told.
fn relations(session: &mut Session) -> Result<String> {
    session.value(
        "SELECT coalesce(string_agg(c.oid::text, ','), '0') FROM pg_class AS c
        JOIN pg_namespace AS n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p', 'i', 'I') AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'",
    )
}

fn seen(watcher: &mut Session, pid: &str, relations: &str) -> Result<Vec<Seen>> {
    let rows = watcher.values(&format!(
        "SELECT l.relation || ' ' || (c.relkind IN ('r', 'p')) || ' ' || l.mode
        FROM pg_locks AS l JOIN pg_class AS c ON c.oid = l.relation
        WHERE l.pid = {pid} AND l.granted AND l.relation IN ({relations})"
    ))?;
    let parse = |it: &String| {
        let mut words = it.split(' ');
        Some(Seen {
            relation: words.next()?.to_owned(),
            is_table: words.next()? == "true",
            mode: words.next()?.to_owned(),
        })
    };
    Ok(rows.iter().filter_map(parse).collect())
}

/// Locks stay until the end of a transaction; in a transactional plan those of a step are the ones
/// that were not there before it.
fn in_transaction(it: &mut Stage<'_>, step: &Step) -> Result<Vec<Seen>> {
    let sql = step.statement.to_string();
    let transactional = it.plan.request.mode == Mode::Transactional;
    let before = relations(&mut it.session)?;
    let pid = it.session.value("SELECT pg_backend_pid()")?;
    if transactional {
        let old: Vec<_> = seen(&mut it.session, &pid, &before)?;
        it.session.batch_execute(&sql).with_context(|| sql.clone())?;
        let mut new = seen(&mut it.session, &pid, &before)?;
        new.retain(|it| !old.iter().any(|old| old.relation == it.relation && old.mode == it.mode));
        return Ok(new);
    }
    // Settings of a session outlive the transaction.
    it.session.batch_execute("BEGIN")?;
    let done = it.session.batch_execute(&sql).with_context(|| sql.clone());
    let seen = done.and_then(|()| seen(&mut it.session, &pid, &before));
    it.session.batch_execute(if seen.is_ok() { "COMMIT" } else { "ROLLBACK" })?;
    seen
}

/// Held up by a writer, so that its locks can be seen.
fn concurrent(it: &mut Stage<'_>, step: &Step) -> Result<Vec<Seen>> {
    let mut watcher = it.database.connect()?;
    let before = relations(&mut watcher)?;
    let pid = it.session.value("SELECT pg_backend_pid()")?;
    let holder = hold_up(&it.database, false)?;
    let sql = step.statement.to_string();
    let session = &mut it.session;
    thread::scope(|scope| {
        let run = scope.spawn(|| session.batch_execute(&sql));
        let waits = waits(&mut watcher, &pid, || run.is_finished());
        thread::sleep(Duration::from_millis(5));
        let seen = waits.and_then(|_| seen(&mut watcher, &pid, &before));
        drop(holder);
        run.join().map_err(|_| anyhow!("the step panicked"))?.with_context(|| sql.clone())?;
        seen
    })
}

/// No table is locked more strongly than stated, and the stated lock was seen, if any was.
fn compare(session: &mut Session, stated: Option<&Lock>, seen: &[Seen]) -> Result<()> {
    let strength = |mode: &str| MODES.iter().position(|it| *it == mode).unwrap_or(usize::MAX);
    let stated_mode = stated.map_or(LockMode::AccessShare, |it| it.mode).name();
    let named = match stated {
        Some(it) => session.values(&format!(
            "SELECT coalesce(to_regclass('{}')::oid::text, '')",
            it.table.replace('\'', "''")
        ))?,
        None => vec![],
    };
    let of_interest = |it: &&Seen| it.is_table || named.contains(&it.relation);
    let strongest = seen.iter().filter(of_interest).map(|it| strength(&it.mode)).max();
    let Some(strongest) = strongest else { return Ok(()) };
    ensure!(strongest <= strength(stated_mode), "stated {stated_mode}");
    let on_it = seen.iter().filter(|it| named.contains(&it.relation));
    let most = on_it.map(|it| strength(&it.mode)).max();
    // A step that had nothing to do takes less than it may.
    ensure!(
        most.is_none_or(
            |it| it == strength(stated_mode) || it <= strength("ShareUpdateExclusiveLock")
        ),
        "stated {stated_mode}"
    );
    Ok(())
}
