//! Which settings the next client of the same connection to the server has.

use anyhow::{Result, ensure};
use hnswkit_tests::{Direction, Server, Test, Version, plan_of, run_plan};

use super::pgbouncer::{Mode, PgBouncer, search};

pub(crate) const TESTS: &[Test] = &[
    Test {
        name: "a_setting_of_a_transaction_ends_with_it",
        since: Version::OLDEST,
        run: a_setting_of_a_transaction_ends_with_it,
    },
    Test {
        name: "a_setting_of_a_session_leaks_in_transaction_mode",
        since: Version::OLDEST,
        run: a_setting_of_a_session_leaks_in_transaction_mode,
    },
    Test {
        name: "what_a_role_or_database_begins_with_arrives_after_reconnect",
        since: Version::OLDEST,
        run: what_a_role_or_database_begins_with_arrives_after_reconnect,
    },
];

const FOR_TRANSACTION: &[&str] =
    &["SET LOCAL hnsw.ef_search = 100", "SELECT set_config('hnsw.ef_search', '100', true)"];

const FOR_SESSION: &[&str] = &[
    "SET hnsw.ef_search = 100",
    "SELECT set_config('hnsw.ef_search', '100', false)",
    "BEGIN; SET hnsw.ef_search = 100; COMMIT",
];

fn a_setting_of_a_transaction_ends_with_it(server: &Server) -> Result<()> {
    let pooler = PgBouncer::start(server, Mode::Transaction)?;
    let (mut one, mut other) = (pooler.connect()?, pooler.connect()?);
    let (_, process) = search(&mut one)?;
    for set in FOR_TRANSACTION {
        for end in ["COMMIT", "ROLLBACK"] {
            one.batch_execute(&format!("BEGIN; {set}"))?;
            let within = search(&mut one)?;
            ensure!(within == (60, process.clone()), "{set}: {within:?}");
            one.batch_execute(end)?;
            for session in [&mut other, &mut one] {
                let after = search(session)?;
                ensure!(after == (40, process.clone()), "{set}, {end}: {after:?}");
            }
        }
    }
    // A client that leaves amidst its transaction.
    one.batch_execute(&format!("BEGIN; {}", FOR_TRANSACTION[0]))?;
    ensure!(search(&mut one)?.0 == 60);
    drop(one);
    ensure!(search(&mut other)?.0 == 40);
    drop((other, pooler));

    let pooler = PgBouncer::start(server, Mode::Session)?;
    let (_, process) = search(&mut pooler.connect()?)?;
    for set in FOR_TRANSACTION {
        let mut one = pooler.connect()?;
        one.batch_execute(&format!("BEGIN; {set}"))?;
        ensure!(search(&mut one)? == (60, process.clone()), "{set}");
        one.batch_execute("COMMIT")?;
        ensure!(search(&mut one)? == (40, process.clone()), "{set}");
        drop(one);
        ensure!(search(&mut pooler.connect()?)? == (40, process.clone()), "{set}");
    }
    Ok(())
}

/// In session mode PgBouncer resets the session (`server_reset_query`, `DISCARD ALL`) between two
/// clients; in transaction mode it does not.
fn a_setting_of_a_session_leaks_in_transaction_mode(server: &Server) -> Result<()> {
    let pooler = PgBouncer::start(server, Mode::Transaction)?;
    let (mut one, mut other) = (pooler.connect()?, pooler.connect()?);
    let (_, process) = search(&mut one)?;
    for set in FOR_SESSION {
        one.batch_execute(set)?;
        let leaked = search(&mut other)?;
        ensure!(leaked == (60, process.clone()), "{set} does not leak: {leaked:?}");
        other.batch_execute("RESET hnsw.ef_search")?;
        ensure!(search(&mut one)? == (40, process.clone()), "{set}");
    }
    drop((one, other, pooler));

    let pooler = PgBouncer::start(server, Mode::Session)?;
    let (_, process) = search(&mut pooler.connect()?)?;
    for set in FOR_SESSION {
        let mut one = pooler.connect()?;
        one.batch_execute(set)?;
        ensure!(search(&mut one)? == (60, process.clone()), "{set}");
        drop(one);
        let next = search(&mut pooler.connect()?)?;
        ensure!(next == (40, process.clone()), "{set}: {next:?}");
    }
    Ok(())
}

fn what_a_role_or_database_begins_with_arrives_after_reconnect(server: &Server) -> Result<()> {
    for mode in [Mode::Transaction, Mode::Session] {
        let pooler = PgBouncer::start(server, mode)?;
        let set = |value: u32, more: &str| {
            plan_of(&format!(
                "[[setting]]\nparameter = \"hnsw.ef_search\"\nvalue = {value}\n{more}\n"
            ))
        };
        let of_database = set(60, "")?;
        let of_role = set(50, &format!("role = '''\"{}\"'''", pooler.role().name))?;
        // A client leaves before the next comes: in session mode there is one connection for both.
        let everybody = || search(&mut pooler.connect()?).map(|it| it.0);
        let role = || search(&mut pooler.connect_as_role()?).map(|it| it.0);
        ensure!((everybody()?, role()?) == (40, 40), "{mode:?}");
        // The plan itself runs through the pooler, too.
        run_plan(&mut pooler.connect()?, &of_database, Direction::Up)?;
        ensure!((everybody()?, role()?) == (40, 40), "{mode:?}: it knows what it cannot");
        pooler.command("RECONNECT")?;
        ensure!((everybody()?, role()?) == (60, 60), "{mode:?}: the database's");
        run_plan(&mut pooler.connect()?, &of_role, Direction::Up)?;
        pooler.command("RECONNECT")?;
        ensure!((everybody()?, role()?) == (60, 50), "{mode:?}: the role's");

        for plan in [&of_role, &of_database] {
            run_plan(&mut pooler.connect()?, plan, Direction::Down)?;
        }
        ensure!((everybody()?, role()?) == (60, 50), "{mode:?}: an open connection keeps it");
        pooler.command("RECONNECT")?;
        ensure!((everybody()?, role()?) == (40, 40), "{mode:?}: taken back");
    }
    Ok(())
}
