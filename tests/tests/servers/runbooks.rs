//! Runbooks, read as at night: the state is made, their blocks are pasted, and they cure it.

use std::{thread, time::Duration};

use anyhow::{Context, Result, bail, ensure};
use hnswkit_core::plan::{Mode, Plan, Request};
use hnswkit_tests::{
    Database, Direction, EXAMPLES, Page, Server, Session, Tally, Test, Version, ask, pages, part,
    paste, plain_builds, plan_for, run_plan, story_with_rows,
};

pub(crate) const TESTS: &[Test] = &[
    Test {
        name: "every_block_runs_when_all_is_well",
        since: Version::OLDEST,
        run: every_block_runs_when_all_is_well,
    },
    Test { name: "obstacles_are_seen", since: Version::OLDEST, run: obstacles_are_seen },
    Test {
        name: "a_build_that_waits_is_freed",
        since: Version::OLDEST,
        run: a_build_that_waits_is_freed,
    },
    Test {
        name: "a_build_that_must_stop_is_canceled_and_cleaned_up",
        since: Version::OLDEST,
        run: a_build_that_must_stop_is_canceled_and_cleaned_up,
    },
    Test {
        name: "an_invalid_index_that_writes_pay_for_is_repaired",
        since: Version::OLDEST,
        run: an_invalid_index_that_writes_pay_for_is_repaired,
    },
    Test {
        name: "a_transaction_that_builds_is_taken_back",
        since: Version::OLDEST,
        run: a_transaction_that_builds_is_taken_back,
    },
    Test {
        name: "an_index_that_cannot_serve_is_told_from_one_that_need_not",
        since: Version::OLDEST,
        run: an_index_that_cannot_serve_is_told_from_one_that_need_not,
    },
    Test {
        name: "rows_that_lack_come_back",
        since: Version::OLDEST,
        run: rows_that_lack_come_back,
    },
    Test { name: "recall_is_measured", since: Version::OLDEST, run: recall_is_measured },
    Test {
        name: "a_vacuum_is_canceled_and_made_up_for",
        since: Version::OLDEST,
        run: a_vacuum_is_canceled_and_made_up_for,
    },
];

/// The state that Verify shows of the story's first index.
const STATE: &str = "SELECT format('valid %s, ready %s', i.indisvalid, i.indisready)
    FROM pg_index AS i WHERE i.indexrelid = to_regclass('idx_messages_embedding_hnsw')";

/// Every example, and every query that an index is said to serve.
fn every_block_runs_when_all_is_well(server: &Server) -> Result<()> {
    let mut tally = Tally::default();
    for example in EXAMPLES.iter().filter(|it| server.has(it.since)) {
        let it = plan_for(example, server.pgvector)?;
        let setup = format!("{}{}", example.schema, plain_builds(&it)?);
        // In one database, as it takes longer to make one than to run a page; drops come last.
        let blocks = pages(&it)?.into_iter().flat_map(|it| it.blocks);
        let (drops, mut blocks): (Vec<_>, Vec<_>) =
            blocks.partition(|it| it.text.starts_with("DROP INDEX"));
        ensure!(drops.len() == 3, "two ways to build, and one back");
        blocks.extend(drops);
        let all = Page { name: format!("runbooks of {}", example.name), blocks };
        tally.add(all.run(server, &setup)?);
        let database = Database::create(server, "models")?;
        let mut session = database.connect()?;
        session.batch_execute(&setup)?;
        for (n, model) in models(&it)?.iter().enumerate() {
            session
                .batch_execute(&format!("PREPARE model_{n} AS {model}"))
                .context(model.clone())?;
        }
    }
    println!("{server}: {tally}");
    Ok(())
}

/// The queries of `index-not-used`, which stand in code spans.
fn models(it: &Plan) -> Result<Vec<String>> {
    let text = "index-not-used".parse::<&hnswkit_core::runbook::Runbook>()?.render(it);
    let lines = text.lines().filter_map(|it| it.strip_prefix("   - "));
    let models: Vec<_> = lines.map(|it| it.trim_matches('`').trim().to_owned()).collect();
    ensure!(models.len() == it.request.indexes.len(), "{models:?}");
    Ok(models)
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

/// Runs the plan until `sql` gives `t`, then does something, then waits for its end.
fn during(
    database: &Database,
    plan: &Plan,
    sql: &str,
    act: impl FnOnce(&str) -> Result<()>,
) -> Result<Result<Vec<String>>> {
    let mut builder = database.connect()?;
    let pid = builder.value("SELECT pg_backend_pid()")?;
    let mut watcher = database.connect()?;
    thread::scope(|scope| {
        let build = scope.spawn(|| run_plan(&mut builder, plan, Direction::Up));
        let acted = wait_for(&mut watcher, &sql.replace("{pid}", &pid)).and_then(|()| act(&pid));
        if acted.is_err() {
            watcher.value(&format!("SELECT pg_terminate_backend({pid})"))?;
        }
        let result = build.join().map_err(|_| anyhow::anyhow!("the builder panicked"))?;
        acted?;
        Ok(result)
    })
}

const LOADING: &str = "SELECT phase LIKE 'building index%' AND tuples_done > 10
    FROM pg_stat_progress_create_index WHERE pid = {pid} AND relid = 'messages'::regclass";
const SNAPSHOTS: &str = "SELECT phase = 'waiting for old snapshots'
    FROM pg_stat_progress_create_index WHERE pid = {pid} AND relid = 'messages'::regclass";

fn obstacles_are_seen(server: &Server) -> Result<()> {
    let (database, plan) = story_with_rows(server, "obstacles")?;
    let see = |id| ask(&database, id, &plan, "Check", 0);
    ensure!(see("build-online")?.is_empty() && see("build-in-a-transaction")?.is_empty());
    let mut other = database.connect()?;
    other.batch_execute("BEGIN; INSERT INTO messages DEFAULT VALUES")?;
    ensure!(see("build-online")?.is_empty(), "writes go on");
    let seen = see("build-in-a-transaction")?;
    ensure!(seen.contains("holds RowExclusiveLock on messages"), "{seen}");
    other.batch_execute("ROLLBACK; BEGIN; LOCK atoms IN SHARE UPDATE EXCLUSIVE MODE")?;
    for id in ["build-online", "build-in-a-transaction"] {
        let seen = see(id)?;
        ensure!(seen.contains("holds ShareUpdateExclusiveLock on atoms"), "{seen}");
    }
    other.batch_execute("ROLLBACK; CREATE INDEX idx_atoms_embedding_hnsw ON atoms (id)")?;
    ensure!(see("build-online")? == "idx_atoms_embedding_hnsw is there, valid\n");
    Ok(())
}

fn a_build_that_waits_is_freed(server: &Server) -> Result<()> {
    let (database, plan) = story_with_rows(server, "waits")?;
    let page = "build-stuck-or-slow";
    let mut reader = database.connect()?;
    let blocker = reader.value("SELECT pg_backend_pid()")?;
    reader.batch_execute("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT 1 FROM atoms")?;
    let result = during(&database, &plan, SNAPSHOTS, |pid| {
        let seen = ask(&database, page, &plan, "Check", 0)?;
        ensure!(seen.starts_with(&format!("{pid}|messages|waiting for old snapshots|")), "{seen}");
        ensure!(seen.trim_end().ends_with(&format!("|{blocker}")), "{seen}");
        let seen = ask(&database, page, &plan, "Check", 1)?;
        ensure!(seen.starts_with(&format!("{pid}|CREATE INDEX CONCURRENTLY")), "{seen}");
        ensure!(seen.contains(&format!("|{blocker}|postgres|idle in transaction|")), "{seen}");
        // Nobody drops what is in work.
        let seen = ask(&database, "invalid-index", &plan, "Check", 0)?;
        ensure!(seen.contains(&format!("|t|16 MB|{pid}\n")), "{seen}");
        ask(&database, "invalid-index", &plan, "Do", 3)?;
        let ended = ask(&database, page, &plan, "Do", 0)?;
        ensure!(ended == format!("{blocker}|postgres|t\n"), "{ended}");
        Ok(())
    })?;
    result.context("the build")?;
    let seen = ask(&database, page, &plan, "Verify", 0)?;
    ensure!(seen.lines().count() == 2 && seen.lines().all(|it| it.contains("|t|t|")), "{seen}");
    ensure!(ask(&database, "invalid-index", &plan, "Check", 0)?.is_empty());
    Ok(())
}

fn a_build_that_must_stop_is_canceled_and_cleaned_up(server: &Server) -> Result<()> {
    let (database, plan) = story_with_rows(server, "stops")?;
    let result = during(&database, &plan, LOADING, |pid| {
        let seen = ask(&database, "build-online", &plan, "Do", 0)?;
        let begin = format!("{pid}|messages|building index: loading tuples|");
        let rest = seen.strip_prefix(&begin).with_context(|| seen.clone())?;
        let numbers: Vec<f64> =
            rest.split('|').take(2).map(|it| Ok(it.parse()?)).collect::<Result<_>>()?;
        // Of the plan's 10,000 rows.
        ensure!((numbers[0] / 100.0).round() == numbers[1], "{seen}");
        let canceled = ask(&database, "build-stuck-or-slow", &plan, "Do", 1)?;
        ensure!(canceled == format!("{pid}|t\n"), "{canceled}");
        Ok(())
    })?;
    ensure!(format!("{:#}", result.err().context("it was built")?).contains("canceling statement"));
    let seen = ask(&database, "switchover-and-failover", &plan, "Check", 3)?;
    ensure!(seen.starts_with("idx_messages_embedding_hnsw|f|"), "{seen}");
    for id in ["out-of-memory", "disk-full", "switchover-and-failover"] {
        // The block for psql is the only one, or the second.
        let blocks = part(id, &plan, "Do")?.blocks;
        let drop = blocks.iter().find(|it| it.contains("\\gexec")).context(id)?;
        paste(&database, drop)?;
    }
    ensure!(ask(&database, "invalid-index", &plan, "Check", 0)?.is_empty());
    ensure!(database.connect()?.values(STATE)?.is_empty());
    Ok(())
}

fn an_invalid_index_that_writes_pay_for_is_repaired(server: &Server) -> Result<()> {
    let (database, plan) = story_with_rows(server, "pays")?;
    let mut reader = database.connect()?;
    reader.batch_execute("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT 1 FROM atoms")?;
    let result = during(&database, &plan, SNAPSHOTS, |pid| {
        paste(&database, &format!("SELECT pg_cancel_backend({pid})")).map(drop)
    })?;
    ensure!(result.is_err());
    drop(reader);
    let seen = ask(&database, "invalid-index", &plan, "Check", 0)?;
    ensure!(seen == "idx_messages_embedding_hnsw|t|16 MB|\n", "{seen}");
    let seen = ask(&database, "build-online", &plan, "Check", 0)?;
    ensure!(seen.contains("idx_messages_embedding_hnsw is there, INVALID"), "{seen}");
    let blocks = part("invalid-index", &plan, "Do")?.blocks;
    paste(&database, &blocks[..2].join("\n"))?;
    ensure!(database.connect()?.value(STATE)? == "valid t, ready t");
    ensure!(ask(&database, "invalid-index", &plan, "Check", 0)?.is_empty());
    Ok(())
}

fn a_transaction_that_builds_is_taken_back(server: &Server) -> Result<()> {
    let (database, plan) = story_with_rows(server, "transaction")?;
    let transactional = Request { mode: Mode::Transactional, ..plan.request.clone() };
    let built = hnswkit_core::plan::plan(transactional).map_err(|it| anyhow::anyhow!("{it:?}"))?;
    let result = during(&database, &built, LOADING, |pid| {
        let seen = ask(&database, "build-in-a-transaction", &plan, "Do", 0)?;
        ensure!(seen.starts_with(&format!("{pid}|messages|building index: loading")), "{seen}");
        let canceled = ask(&database, "build-in-a-transaction", &plan, "Do", 1)?;
        ensure!(canceled == format!("{pid}|t\n"), "{canceled}");
        Ok(())
    })?;
    ensure!(result.is_err());
    ensure!(ask(&database, "build-in-a-transaction", &plan, "Verify", 0)?.is_empty());
    run_plan(&mut database.connect()?, &built, Direction::Up)?;
    let seen = ask(&database, "build-in-a-transaction", &plan, "Verify", 0)?;
    ensure!(seen.lines().count() == 2 && seen.lines().all(|it| it.contains("|t|t|")), "{seen}");
    ask(&database, "build-in-a-transaction", &plan, "Undo", 0)?;
    ensure!(ask(&database, "roll-back", &plan, "Verify", 0)?.is_empty());
    Ok(())
}

fn an_index_that_cannot_serve_is_told_from_one_that_need_not(server: &Server) -> Result<()> {
    let (database, plan) = story_with_rows(server, "unused")?;
    let page = "index-not-used";
    let mut session = database.connect()?;
    session.batch_execute(
        "CREATE INDEX idx_messages_embedding_hnsw ON messages USING hnsw (embedding vector_l2_ops)",
    )?;
    let seen = ask(&database, page, &plan, "Check", 0)?;
    ensure!(seen.starts_with("t|CREATE INDEX") && seen.contains("vector_l2_ops"), "{seen}");
    let seen = ask(&database, page, &plan, "Check", 2)?;
    ensure!(seen.contains("Sort") && !seen.contains("idx_messages"), "another operator: {seen}");

    session.batch_execute(
        "DROP INDEX idx_messages_embedding_hnsw; DELETE FROM messages WHERE id > 50",
    )?;
    session.batch_execute(&plain_builds(&plan)?)?;
    let uses = "Index Scan using idx_messages_embedding_hnsw on messages";
    ask(&database, page, &plan, "Do", 0)?;
    let seen = ask(&database, page, &plan, "Check", 2)?;
    ensure!(seen.contains(uses), "it could: {seen}");
    let seen = ask(&database, page, &plan, "Verify", 0)?;
    ensure!(!seen.contains(uses), "50 rows are read faster: {seen}");

    // The shapes of the table in Decide, each with the two settings that leave only the index.
    let forced = part(page, &plan, "Check")?.blocks.remove(2);
    let none = [
        ("LIMIT 10;", ";"),
        ("\n)\nLIMIT 10", "\n) DESC\nLIMIT 10"),
        ("ORDER BY embedding <=> (", "ORDER BY 1 - (embedding <=> ("),
        ("ORDER BY embedding <=> (", "ORDER BY embedding <-> ("),
        ("ORDER BY embedding <=> (", "ORDER BY embedding::vector(1536) + embedding <=> ("),
    ];
    for (from, to) in none {
        let mut changed = forced.replacen(from, to, 1);
        ensure!(changed != forced, "{from}");
        if to.contains("1 - (") {
            changed = changed.replacen("\n)\nLIMIT 10", "\n)) DESC\nLIMIT 10", 1);
        }
        let seen = paste(&database, &changed)?;
        // Without a LIMIT it can, and is never the cheapest: PostgreSQL forces it all the same.
        ensure!(!seen.contains(uses) || from == "LIMIT 10;", "{changed}\n{seen}");
    }
    let off = "SET enable_indexscan = off;\n".to_owned();
    let settings = part(page, &plan, "Check")?.blocks.remove(1);
    let seen = paste(&database, &(off + &settings))?;
    ensure!(seen.contains("enable_indexscan|off|session"), "{seen}");
    Ok(())
}

fn rows_that_lack_come_back(server: &Server) -> Result<()> {
    let (database, plan) = story_with_rows(server, "few")?;
    database.connect()?.batch_execute(&plain_builds(&plan)?)?;
    let page = "too-few-rows";
    ensure!(ask(&database, page, &plan, "Check", 0)? == "40\n");
    ensure!(ask(&database, page, &plan, "Do", 0)? == "100\n");
    let blocks = part(page, &plan, "Do")?.blocks;
    let scans_on = server.has(Version::new(0, 8, 0));
    ensure!(blocks.iter().any(|it| it.contains("iterative_scan")) == scans_on);
    // A filter that one row in a hundred passes: 20 in all.
    let filtered = |it: &str| {
        let text = it.replacen("ORDER BY", "WHERE id % 100 = 7\n    ORDER BY", 1);
        anyhow::Ok(paste(&database, &text)?.trim().parse::<u32>()?)
    };
    let check = part(page, &plan, "Check")?.blocks.remove(0);
    ensure!(filtered(&check)? < 10);
    if scans_on {
        // A graph of random vectors does not reach every last one.
        ensure!(15 <= filtered(&blocks[1])?);
    }
    // Rows that are dead but not vacuumed take places.
    let mut session = database.connect()?;
    session.batch_execute("ALTER TABLE messages SET (autovacuum_enabled = off)")?;
    session.batch_execute("DELETE FROM messages WHERE id % 4 <> 0")?;
    ensure!(paste(&database, &check)?.trim().parse::<u32>()? < 40);
    paste(&database, blocks.last().context("no VACUUM")?)?;
    ensure!(paste(&database, &check)? == "40\n");
    // What was set for a role is seen.
    let role = format!("{}_role", database.name());
    session
        .batch_execute(&format!("CREATE ROLE {role}; ALTER ROLE {role} SET hnsw.ef_search = 7"))?;
    let seen = ask(&database, page, &plan, "Check", 2);
    session.batch_execute(&format!("DROP ROLE {role}"))?;
    ensure!(seen?.contains(&format!("all|{role}|{{hnsw.ef_search=7}}")));
    Ok(())
}

fn recall_is_measured(server: &Server) -> Result<()> {
    let (database, plan) = story_with_rows(server, "recall")?;
    let poor = plain_builds(&plan)?.replace("m = 16", "m = 2").replace("= 64", "= 6");
    database.connect()?.batch_execute(&poor)?;
    let block = part("recall-too-low", &plan, "Check")?.blocks.remove(0);
    ensure!(block.contains("SET LOCAL hnsw.ef_search = 40;"), "{block}");
    let measure = |it: &str| anyhow::Ok(paste(&database, it)?.trim().parse::<f64>()?);
    let now = measure(&block)?;
    let more = measure(&block.replace("ef_search = 40", "ef_search = 1000"))?;
    ensure!(0.0 < now && now < 0.9 && now < more && more <= 1.0, "{now}, then {more}");
    // Without the index it is exact, so that the measure itself is right.
    database.connect()?.batch_execute("DROP INDEX idx_messages_embedding_hnsw")?;
    let exact = measure(&block)?;
    ensure!(exact == 1.0, "{exact}");
    Ok(())
}

fn a_vacuum_is_canceled_and_made_up_for(server: &Server) -> Result<()> {
    let (database, plan) = story_with_rows(server, "vacuum")?;
    let page = "vacuum-takes-hours";
    let mut session = database.connect()?;
    session.batch_execute("ALTER TABLE messages SET (autovacuum_enabled = off)")?;
    session.batch_execute(&plain_builds(&plan)?)?;
    session.batch_execute("DELETE FROM messages WHERE id % 5 = 0")?;
    let mut slow = database.connect()?;
    let pid = slow.value("SELECT pg_backend_pid()")?;
    slow.batch_execute("SET vacuum_cost_delay = 100; SET vacuum_cost_limit = 20")?;
    thread::scope(|scope| {
        let vacuum = scope.spawn(|| slow.batch_execute("VACUUM messages"));
        let canceled = cancel_vacuum(&database, &plan, &pid);
        if canceled.is_err() {
            session.value(&format!("SELECT pg_terminate_backend({pid})"))?;
        }
        let ended = vacuum.join().map_err(|_| anyhow::anyhow!("the vacuum panicked"))?;
        canceled?;
        ensure!(ended.is_err(), "it ended by itself");
        Ok(())
    })?;
    let mut blocks = part(page, &plan, "Do")?.blocks;
    // The last one leaves the indexes out.
    let aged = blocks.pop().context("no block")?;
    ensure!(aged.contains("INDEX_CLEANUP off"), "{aged}");
    paste(&database, &blocks[1..].join("\n"))?;
    for _ in 0..500 {
        session.value("SELECT pg_stat_force_next_flush()").ok();
        let seen = ask(&database, page, &plan, "Check", 1)?;
        if seen.lines().any(|it| it.starts_with("messages|1600|0|")) {
            let state = ask(&database, page, &plan, "Verify", 0)?;
            ensure!(state.lines().all(|it| it.contains("|t|t|")), "{state}");
            return Ok(());
        }
        thread::sleep(Duration::from_millis(20));
    }
    bail!("dead rows are left: {}", ask(&database, page, &plan, "Check", 1)?)
}

/// Sees the vacuum of this process at the indexes, and cancels it.
fn cancel_vacuum(database: &Database, plan: &Plan, pid: &str) -> Result<()> {
    let page = "vacuum-takes-hours";
    let phase = format!(
        "SELECT phase = 'vacuuming indexes' FROM pg_stat_progress_vacuum WHERE pid = {pid}"
    );
    wait_for(&mut database.connect()?, &phase)?;
    let seen = ask(database, page, plan, "Check", 0)?;
    ensure!(seen.starts_with(&format!("{pid}|messages|vacuuming indexes|0|")), "{seen}");
    let seen = ask(database, "build-online", plan, "Check", 0)?;
    ensure!(seen.contains("holds ShareUpdateExclusiveLock on messages"), "{seen}");
    let canceled = ask(database, page, plan, "Do", 0)?;
    ensure!(canceled == format!("{pid}|t\n"), "{canceled}");
    Ok(())
}
