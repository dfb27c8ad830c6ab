//! A server that takes no connections, or not this one.

use std::{fs, io::Write, thread, time::Duration};

use anyhow::{Context, Result, ensure};
use hnswkit_tests::Session;

use super::{Place, ROOM, SETTINGS, patiently, psql_says};

/// A server that has much to read before it is where it was.
pub(super) fn recovering(it: &mut Place) -> Result<String> {
    it.connect()?.batch_execute("CREATE TABLE much AS SELECT generate_series(1, 200000) AS i")?;
    it.own.stop("QUIT")?;
    it.own.launch(ROOM, SETTINGS)?;
    let said = psql_says(&it.own, "not yet accepting");
    it.connect()?.batch_execute("DROP TABLE much")?;
    said
}

pub(super) fn shutting_down(it: &mut Place) -> Result<String> {
    let open = it.connect()?;
    it.own.signal(it.own.pid()?, "TERM")?;
    let said = psql_says(&it.own, "shutting down");
    drop(open);
    it.own.ended()?;
    it.own.start(ROOM, SETTINGS)?;
    said
}

/// A recovery from an archive that takes its time.
pub(super) fn starting_up(it: &mut Place) -> Result<String> {
    it.own.stop("INT")?;
    fs::write(it.own.data_folder().join("recovery.signal"), "")?;
    let mut settings = SETTINGS.to_vec();
    settings.push("restore_command=sleep 0.2; false");
    it.own.launch(ROOM, &settings)?;
    let said = psql_says(&it.own, "starting up");
    let mut session = it.connect()?;
    patiently(|| Ok(session.values("SELECT 1 WHERE NOT pg_is_in_recovery()")?.pop()))?;
    said
}

pub(super) fn refused(it: &mut Place) -> Result<String> {
    it.own.stop("INT")?;
    let said = it.own.psql(&["SELECT 1"]);
    it.own.start(ROOM, SETTINGS)?;
    said
}

/// Every role takes the connections that it may have.
pub(super) fn too_many_connections(it: &mut Place) -> Result<String> {
    it.connect()?.batch_execute("CREATE ROLE plain LOGIN")?;
    let mut roles = vec!["plain@"];
    let mut settings = SETTINGS.to_vec();
    if 16 <= it.own.server.postgres_major {
        let role = "CREATE ROLE member LOGIN IN ROLE pg_use_reserved_connections";
        it.connect()?.batch_execute(role)?;
        roles.push("member@");
        settings.push("reserved_connections=1");
    }
    roles.push("postgres@");
    it.own.stop("INT")?;
    it.own.start(ROOM, &settings)?;
    let mut open = vec![];
    let mut said = vec![];
    for role in roles {
        let url = it.own.server.url.replace("postgres@", role);
        let refused = loop {
            match Session::connect(&url) {
                Ok(it) => open.push(it),
                Err(it) => break it,
            }
            ensure!(open.len() < 100, "there is no end to it");
        };
        said.push(format!("{refused:#}"));
    }
    drop(open);
    it.connect()?;
    Ok(said.join("\n"))
}

pub(super) fn many_checkpoints(it: &mut Place) -> Result<String> {
    let mut session = it.connect()?;
    for _ in 0..20 {
        session.batch_execute("CREATE TABLE x (); DROP TABLE x; SELECT pg_switch_wal()")?;
        thread::sleep(Duration::from_millis(20));
    }
    it.own.logged("too frequently")
}

/// A client that is killed within a transaction.
pub(super) fn client_gone(it: &mut Place) -> Result<String> {
    let mut observer = it.connect()?;
    let mut client = it.own.psql_session()?;
    client.stdin.as_mut().context("no input")?.write_all(b"BEGIN; SELECT 1;\n")?;
    let idle = "SELECT 1 FROM pg_stat_activity WHERE state = 'idle in transaction'";
    patiently(|| Ok(observer.values(idle)?.pop()))?;
    client.kill()?;
    client.wait()?;
    it.own.logged("unexpected EOF")
}
