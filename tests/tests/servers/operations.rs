//! Every operation: up, again, down, down again, up; with a writer and a reader; and interrupted
//! after every step.

use std::{
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, ensure};
use hnswkit_core::plan::{Mode, Plan};
use hnswkit_tests::{
    Database, Direction, Example, OPERATIONS, Server, Session, Test, Version, run_plan, run_steps,
    settings,
};

pub(crate) const TESTS: &[Test] = &[
    Test { name: "up_down_up", since: Version::OLDEST, run: up_down_up },
    Test {
        name: "writes_and_searches_go_on",
        since: Version::OLDEST,
        run: writes_and_searches_go_on,
    },
    Test {
        name: "interrupted_after_every_step_it_goes_on_or_back",
        since: Version::OLDEST,
        run: interrupted_after_every_step_it_goes_on_or_back,
    },
];

/// Name, parameters and state of every HNSW index.
const INDEXES: &str =
    "SELECT format('%s (%s) %s%s', c.relname, array_to_string(c.reloptions, ', '),
        CASE WHEN i.indisvalid AND i.indisready THEN 'valid' ELSE 'INVALID' END, '')
    FROM pg_index AS i
    JOIN pg_class AS c ON c.oid = i.indexrelid
    JOIN pg_am AS a ON a.oid = c.relam
    WHERE a.amname = 'hnsw'
    ORDER BY c.relname COLLATE \"C\"";

const BEFORE: &[&str] = &[
    "idx_atoms_embedding_hnsw () valid",
    "idx_messages_embedding_hnsw (m=16, ef_construction=64) valid",
    "we\"ird :idx\\ (m=8, ef_construction=32) valid",
];

const AFTER: &[&str] = &[
    "idx_atoms_embedding_hnsw () valid",
    "idx_messages_embedding_hnsw (m=24, ef_construction=96) valid",
    "notes_cosine (m=16, ef_construction=64) valid",
];

fn start(server: &Server, example: &Example) -> Result<(Database, Session, Plan)> {
    let database = Database::create(server, example.name)?;
    let mut session = database.connect()?;
    session.batch_execute(example.schema)?;
    Ok((database, session, example.plan()?))
}

#[track_caller]
fn expect(session: &mut Session, expected: &[&str], when: &str) -> Result<()> {
    let found = session.values(INDEXES)?;
    ensure!(found == expected, "{when}: {found:#?}");
    Ok(())
}

fn up_down_up(server: &Server) -> Result<()> {
    for example in OPERATIONS {
        let (_database, mut session, plan) = start(server, example)?;
        session.batch_execute("SET lock_timeout = '7s'; SET maintenance_work_mem = '77MB'")?;
        let before = settings(&mut session)?;
        expect(&mut session, BEFORE, "before")?;
        run_plan(&mut session, &plan, Direction::Up)?;
        expect(&mut session, AFTER, "up")?;
        ensure!(settings(&mut session)? == before, "settings were not put back");

        let file = "SELECT relfilenode FROM pg_class WHERE relname IN ('idx_messages_embedding_hnsw', 'notes_cosine') ORDER BY relname";
        let files = session.values(file)?;
        let notices = run_plan(&mut session, &plan, Direction::Up)?;
        expect(&mut session, AFTER, "up again")?;
        ensure!(session.values(file)? == files, "built anew: {notices:?}");

        for when in ["down", "down again"] {
            run_plan(&mut session, &plan, Direction::Down)?;
            expect(&mut session, BEFORE, when)?;
        }
        run_plan(&mut session, &plan, Direction::Up)?;
        expect(&mut session, AFTER, "up at last")?;
        ensure!(settings(&mut session)? == before, "settings were not put back");
    }
    Ok(())
}

/// Online, no write waits longer than a moment, and every search finds an index.
fn writes_and_searches_go_on(server: &Server) -> Result<()> {
    let (database, mut session, plan) = start(server, &OPERATIONS[0])?;
    let sum = "SELECT md5(string_agg(id || body || embedding::text, ',' ORDER BY id)) FROM messages WHERE id <= 2000";
    let data = session.value(sum)?;
    let done = AtomicBool::new(false);
    let (mut writer, mut reader) = (database.connect()?, database.connect()?);
    writer.batch_execute("SET lock_timeout = '2s'")?;
    reader.batch_execute("SET enable_seqscan = off")?;
    let (writes, longest, searches) = thread::scope(|scope| -> Result<_> {
        let done = &done;
        let write = scope.spawn(move || -> Result<_> {
            let (mut n, mut longest) = (0, Duration::ZERO);
            while !done.load(Ordering::Relaxed) {
                let started = Instant::now();
                n += 1;
                writer.batch_execute(&format!(
                    "INSERT INTO messages SELECT {}, 'new', embedding FROM messages WHERE id = 1;
                    DELETE FROM atoms WHERE id = {n}; INSERT INTO atoms VALUES ({n}, NULL)",
                    10_000 + n
                ))?;
                longest = longest.max(started.elapsed());
            }
            Ok((n, longest))
        });
        let read = scope.spawn(move || -> Result<_> {
            let mut n = 0;
            while !done.load(Ordering::Relaxed) {
                let plan = reader.values(
                    "EXPLAIN (COSTS OFF) SELECT id FROM messages
                    ORDER BY embedding <=> (SELECT embedding FROM messages WHERE id = 1) LIMIT 5",
                )?;
                let plan = plan.join("\n");
                ensure!(plan.contains("Index Scan using idx_messages_embedding_hnsw"), "{plan}");
                n += 1;
            }
            Ok(n)
        });
        let result = (|| {
            run_plan(&mut session, &plan, Direction::Up)?;
            run_plan(&mut session, &plan, Direction::Down)?;
            run_plan(&mut session, &plan, Direction::Up)
        })();
        done.store(true, Ordering::Relaxed);
        let (writes, longest) =
            write.join().map_err(|_| anyhow::anyhow!("the writer panicked"))??;
        let searches = read.join().map_err(|_| anyhow::anyhow!("the reader panicked"))??;
        result?;
        Ok((writes, longest, searches))
    })?;
    ensure!(writes > 5 && searches > 5, "{writes} writes, {searches} searches");
    ensure!(longest < Duration::from_secs(2), "a write took {longest:?}");
    ensure!(session.value(sum)? == data, "rows have changed");
    Ok(())
}

/// After each step the connection is lost; the next run goes on, and so does the way back.
fn interrupted_after_every_step_it_goes_on_or_back(server: &Server) -> Result<()> {
    let example = &OPERATIONS[0];
    let mut n_cases = 0;
    let plan = example.plan()?;
    ensure!(plan.request.mode == Mode::Online);
    for way in [Direction::Up, Direction::Down] {
        for back in [false, true] {
            let (_database, mut session, plan) = start(server, example)?;
            if way == Direction::Down {
                run_plan(&mut session, &plan, Direction::Up)?;
            }
            let steps = if way == Direction::Up { &plan.up } else { &plan.down };
            for n in 1..steps.len() {
                let case = format!("{way:?}, after step {n} ({})", steps[n - 1].statement);
                let mut lost = _database.connect()?;
                run_steps(&mut lost, &steps[..n]).with_context(|| case.clone())?;
                drop(lost);
                let next = match (way, back) {
                    (it, false) => it,
                    (Direction::Up, true) => Direction::Down,
                    (Direction::Down, true) => Direction::Up,
                };
                run_plan(&mut session, &plan, next).with_context(|| case.clone())?;
                let expected = if next == Direction::Up { AFTER } else { BEFORE };
                expect(&mut session, expected, &case)?;
                // To where it began.
                let begin = if way == Direction::Up { Direction::Down } else { Direction::Up };
                run_plan(&mut session, &plan, begin).with_context(|| case.clone())?;
                let expected = if begin == Direction::Up { AFTER } else { BEFORE };
                expect(&mut session, expected, &format!("{case}, at the beginning again"))?;
                n_cases += 1;
            }
        }
    }
    println!("{server}: {n_cases} interruptions");
    Ok(())
}
