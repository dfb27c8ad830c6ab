//! States that interrupted operations really leave, and what `repair`, `reindex` and `replace` make
//! of them.

use std::{thread, time::Duration};

use anyhow::{Context, Result, ensure};
use hnswkit_core::plan::CheckKind;
use hnswkit_tests::{Database, Direction, Server, Session, Test, Version, plan_of, run_plan};

pub(crate) const TESTS: &[Test] = &[
    Test {
        name: "canceled_builds_are_repaired",
        since: Version::OLDEST,
        run: canceled_builds_are_repaired,
    },
    Test {
        name: "numbered_leftovers_of_reindex_are_removed",
        since: Version::OLDEST,
        run: numbered_leftovers_of_reindex_are_removed,
    },
    Test {
        name: "leftovers_of_a_name_that_is_cut_are_removed",
        since: Version::OLDEST,
        run: leftovers_of_a_name_that_is_cut_are_removed,
    },
    Test {
        name: "too_many_leftovers_are_named",
        since: Version::OLDEST,
        run: too_many_leftovers_are_named,
    },
    Test {
        name: "a_valid_index_is_never_swept",
        since: Version::OLDEST,
        run: a_valid_index_is_never_swept,
    },
    Test {
        name: "another_unfinished_index_is_left_alone",
        since: Version::OLDEST,
        run: another_unfinished_index_is_left_alone,
    },
    Test {
        name: "a_build_on_the_table_stops_it",
        since: Version::OLDEST,
        run: a_build_on_the_table_stops_it,
    },
    Test {
        name: "duplicates_are_named_and_one_is_dropped",
        since: Version::OLDEST,
        run: duplicates_are_named_and_one_is_dropped,
    },
    Test {
        name: "a_replacement_knows_what_it_replaces",
        since: Version::OLDEST,
        run: a_replacement_knows_what_it_replaces,
    },
    Test {
        name: "preflight_says_how_the_index_is_used",
        since: Version::OLDEST,
        run: preflight_says_how_the_index_is_used,
    },
    Test {
        name: "a_swap_is_not_taken_back_once_the_drop_has_begun",
        since: Version::OLDEST,
        run: a_swap_is_not_taken_back_once_the_drop_has_begun,
    },
];

/// Name and state of every index on the table but the key.
const INDEXES: &str = "SELECT format('%s %s', c.relname,
        CASE WHEN i.indisvalid AND i.indisready THEN 'valid'
            ELSE format('%s,%s', i.indisvalid, i.indisready) END)
    FROM pg_index AS i
    JOIN pg_class AS c ON c.oid = i.indexrelid
    WHERE i.indrelid = 'items'::regclass AND NOT i.indisprimary
    ORDER BY c.relname COLLATE \"C\"";

const BUILD: &str =
    "CREATE INDEX CONCURRENTLY nearest ON items USING hnsw (embedding vector_l2_ops)";

fn items(server: &Server, name: &str) -> Result<(Database, Session)> {
    let database = Database::create(server, name)?;
    let mut session = database.connect()?;
    session.batch_execute(
        "CREATE TABLE items (id bigint PRIMARY KEY, embedding vector(3));
        CREATE TABLE others (id bigint);
        INSERT INTO items SELECT i, ARRAY[1 + i % 17, i % 5, i % 7]::vector FROM generate_series(1, 100) AS i",
    )?;
    Ok((database, session))
}

fn spec(operation: &str, name: &str, more: &str) -> String {
    format!(
        "[[index]]\noperation = \"{operation}\"\ntable = \"items\"\ncolumn = \"embedding\"\n\
         name = \"{name}\"\ntype = \"vector(3)\"\nmetric = \"l2\"\nrows = 100\n{more}"
    )
}

fn up(session: &mut Session, toml: &str) -> Result<Vec<String>> {
    run_plan(session, &plan_of(toml)?, Direction::Up)
}

/// Message, detail and hint with which a plan stops.
fn refused(session: &mut Session, toml: &str, direction: Direction) -> Result<String> {
    let result = run_plan(session, &plan_of(toml)?, direction);
    session.batch_execute("RESET ALL")?;
    Ok(format!("{:#}", result.err().context("the plan did not stop")?))
}

#[track_caller]
fn expect(session: &mut Session, expected: &[&str]) -> Result<()> {
    let found = session.values(INDEXES)?;
    ensure!(found == expected, "{found:#?}, expected {expected:#?}");
    Ok(())
}

/// Runs `sql` while a session that has run `holder` stays open; a timeout cancels it.
fn canceled(database: &Database, holder: &str, sql: &str) -> Result<()> {
    let mut held = database.connect()?;
    held.batch_execute(holder)?;
    let mut session = database.connect()?;
    session.batch_execute("SET statement_timeout = '700ms'")?;
    ensure!(session.batch_execute(sql).is_err(), "it was not canceled: {sql}");
    Ok(())
}

/// A build that a writer keeps from beginning: not ready.
const WRITER: &str = "BEGIN; LOCK TABLE items IN ROW EXCLUSIVE MODE";
/// A build that an old snapshot keeps from ending: ready, and paid for by every write.
const SNAPSHOT: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT FROM others";
/// A reader keeps a rebuild from giving the old index up, and a drop from ending.
const READER: &str = "BEGIN; SELECT FROM items";

fn canceled_builds_are_repaired(server: &Server) -> Result<()> {
    let (database, mut session) = items(server, "canceled builds")?;
    let toml = spec("repair", "nearest", "");
    for (holder, state) in [(WRITER, "nearest f,f"), (SNAPSHOT, "nearest f,t")] {
        canceled(&database, holder, BUILD)?;
        expect(&mut session, &[state])?;
        up(&mut session, &toml)?;
        expect(&mut session, &["nearest valid"])?;
        let notices = up(&mut session, &toml)?;
        ensure!(notices.iter().any(|it| it.contains("nothing to build")), "{notices:?}");
        session.batch_execute("DROP INDEX nearest")?;
    }
    session.batch_execute(BUILD)?;
    canceled(&database, READER, "DROP INDEX CONCURRENTLY nearest")?;
    expect(&mut session, &["nearest f,t"])?;
    up(&mut session, &toml)?;
    expect(&mut session, &["nearest valid"])
}

/// Three leftovers: two of rebuilds that did not begin, one of a rebuild that was nearly done.
fn three_leftovers(database: &Database, name: &str) -> Result<()> {
    let sql = format!("REINDEX INDEX CONCURRENTLY {name}");
    for holder in [WRITER, WRITER, READER] {
        canceled(database, holder, &sql)?;
    }
    Ok(())
}

fn numbered_leftovers_of_reindex_are_removed(server: &Server) -> Result<()> {
    let (database, mut session) = items(server, "leftovers")?;
    session.batch_execute(BUILD)?;
    let removed =
        "index nearest_ccnew is INVALID, left by something that did not finish: removing it";
    for operation in ["reindex", "repair"] {
        three_leftovers(&database, "nearest")?;
        expect(
            &mut session,
            &["nearest valid", "nearest_ccnew f,f", "nearest_ccnew1 f,f", "nearest_ccold f,t"],
        )?;
        let said = up(&mut session, &spec(operation, "nearest", "")).context(operation)?;
        ensure!(said.iter().any(|it| it == removed), "{said:?}");
        expect(&mut session, &["nearest valid"])?;
    }
    three_leftovers(&database, "nearest")?;
    run_plan(&mut session, &plan_of(&spec("reindex", "nearest", ""))?, Direction::Down)?;
    expect(&mut session, &["nearest valid"])
}

fn leftovers_of_a_name_that_is_cut_are_removed(server: &Server) -> Result<()> {
    let (database, mut session) = items(server, "cut")?;
    let name = format!("{}€", "é".repeat(30));
    ensure!(name.len() == 63);
    session.batch_execute(&BUILD.replace("nearest", &name))?;
    three_leftovers(&database, &name)?;
    ensure!(session.values(INDEXES)?.len() == 4, "{:?}", session.values(INDEXES)?);
    up(&mut session, &spec("reindex", &name, ""))?;
    expect(&mut session, &[&format!("{name} valid")])
}

fn too_many_leftovers_are_named(server: &Server) -> Result<()> {
    let (database, mut session) = items(server, "too many")?;
    session.batch_execute(BUILD)?;
    three_leftovers(&database, "nearest")?;
    canceled(&database, WRITER, "REINDEX INDEX CONCURRENTLY nearest")?;
    let toml = spec("reindex", "nearest", "");
    let message = refused(&mut session, &toml, Direction::Up)?;
    ensure!(
        message.contains("more leftovers of nearest than this can remove at once"),
        "{message}"
    );
    let plan = plan_of(&toml)?;
    let mut proof = plan.up.iter().map(|it| it.statement.to_string());
    let proof = proof.rfind(|it| it.contains("INVALID leftovers are still there"));
    let error = session.batch_execute(&proof.context("no proof")?).err();
    let error = format!("{error:?}");
    ensure!(error.contains("INVALID leftovers are still there: nearest_cc"), "{error}");
    let cure = message.rfind("DROP INDEX CONCURRENTLY").context("no statement")?;
    let cure = message[cure..].split(';').next().context("no statement")?;
    session.batch_execute(cure)?;
    up(&mut session, &toml)?;
    expect(&mut session, &["nearest valid"])
}

fn a_valid_index_is_never_swept(server: &Server) -> Result<()> {
    let (_database, mut session) = items(server, "valid")?;
    session.batch_execute(BUILD)?;
    session.batch_execute("CREATE INDEX nearest_ccnew ON items (id)")?;
    up(&mut session, &spec("repair", "nearest", ""))?;
    up(&mut session, &spec("reindex", "nearest", ""))?;
    expect(&mut session, &["nearest valid", "nearest_ccnew valid"])?;
    session.batch_execute("ALTER INDEX nearest_ccnew RENAME TO nearest_leftover")?;
    let message = refused(&mut session, &spec("repair", "nearest", ""), Direction::Up)?;
    ensure!(message.contains("nearest_leftover is there and is not a leftover"), "{message}");
    expect(&mut session, &["nearest valid", "nearest_leftover valid"])
}

/// An unfinished index of another definition is nobody's leftover; and a load that finds no index
/// drops none.
fn another_unfinished_index_is_left_alone(server: &Server) -> Result<()> {
    let (database, mut session) = items(server, "another unfinished")?;
    let before = spec("bulk-load", "nearest", "stage = \"before\"\nload_rows = 100");
    let said = up(&mut session, &before)?;
    let none = "index nearest does not exist: nothing to drop";
    ensure!(said.iter().any(|it| it == none), "{said:?}");
    canceled(&database, WRITER, &format!("{BUILD} WITH (m = 8)"))?;
    let message = refused(&mut session, &spec("reindex", "nearest", ""), Direction::Up)?;
    ensure!(message.contains("index nearest is INVALID and has another definition"), "{message}");
    expect(&mut session, &["nearest f,f"])
}

fn a_build_on_the_table_stops_it(server: &Server) -> Result<()> {
    let (database, mut session) = items(server, "busy")?;
    session.batch_execute(BUILD)?;
    let mut writer = database.connect()?;
    writer.batch_execute(WRITER)?;
    let mut builder = database.connect()?;
    let other = BUILD.replace("nearest", "other");
    let message = thread::scope(|scope| {
        let builds = scope.spawn(move || builder.batch_execute(&other));
        let running = "SELECT count(*) FROM pg_stat_progress_create_index WHERE index_relid <> 0";
        for _ in 0..1_000 {
            if session.value(running)? != "0" {
                break;
            }
            thread::sleep(Duration::from_millis(10));
        }
        let message = refused(&mut session, &spec("reindex", "nearest", ""), Direction::Up);
        writer.batch_execute("ROLLBACK")?;
        let _ = builds.join();
        message
    })?;
    ensure!(message.contains("another session is building an index on items"), "{message}");
    Ok(())
}

fn duplicates_are_named_and_one_is_dropped(server: &Server) -> Result<()> {
    let (database, mut session) = items(server, "duplicates")?;
    canceled(&database, WRITER, BUILD)?;
    // Parameters and operator class by default and spelled out are the same.
    session.batch_execute(
        "CREATE INDEX twin ON items USING hnsw (embedding vector_l2_ops) WITH (m = 16);
        CREATE INDEX other ON items USING hnsw (embedding vector_l2_ops) WITH (m = 8)",
    )?;
    let message = refused(&mut session, &spec("repair", "nearest", ""), Direction::Up)?;
    ensure!(message.contains("another index does the same work: twin"), "{message}");
    ensure!(message.contains("DROP INDEX CONCURRENTLY twin;"), "{message}");
    let wrong = spec("repair", "nearest", "redundant = \"other\"");
    let message = refused(&mut session, &wrong, Direction::Up)?;
    ensure!(message.contains("index other is not the same as the planned one"), "{message}");
    expect(&mut session, &["nearest f,f", "other valid", "twin valid"])?;
    let toml = spec("repair", "nearest", "redundant = \"twin\"");
    for direction in [Direction::Up, Direction::Up, Direction::Down, Direction::Up] {
        run_plan(&mut session, &plan_of(&toml)?, direction)?;
        expect(&mut session, &["nearest valid", "other valid"])?;
    }
    session.batch_execute("ALTER INDEX other RENAME TO nearest_old")?;
    let message = refused(&mut session, &toml, Direction::Up)?;
    ensure!(message.contains("DROP INDEX CONCURRENTLY nearest_old;"), "{message}");
    Ok(())
}

fn a_replacement_knows_what_it_replaces(server: &Server) -> Result<()> {
    let (_database, mut session) = items(server, "previous")?;
    session.batch_execute(BUILD)?;
    let wrong = spec("replace", "nearest", "m = 8\nprevious_m = 24");
    let message = refused(&mut session, &wrong, Direction::Up)?;
    ensure!(message.contains("index nearest is not what the plan says that it is"), "{message}");
    expect(&mut session, &["nearest valid"])?;
    up(&mut session, &spec("replace", "nearest", "m = 8\nprevious_m = 16"))?;
    expect(&mut session, &["nearest valid"])?;
    // One that is as planned already, beside a new one that nobody needs.
    session.batch_execute(
        "CREATE INDEX nearest_new ON items USING hnsw (embedding vector_l2_ops) WITH (m = 8)",
    )?;
    let said = up(&mut session, &spec("replace", "nearest", "m = 8\nprevious_m = 16"))?;
    let given_up = "index nearest_new is of a replacement that was given up: removing it";
    ensure!(said.iter().any(|it| it == given_up), "{said:?}");
    expect(&mut session, &["nearest valid"])?;
    session.batch_execute(
        "CREATE INDEX nearest_old ON items (id); CREATE INDEX nearest_new ON items (id)",
    )?;
    let toml = spec("replace", "nearest", "m = 8\nprevious_m = 16");
    let message = refused(&mut session, &toml, Direction::Down)?;
    ensure!(message.contains("nearest_old and nearest_new are both there"), "{message}");
    Ok(())
}

fn preflight_says_how_the_index_is_used(server: &Server) -> Result<()> {
    let (_database, mut session) = items(server, "usage")?;
    session.batch_execute(
        "CREATE TABLE parted (id bigint, embedding vector(3)) PARTITION BY LIST (id);
        CREATE TABLE parted_1 PARTITION OF parted FOR VALUES IN (1);
        CREATE INDEX parted_nearest ON parted USING hnsw (embedding vector_l2_ops)",
    )?;
    session.batch_execute(BUILD)?;
    let part = spec("drop", "parted_1_embedding_idx", "").replace("\"items\"", "\"parted_1\"");
    let of_part = "f 16 kB, 0 scans since";
    for (toml, expected, end) in [
        (spec("drop", "nearest", ""), "? ", "0 scans since"),
        (part, of_part, "part of parted_nearest"),
    ] {
        let plan = plan_of(&toml)?;
        let usage = plan.preflight().find(|it| it.kind == CheckKind::Usage);
        let sql = usage.context("no question")?.to_string();
        let sql = format!(
            "SELECT coalesce(ok::text, '?') || ' ' || detail FROM ({}) AS q",
            sql.trim_end_matches(';')
        );
        let found = session.value(&sql)?;
        let found = found.replacen("false", "f", 1);
        ensure!(found.starts_with(expected) && found.contains(end), "{found}");
    }
    Ok(())
}

/// The way back without the definition from before must not drop the one index that is left.
fn a_swap_is_not_taken_back_once_the_drop_has_begun(server: &Server) -> Result<()> {
    let (database, mut session) = items(server, "begun")?;
    session.batch_execute(BUILD)?;
    let toml = spec("replace", "nearest", "m = 8");
    let plan = plan_of(&toml)?;
    let swap = plan.up.iter().position(|it| it.statement.to_string().contains("pg_sleep"));
    let (before, rest) = plan.up.split_at(swap.context("no swap")? + 1);
    hnswkit_tests::run_steps(&mut session, before)?;
    canceled(&database, READER, &rest[0].statement.to_string())?;
    expect(&mut session, &["nearest valid", "nearest_old f,t"])?;
    let message = refused(&mut session, &toml, Direction::Down)?;
    ensure!(
        message.contains("nearest_old is INVALID: its drop has begun, it cannot come back"),
        "{message}"
    );
    expect(&mut session, &["nearest valid", "nearest_old f,t"])?;
    up(&mut session, &toml)?;
    expect(&mut session, &["nearest valid"])?;
    // Run again and stopped behind its guard, the only index has its working name.
    hnswkit_tests::run_steps(&mut session, &plan.up[..4])?;
    expect(&mut session, &["nearest_new valid"])?;
    let message = refused(&mut session, &toml, Direction::Down)?;
    ensure!(
        message.contains("the index that nearest has replaced was dropped: it cannot come back"),
        "{message}"
    );
    expect(&mut session, &["nearest_new valid"])?;
    up(&mut session, &toml)?;
    expect(&mut session, &["nearest valid"])
}
